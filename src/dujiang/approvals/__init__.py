"""People's work: who gets a step and why, what they may do with it, until when (APPROVALS.md).

Tasks have rounds, rounds have items. The rules are pure (`model`, `modes`, `rounds`, `actions`,
`assignment`, `policies`, `deadlines`, `returns`, `seen`); the rest brings them into a transaction.
Deliberately absent: BPMN XML, HTTP.
"""

from dujiang.approvals.commands import (
    AddComment,
    CancelByPerson,
    CopyTo,
    DecideItem,
    DropStartDraft,
    EndAbsence,
    EndDeputy,
    MarkCopyRead,
    MarkRead,
    RemindPeople,
    SaveAbsence,
    SaveDeputy,
    SaveItemDraft,
    SaveStartDraft,
    SubmitStart,
    TakeOverItem,
    WithdrawInstance,
)
from dujiang.approvals.deployed import DeployedModels
from dujiang.approvals.events import (
    AbsenceBegan,
    Commented,
    Copied,
    InstanceReturned,
    ItemAwaits,
    ItemDecided,
    ItemEscalated,
    ItemStuck,
    PeopleReminded,
    Submitted,
    TakenBack,
    TaskClosed,
    TaskOpened,
)
from dujiang.approvals.handlers import APPROVAL_FACTS, approval_routes
from dujiang.approvals.office import Models, Office
from dujiang.approvals.reactors import approval_reactors
from dujiang.approvals.read import ApprovalsReader
from dujiang.approvals.tables import TABLES as APPROVAL_TABLES

__all__ = [
    "APPROVAL_FACTS",
    "APPROVAL_TABLES",
    "AbsenceBegan",
    "AddComment",
    "ApprovalsReader",
    "CancelByPerson",
    "Commented",
    "Copied",
    "CopyTo",
    "DecideItem",
    "DeployedModels",
    "DropStartDraft",
    "EndAbsence",
    "EndDeputy",
    "InstanceReturned",
    "ItemAwaits",
    "ItemDecided",
    "ItemEscalated",
    "ItemStuck",
    "MarkCopyRead",
    "MarkRead",
    "Models",
    "Office",
    "PeopleReminded",
    "RemindPeople",
    "SaveAbsence",
    "SaveDeputy",
    "SaveItemDraft",
    "SaveStartDraft",
    "SubmitStart",
    "Submitted",
    "TakeOverItem",
    "TakenBack",
    "TaskClosed",
    "TaskOpened",
    "WithdrawInstance",
    "approval_reactors",
    "approval_routes",
]
