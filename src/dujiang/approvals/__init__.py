"""People's work: who gets a step and why, what they may do with it, until when (APPROVALS.md).

Tasks have rounds, rounds have items. `rules` are pure; `cases` brings them into a transaction,
`tasks`, `requests` and `people` serve commands there, `reading` and `search` answer questions,
`proving` explores what a step can come to. Deliberately absent: BPMN XML, HTTP.
"""

from dujiang.approvals.cases.access import (
    concerns,
)
from dujiang.approvals.cases.looking import Looking
from dujiang.approvals.cases.office import (
    Models,
    Office,
    marks_recounts,
    settings_of,
    start_step_of,
)
from dujiang.approvals.cases.presence import PresenceNow
from dujiang.approvals.cases.rows import decode_left_out, decode_reason, decode_reasons, item_of
from dujiang.approvals.cases.step_case import PICKED, initiator_context
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
    WorkHandedOver,
)
from dujiang.approvals.handlers import APPROVAL_FACTS, approval_routes
from dujiang.approvals.people.handover import Handover, HandoverPreview, Moved
from dujiang.approvals.people.workloads import workload_functions
from dujiang.approvals.proving.checking import step_check
from dujiang.approvals.proving.explaining import explain
from dujiang.approvals.proving.exploring import Counterexample, Explored, Move, check_step, explore
from dujiang.approvals.reactors import approval_reactors
from dujiang.approvals.reading.exporting import (
    EXPORT_KIND,
    EXPORT_ROUTES,
    ExportingRequests,
    ExportRequests,
    form_fields,
)
from dujiang.approvals.reading.filling import Filling, FormsToFill
from dujiang.approvals.reading.finding import (
    Finder,
    FindQuery,
    Found,
)
from dujiang.approvals.reading.paths import (
    Paths,
    Station,
    Way,
)
from dujiang.approvals.reading.read import (
    ApprovalsReader,
    BoxCounts,
    ItemLine,
    ItemPage,
    ItemQuery,
    RequestPage,
    RequestQuery,
    gather_requests,
)
from dujiang.approvals.reading.readers import (
    access_of_reader,
)
from dujiang.approvals.reading.sentences import Sentences
from dujiang.approvals.reading.showing import (
    Shown,
)
from dujiang.approvals.requests.requests import may_cancel, may_withdraw
from dujiang.approvals.requests.revoking import may_revoke
from dujiang.approvals.rules.model import Reason, StepRules
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
from dujiang.approvals.tasks.going_back import Target
from dujiang.approvals.tasks.mailed import (
    MAIL_ROUTES,
    DecideByMail,
)
from dujiang.approvals.tasks.offers import Consequence, Offer, consequences, may_take_back, offers
from dujiang.approvals.tasks.picking import Pick, picks_at

__all__ = [
    "APPROVAL_FACTS",
    "APPROVAL_TABLES",
    "EXPORT_KIND",
    "EXPORT_ROUTES",
    "MAIL_ROUTES",
    "PICKED",
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
    "DecideByMail",
    "DecideItem",
    "DeputyRow",
    "DraftRow",
    "DropStartDraft",
    "EndAbsence",
    "EndDeputy",
    "Explored",
    "ExportRequests",
    "ExportingRequests",
    "Filling",
    "FindQuery",
    "Finder",
    "FormsToFill",
    "Found",
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
    "Paths",
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
    "Shown",
    "StartDraftRow",
    "Station",
    "StepRules",
    "SubmitStart",
    "Submitted",
    "TakeOverItem",
    "TakenBack",
    "Target",
    "TaskClosed",
    "TaskOpened",
    "TaskRow",
    "Way",
    "WithdrawInstance",
    "WorkHandedOver",
    "access_of_reader",
    "approval_reactors",
    "approval_routes",
    "check_step",
    "concerns",
    "consequences",
    "decode_left_out",
    "decode_reason",
    "decode_reasons",
    "explain",
    "explore",
    "form_fields",
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
    "settings_of",
    "start_step_of",
    "step_check",
    "workload_functions",
]
