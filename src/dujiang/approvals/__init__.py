"""People's work: who gets a step and why, what they may do with it, until when (APPROVALS.md).

Tasks have rounds, rounds have items. The rules are pure (`model`, `modes`, `rounds`, `actions`,
`assignment`, `policies`, `deadlines`, `returns`, `seen`); the rest brings them into a transaction.
Deliberately absent: BPMN XML, HTTP.
"""

from dujiang.approvals.cases import initiator_context
from dujiang.approvals.checking import step_check
from dujiang.approvals.commands import (
    AddComment,
    CancelByPerson,
    CopyTo,
    DecideItem,
    DropStartDraft,
    EndAbsence,
    EndDeputy,
    HandOver,
    MarkCopyRead,
    MarkRead,
    RemindPeople,
    RevokeInstance,
    SaveAbsence,
    SaveDeputy,
    SaveItemDraft,
    SaveStartDraft,
    SubmitStart,
    TakeOverItem,
    WithdrawInstance,
)
from dujiang.approvals.events import (
    AbsenceBegan,
    Commented,
    Copied,
    InstanceReturned,
    InstanceRevoked,
    ItemAwaits,
    ItemDecided,
    ItemEscalated,
    ItemStuck,
    PeopleReminded,
    Recounted,
    RevokeAsked,
    Submitted,
    TakenBack,
    TaskClosed,
    TaskOpened,
)
from dujiang.approvals.explaining import explain
from dujiang.approvals.exploring import Counterexample, Explored, Move, check_step, explore
from dujiang.approvals.filling import Filling, FormsToFill
from dujiang.approvals.going_back import Target
from dujiang.approvals.handlers import APPROVAL_FACTS, approval_routes
from dujiang.approvals.handover import Handover, HandoverPreview, Moved
from dujiang.approvals.looking import Looking
from dujiang.approvals.model import Reason, StepRules
from dujiang.approvals.offers import Consequence, Offer, consequences, may_take_back, offers
from dujiang.approvals.office import Models, Office, marks_recounts
from dujiang.approvals.picking import Pick, picks_at
from dujiang.approvals.presence import PresenceNow
from dujiang.approvals.reactors import approval_reactors
from dujiang.approvals.read import (
    ApprovalsReader,
    BoxCounts,
    ItemLine,
    ItemPage,
    ItemQuery,
    RequestPage,
    RequestQuery,
    gather_requests,
)
from dujiang.approvals.requests import may_cancel, may_withdraw
from dujiang.approvals.revoking import may_revoke
from dujiang.approvals.rows import decode_left_out, decode_reason, decode_reasons, item_of
from dujiang.approvals.sentences import Sentences
from dujiang.approvals.tables import TABLES as APPROVAL_TABLES
from dujiang.approvals.tables import (
    AbsenceRow,
    CommentRow,
    CopyRow,
    DeputyRow,
    DraftRow,
    HistoryRow,
    ItemRow,
    RequestRow,
    StartDraftRow,
    TaskRow,
)

__all__ = [
    "APPROVAL_FACTS",
    "APPROVAL_TABLES",
    "AbsenceBegan",
    "AbsenceRow",
    "AddComment",
    "ApprovalsReader",
    "BoxCounts",
    "CancelByPerson",
    "CommentRow",
    "Commented",
    "Consequence",
    "Copied",
    "CopyRow",
    "CopyTo",
    "Counterexample",
    "DecideItem",
    "DeputyRow",
    "DraftRow",
    "DropStartDraft",
    "EndAbsence",
    "EndDeputy",
    "Explored",
    "Filling",
    "FormsToFill",
    "HandOver",
    "Handover",
    "HandoverPreview",
    "HistoryRow",
    "InstanceReturned",
    "InstanceRevoked",
    "ItemAwaits",
    "ItemDecided",
    "ItemEscalated",
    "ItemLine",
    "ItemPage",
    "ItemQuery",
    "ItemRow",
    "ItemStuck",
    "Looking",
    "MarkCopyRead",
    "MarkRead",
    "Models",
    "Move",
    "Moved",
    "Offer",
    "Office",
    "PeopleReminded",
    "Pick",
    "PresenceNow",
    "Reason",
    "Recounted",
    "RemindPeople",
    "RequestPage",
    "RequestQuery",
    "RequestRow",
    "RevokeAsked",
    "RevokeInstance",
    "SaveAbsence",
    "SaveDeputy",
    "SaveItemDraft",
    "SaveStartDraft",
    "Sentences",
    "StartDraftRow",
    "StepRules",
    "SubmitStart",
    "Submitted",
    "TakeOverItem",
    "TakenBack",
    "Target",
    "TaskClosed",
    "TaskOpened",
    "TaskRow",
    "WithdrawInstance",
    "approval_reactors",
    "approval_routes",
    "check_step",
    "consequences",
    "decode_left_out",
    "decode_reason",
    "decode_reasons",
    "explain",
    "explore",
    "gather_requests",
    "initiator_context",
    "item_of",
    "marks_recounts",
    "may_cancel",
    "may_revoke",
    "may_take_back",
    "may_withdraw",
    "offers",
    "picks_at",
    "step_check",
]
