"""Our own BPMN elements, typed: twins of the types in `dujiang-moddle.json`.

An attribute that starts with `=` is a FEEL expression; without it the text is meant literally.
Nobody here knows what the elements do: each room reads those that concern it.
"""

from typing import Any, Final, TypeAlias, TypeVar

import msgspec
from lxml import etree

from dujiang.bpmn.names import bpmn, dj_name
from dujiang.kernel.errors import Problem

E = TypeVar("E")


class _Extension(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Starter(_Extension, frozen=True, kw_only=True):
    """Who may start the process: everyone, role, department, group or user."""

    source: str
    value: str = ""


class Settings(_Extension, frozen=True, kw_only=True):
    """Who owns the process, how it is numbered, titled, withdrawn."""

    owner: str = ""
    category: str = ""
    categoryEn: str = ""
    keyFields: str = ""
    """Form fields that rows of lists show, with a space between."""
    numberPrefix: str = ""
    title: str = ""
    withdraw: str = "untouched"
    cancelByInitiator: bool = False
    cancelMessage: str = ""
    """Message that is given to the process when somebody cancels it, so that it undoes what it has
    done as drawn; without it, or where it does not wait for it, the process simply ends."""
    versionTag: str = ""
    icon: str = ""
    descriptionEn: str = ""
    revokeWithin: str = ""
    targetDuration: str = ""
    baselineDuration: str = ""
    starters: tuple[Starter, ...] = ()


class Assignee(_Extension, frozen=True, kw_only=True):
    """One way to find people."""

    source: str
    value: str = ""
    of: str = ""
    levels: int = 0
    vacant: str = ""
    """Where a department has no head: `up` (the next one up, as usual) or `empty` (the step's empty
    policy finds somebody)."""
    claim: bool = False


class Deadline(_Extension, frozen=True, kw_only=True):
    """When the step is due, or what happens by itself then."""

    kind: str = "due"
    duration: str
    clock: str = "clock"
    action: str = ""
    to: str = ""


class Reminder(_Extension, frozen=True, kw_only=True):
    """When people are reminded."""

    before: str = ""
    every: str = ""
    clock: str = "clock"


class Apart(_Extension, frozen=True, kw_only=True):
    """Who may not act here: hands of another step, or the person of a field."""

    step: str = ""
    field: str = ""


class Step(_Extension, frozen=True, kw_only=True):
    """What people do at a user task."""

    kind: str = "approval"
    mode: str = ""
    ratio: str = ""
    votes: int | None = None
    of: str = ""
    abstain: bool = False
    quorum: str = ""
    veto: str = ""
    weights: str = ""
    """Votes that count more or less than one: `login=2 role:gm=1.5`."""
    rejectPolicy: str = ""
    onReject: str = ""
    empty: str = ""
    emptyTo: str = ""
    ofInitiator: str = ""
    repeated: str = ""
    distinct: int | None = None
    mustAct: bool = False
    secondFactor: bool = False
    signature: str = ""
    comment: str = ""
    returnTo: str = ""
    comeBack: str = ""
    actions: str = ""
    reasonCategories: str = ""
    distribution: str = ""
    skill: str = ""
    assignees: tuple[Assignee, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    apart: tuple[Apart, ...] = ()


class Form(_Extension, frozen=True, kw_only=True):
    """The form that is shown."""

    key: str = ""
    variant: str = ""


class Field(_Extension, frozen=True, kw_only=True):
    """Access to one form field at this step: edit, read or hidden."""

    key: str
    access: str = "read"


class Posting(_Extension, frozen=True, kw_only=True):
    """A ledger change in the transaction of the step."""

    ledger: str
    action: str
    on: str = "complete"
    forEach: str = ""
    as_: str = msgspec.field(name="as", default="")
    when: str = ""
    where: str = ""
    order: str = ""
    amount: str = ""
    column: str = ""
    values: str = ""
    key: str = ""
    id: str = ""


class Absence(_Extension, frozen=True, kw_only=True):
    """On completion a person is absent for a period."""

    person: str = ""
    from_: str = msgspec.field(name="from", default="")
    until: str = ""
    deputy: str = ""
    kind: str = ""
    when: str = ""


class Notice(_Extension, frozen=True, kw_only=True):
    """On completion people are told something: `to` gives persons, by itself the initiator."""

    to: str = ""
    text: str = ""
    textEn: str = ""
    forEach: str = ""
    as_: str = msgspec.field(name="as", default="")
    when: str = ""


class Copy(_Extension, frozen=True, kw_only=True):
    """Readers of the step or of the result."""

    source: str
    value: str = ""
    when: str = ""


class Job(_Extension, frozen=True, kw_only=True):
    """Work for a connector or worker."""

    type: str
    connection: str = ""
    method: str = ""
    path: str = ""
    key: str = ""
    body: str = ""
    headers: str = ""
    retries: str = ""
    deadline: str = ""
    query: bool = False
    ask: str = ""
    """Path that is asked before a repeat, whether an earlier attempt has done the work."""
    refusal: str = ""
    """Error code that a refusal of the receiver (409, 422) throws; without it: an incident."""


class Revoke(_Extension, frozen=True, kw_only=True):
    """How an approved request is revoked: who approves, what goes back, which peers are told.

    Without postings everything that the request has posted goes back; without assignees nobody
    needs to approve. `peers` says whether other systems are called before or after the postings.
    """

    peers: str = "after"
    after: str = ""
    """Step from whose completion on it can be asked for, while the process still runs; without it
    only what has ended is revoked."""
    assignees: tuple[Assignee, ...] = ()
    postings: tuple[Posting, ...] = ()
    jobs: tuple[Job, ...] = ()
    notices: tuple[Notice, ...] = ()
    """Who is told what once it is revoked."""


class Recount(_Extension, frozen=True, kw_only=True):
    """A variable that depends on calendars: reckoned anew when one changes, the difference posted.

    The postings see `recount` (`before`, `after`); they count as postings of the step. Where
    `feasible` is not true nothing is posted and the process owner is told.
    """

    field: str
    value: str
    feasible: str = ""
    postings: tuple[Posting, ...] = ()


class Ending(_Extension, frozen=True, kw_only=True):
    """A terminate end event that ends the whole instance with an outcome of its own.

    The outcome is `rejected` or `cancelled`: what the instance has posted goes back. `reason` is
    said in the history.
    """

    outcome: str
    reason: str = ""


class Handover(_Extension, frozen=True, kw_only=True):
    """On completion the open items and deputy rules of a person move to another one."""

    person: str
    to: str
    reason: str = ""
    when: str = ""


class PersonChange(_Extension, frozen=True, kw_only=True):
    """On completion somebody joins the organisation, or leaves it.

    With `action` `leave` `person` has worked here until `leftOn`: sessions end, nobody can sign in.
    With `join` the person of `values` (a context: name, login, department, position, grade) gets
    the next employee number that begins with `prefix`; `result` is the variable that takes it, at
    a receive task that goes on with it. `on="start"`: when the activity begins.
    """

    action: str
    on: str = "complete"
    person: str = ""
    leftOn: str = ""
    values: str = ""
    prefix: str = ""
    result: str = ""
    when: str = ""


class Each(_Extension, frozen=True, kw_only=True):
    """At a timer start event: one run for each item of a collection, once for each key ever.

    `initiator` gives the person who begins, `values` a context with variables of the run.
    """

    collection: str
    as_: str = msgspec.field(name="as", default="item")
    key: str
    initiator: str = ""
    values: str = ""


class Undo(_Extension, frozen=True, kw_only=True):
    """A receive task of the linked process at which what was revoked goes back."""


class Input(_Extension, frozen=True, kw_only=True):
    """A local variable from a FEEL expression."""

    source: str
    target: str


class Output(_Extension, frozen=True, kw_only=True):
    """A variable of the outer scope from a FEEL expression."""

    source: str
    target: str


class Decision(_Extension, frozen=True, kw_only=True):
    """The decision to evaluate and the variable that takes its result.

    `on` is a date or an instant in FEEL: the version in force then counts; empty: the one of now.
    """

    ref: str
    result: str = ""
    binding: str = ""
    on: str = ""


class Message(_Extension, frozen=True, kw_only=True):
    """How a message finds its instance, and how long an early one is kept."""

    correlationKey: str = ""
    timeToLive: str = ""


class Called(_Extension, frozen=True, kw_only=True):
    """The process that is called; binding latest, deployment, version or versionTag."""

    processKey: str = ""
    binding: str = "latest"
    versionTag: str = ""
    version: int | None = None
    allVariables: bool = True


class Loop(_Extension, frozen=True, kw_only=True):
    """The collection of a loop, the name of its element, and what is collected."""

    collection: str = ""
    element: str = ""
    output: str = ""
    outputElement: str = ""


class AdHoc(_Extension, frozen=True, kw_only=True):
    """How the activities of an ad-hoc subprocess are started."""

    manual: bool = False
    elements: str = ""


class Property(_Extension, frozen=True, kw_only=True):
    """One note."""

    name: str
    value: str = ""


class Properties(_Extension, frozen=True, kw_only=True):
    """Free notes for other rooms."""

    entries: tuple[Property, ...] = ()


Extension: TypeAlias = (
    Settings | Step | Form | Field | Posting | Absence | Copy
    | Notice | Job | Input | Output | Decision
    | Message | Called | Loop | AdHoc | Properties | Revoke | Undo | Recount
    | Ending | Handover | PersonChange | Each
)  # fmt: skip

_TOP: Final[dict[str, type[_Extension]]] = {
    "settings": Settings, "step": Step, "form": Form, "field": Field, "posting": Posting,
    "absence": Absence, "copy": Copy, "job": Job, "input": Input, "output": Output,
    "decision": Decision, "message": Message, "called": Called, "loop": Loop, "adHoc": AdHoc,
    "properties": Properties, "revoke": Revoke, "undo": Undo,
    "notice": Notice, "recount": Recount, "each": Each,
    "ending": Ending, "handover": Handover, "personChange": PersonChange,
}  # fmt: skip

_CHILDREN: Final[dict[str, str]] = {
    "starter": "starters",
    "assignee": "assignees",
    "deadline": "deadlines",
    "reminder": "reminders",
    "apart": "apart",
    "property": "entries",
    "posting": "postings",
    "job": "jobs",
    "notice": "notices",
}


class Extensions:
    """The typed extension elements of one BPMN element, in document order."""

    __slots__ = ("items",)

    def __init__(self, items: tuple[Any, ...] = ()) -> None:
        self.items = items

    def find(self, kind: type[E]) -> E | None:
        """The first of a kind."""
        return next((item for item in self.items if isinstance(item, kind)), None)

    def all(self, kind: type[E]) -> tuple[E, ...]:
        """All of a kind."""
        return tuple(item for item in self.items if isinstance(item, kind))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Extensions) and self.items == other.items

    def __hash__(self) -> int:
        return hash(self.items)

    def __repr__(self) -> str:
        return f"Extensions({self.items!r})"


NO_EXTENSIONS: Final = Extensions()


def read_extensions(element: etree._Element, problems: list[Problem]) -> Extensions:
    """Our extension elements of a BPMN element; foreign ones stay in the document untouched.

    A wrong attribute is a problem at the BPMN element's id.
    """
    holder = element.find(bpmn("extensionElements"))
    if holder is None:
        return NO_EXTENSIONS
    found: list[_Extension] = []
    for item in holder:
        name = dj_name(item)
        if not name:
            continue
        kind = _TOP.get(name)
        if kind is None:
            path = element.get("id", "")
            problems.append(
                Problem(
                    code="bpmn.extension.unknown",
                    path=path,
                    params={"name": name},
                    severity="warning",
                )
            )
            continue
        typed = _typed(item, kind, element.get("id", ""), problems)
        if typed is not None:
            found.append(typed)
    return Extensions(tuple(found)) if found else NO_EXTENSIONS


def _typed(
    item: etree._Element, kind: type[_Extension], path: str, problems: list[Problem]
) -> _Extension | None:
    try:
        return msgspec.convert(_plain(item), kind, strict=False)
    except msgspec.ValidationError as error:
        params = {"name": dj_name(item), "reason": str(error)}
        problems.append(Problem(code="bpmn.extension.invalid", path=path, params=params))
        return None


def _plain(item: etree._Element) -> dict[str, Any]:
    fields: dict[str, Any] = {str(name): str(value) for name, value in item.attrib.items()}
    for inner in item:
        name = dj_name(inner)
        if name:
            fields.setdefault(_CHILDREN.get(name, name), []).append(_plain(inner))
    return fields
