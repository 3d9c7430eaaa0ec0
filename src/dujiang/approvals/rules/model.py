"""Tasks, rounds and items as frozen values, and the settings of a step (APPROVALS.md, "Words").

A task is one visit to a step. A round has items, one person's share each. An item is a tree: the
people added before it, its own decision, the people added after it. The *principal* is whom an
item counts for, the *hand* is who acts on it. Persons are ids; times are instants in UTC.
"""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

import msgspec

StepKind: TypeAlias = Literal["start", "approval", "work"]
Mode: TypeAlias = Literal["any", "all", "sequence", "vote"]
RejectPolicy: TypeAlias = Literal["one", "all", "count"]
EmptyPolicy: TypeAlias = Literal["approve", "reject", "up", "assign", "admin", "fail"]
InitiatorPolicy: TypeAlias = Literal["self", "skip", "head", "forbid"]
RepeatPolicy: TypeAlias = Literal["never", "adjacent", "once"]
ComeBack: TypeAlias = Literal["rerun", "resume", "changed"]
Place: TypeAlias = Literal["before", "after"]

ItemState: TypeAlias = Literal[
    "waiting", "open", "approved", "rejected", "abstained", "returned", "transferred",
    "withdrawn", "skipped", "cancelled", "delegated", "approved_pending",
]  # fmt: skip
_ENDS: Final = "approved rejected abstained returned transferred withdrawn skipped cancelled"
FINAL: Final = frozenset(_ENDS.split())
"""States in which an item stays."""

Verdict: TypeAlias = Literal["passed", "rejected", "returned", "cancelled"]
Choice: TypeAlias = Literal["approve", "reject", "abstain"]

MAX_PASSES: Final = 10
"""How often somebody whom a rule put in is put through the rules again."""
MAX_ADD_DEPTH: Final = 3
"""How deep added people may add people."""
MAX_ITEMS_IN_ROUND: Final = 1_000
"""Items of one round, added and transferred ones included."""


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why something is as it is: a code and the values its words need (SPEC X3)."""

    code: str
    params: dict[str, Any] = {}


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One share of a round. `principal` and `hand` are None while a group has not claimed it."""

    id: int
    state: ItemState = "waiting"
    principal: int | None = None
    hand: int | None = None
    group: str = ""
    """`role:KEY` or `group:KEY` of an item for claim; stays after claiming, for release."""
    assistant: int | None = None
    """A deputy of kind `assist`: prepares, the hand still decides."""
    lent_by: int | None = None
    """The hand to whom a delegated item goes back."""
    weight: Decimal = Decimal(1)
    order: int = 0
    parent: int | None = None
    """The item to which this one was added, with its `place` and `batch`."""
    place: Place | Literal[""] = ""
    batch: int = 0
    """Which act of adding: people added at once form one group with its own mode."""
    batch_mode: Mode = "all"
    added_by: int | None = None
    from_item: int | None = None
    """The item that this one stands for after a transfer or an escalation."""
    level: int = 0
    """How many levels the escalation has climbed."""
    counts: bool = True
    """False for a skip that neither approves nor rejects (the initiator's own seat)."""
    reasons: tuple[Reason, ...] = ()
    opened_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: int | None = None
    """The hand that acted; None when a rule or the clock did."""
    digest: bytes = b""
    """The seen digest at the moment of the decision."""

    @property
    def is_final(self) -> bool:
        """Whether nothing can change it any more."""
        return self.state in FINAL

    @property
    def is_top(self) -> bool:
        """Whether it counts in the round itself, not in a group of added people."""
        return self.parent is None


class LeftOut(msgspec.Struct, frozen=True):
    """Somebody whom a source named and a rule left out, with the reason."""

    person: int
    reason: Reason


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """The items of one go at a task, in the order of their opening turn."""

    number: int = 1
    items: tuple[Item, ...] = ()
    verdict: Verdict | None = None
    left_out: tuple[LeftOut, ...] = ()

    def item(self, item_id: int) -> Item:
        """The item with this id; it must be there."""
        return next(item for item in self.items if item.id == item_id)

    def find(self, item_id: int) -> Item | None:
        """The item with this id."""
        return next((item for item in self.items if item.id == item_id), None)

    @property
    def top(self) -> tuple[Item, ...]:
        """Items that count in the round; those that another one stands for are left out."""
        return tuple(i for i in self.items if i.is_top and i.state != "transferred")


class VoteRules(msgspec.Struct, frozen=True, kw_only=True):
    """When a vote passes: `ratio` of all entitled or of those cast, or a number of yes-votes."""

    ratio: Fraction | None = None
    is_strict: bool = False
    """More than the ratio, not just as much."""
    votes: int | None = None
    of: Literal["entitled", "cast"] = "entitled"
    may_abstain: bool = False
    quorum: Fraction | None = None
    """Share of the entitled that must vote yes or no; abstentions do not count."""
    quorum_votes: int | None = None
    vetoers: frozenset[int] = frozenset()
    weights: tuple[tuple[int, Decimal], ...] = ()
    """People whose vote does not count one."""
    may_return: bool = False

    def weight_of(self, person: int | None) -> Decimal:
        """How much somebody's vote counts; of several weights the first."""
        return next((weight for one, weight in self.weights if one == person), Decimal(1))


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One way to find people, as the model states it."""

    kind: Literal[
        "user", "role", "position", "departmentHead", "headChain", "initiator", "picked",
        "field", "expression", "decision", "group", "original",
    ]  # fmt: skip
    value: str = ""
    of: str = ""
    levels: int = 0
    vacant: Literal["up", "empty"] = "up"
    """A department without a head: the next one up, or the empty policy."""
    is_claimed: bool = False


class DeadlineRule(msgspec.Struct, frozen=True, kw_only=True):
    """When a step is overdue (`due`), or what happens by the clock (`action`)."""

    kind: Literal["due", "action"]
    duration: str
    clock: str = "clock"
    """`clock`, `working` (the handler's calendar) or `calendar:KEY`."""
    action: Literal["", "remind", "escalate", "deputy", "approve", "reject", "go"] = ""
    to: str = ""


class ReminderRule(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder: once `before` the step is due, or `every` so often after it."""

    before: str = ""
    every: str = ""
    clock: str = "clock"


class ApartRule(msgspec.Struct, frozen=True, kw_only=True):
    """Kept apart: hands of an earlier step, or the person of a form field, may not act here."""

    step: str = ""
    field: str = ""


class StepRules(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the model says about one step."""

    step: str
    name: str = ""
    name_en: str = ""
    kind: StepKind = "approval"
    mode: Mode = "any"
    reject_policy: RejectPolicy = "one"
    vote: VoteRules = VoteRules()
    veto: tuple[str, ...] = ()
    """Logins or `role:KEY` of those whose no rejects a vote; `vote.vetoers` once they are found."""
    weights: tuple[tuple[str, Decimal], ...] = ()
    """Logins or `role:KEY` with the weight of their votes; `vote.weights` once they are found."""
    on_reject: Literal["end", "flow"] = "end"
    empty: EmptyPolicy = "admin"
    empty_to: tuple[str, ...] = ()
    of_initiator: InitiatorPolicy = "head"
    repeated: RepeatPolicy = "never"
    distinct: int = 0
    must_act: bool = False
    second_factor: bool = False
    """Handing it in needs a fresh code of the hand's authenticator."""
    signature: Literal["none", "typed", "drawn"] = "none"
    comment: Literal["optional", "onReject", "required"] = "optional"
    return_to: tuple[str, ...] = ("initiator",)
    """`none`, `initiator`, `previous`, `any`, or ids of steps."""
    come_back: tuple[ComeBack, ...] = ("rerun",)
    """The first is the default."""
    actions: frozenset[str] = frozenset()
    """Extra actions allowed: transfer, delegate, addBefore, addAfter, addBeside, takeBack, copy."""
    reason_categories: tuple[str, ...] = ()
    distribution: Literal["", "load", "roundRobin"] = ""
    skill: str = ""
    sources: tuple[Source, ...] = ()
    deadlines: tuple[DeadlineRule, ...] = ()
    reminders: tuple[ReminderRule, ...] = ()
    apart: tuple[ApartRule, ...] = ()

    @property
    def needs_hand(self) -> bool:
        """Whether no rule may decide this step without a person."""
        return self.must_act or self.second_factor or self.signature != "none"
