"""What rules' authors see and change: decision models, their versions, test cases and trials.

Values travel twice: as JSON for programs (`value`), and as FEEL text for people (`text`). Inputs
may be given either way: `inputs` as FEEL, `values` as JSON.
"""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from dujiang.api.schemas.common import In, Instant, Line, Out, Person, Text
from dujiang.api.schemas.processes import Xml

State = Literal["in_force", "planned", "past", "withdrawn"]
Severity = Literal["error", "warning", "hint"]
Number = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
Feel = Annotated[str, msgspec.Meta(max_length=20_000)]


class RuleVersion(Out, frozen=True):
    """A version of a decision model; `state` at the moment of the answer."""

    version: int
    state: State
    effective_from: Instant | None
    """None: from the beginning."""
    deployed_at: Instant
    deployed_by: Person | None
    note: str


class RuleRow(Out, frozen=True):
    """A decision model in the list; `evaluations` by instances during `days`."""

    key: str
    name: str
    version: int | None
    effective_from: Instant | None
    planned_version: int | None
    planned_from: Instant | None
    has_draft: bool
    evaluations: int
    used_by: list[str]
    """Names of the processes, and of the other models, that ask for one of its decisions."""


class RuleList(Out, frozen=True):
    """All decision models."""

    items: list[RuleRow]
    days: int


class RuleInput(Out, frozen=True):
    """An input that a decision needs; `options` are texts that its rules name."""

    name: str
    type: str
    is_list: bool
    options: list[str]


class RulePart(Out, frozen=True):
    """One decision of a model."""

    id: str
    name: str
    description: str
    kind: Literal["table", "expression", "none"]
    table_id: str
    hit_policy: str
    rule_count: int
    inputs: list[RuleInput]


class RuleUse(Out, frozen=True):
    """A process that asks for a decision of the model."""

    decision: str
    process_key: str
    process_name: str
    version: int
    element_id: str | None
    element_name: str | None
    form: str | None


class RuleHits(Out, frozen=True):
    """How often a table was looked into, and how often each of its rules (by id) matched."""

    table_id: str
    looks: int
    rules: dict[str, int]


class RuleDetail(Out, frozen=True):
    """One decision model with everything about it but its document."""

    key: str
    name: str
    version: int | None
    versions: list[RuleVersion]
    parts: list[RulePart]
    used_by: list[RuleUse]
    asked_by: list[str]
    """Names of other models whose decisions ask for one of these."""
    hits: list[RuleHits]
    hits_days: int
    has_draft: bool


class RuleDocument(Out, frozen=True):
    """A version with its DMN document."""

    key: str
    version: int
    xml: str


class RuleDraft(Out, frozen=True):
    """A draft as the editor opens it; `revision` (0: none yet) is also its ETag."""

    key: str
    name: str
    xml: str
    based_on_version: int | None
    saved_at: Instant | None
    saved_by: Person | None
    revision: int


class RuleDraftDocument(In, frozen=True):
    """A draft as the editor saves it."""

    xml: Xml


class RuleDeployment(In, frozen=True):
    """Deploy the draft; without a day at once, else from the beginning of that day."""

    revision: Number
    effective_on: date | None = None
    note: Text = ""


class RuleChange(In, frozen=True):
    """Restore an earlier version; without a day at once, else from the beginning of that day."""

    effective_on: date | None = None
    note: Text = ""


class RuleDeployed(Out, frozen=True):
    """The version that was made."""

    key: str
    version: int


class RuleFinding(Out, frozen=True):
    """Something wrong or doubtful. `rules` count from 1; `decision` is the id of the decision."""

    code: str
    path: str
    decision: str | None
    severity: Severity
    detail: str
    rules: list[int]
    region: dict[str, str]
    """For a gap or an overlap: a test for each column."""
    example: dict[str, str]
    """For a gap or an overlap: a value for each column, as FEEL."""


class RuleReport(Out, frozen=True):
    """Everything wrong or doubtful about a document, and its decisions as far as it can be read."""

    findings: list[RuleFinding]
    parts: list[RulePart]


class ShownValue(Out, frozen=True):
    """A value as JSON and as FEEL text."""

    value: Any
    text: str


class NamedValue(Out, frozen=True):
    """A value with its name."""

    name: str
    value: Any
    text: str


class RuleLook(Out, frozen=True):
    """One rule beside the inputs: the columns (from 0) whose cells said no, and these cells."""

    number: int
    rule_id: str
    misses: list[int]
    tests: list[str]


class TableAnswer(Out, frozen=True):
    """One look into a table: its inputs, the rules that matched, and why the others did not."""

    table_id: str
    inputs: list[NamedValue]
    matched: list[int]
    rules: list[RuleLook]


class DecisionAnswer(Out, frozen=True):
    """One decision that was made on the way."""

    decision: str
    name: str
    inputs: list[NamedValue]
    value: Any
    text: str
    tables: list[TableAnswer]


class RuleWarning(Out, frozen=True):
    """Why a part gave null."""

    code: str
    detail: str
    path: str


class EvaluateRule(In, frozen=True):
    """Ask a decision: of the document given, else of `version`, else of the one in force at `on`.

    `on` is a day; without one it is now.
    """

    decision: Line = ""
    inputs: dict[str, Feel] = msgspec.field(default_factory=dict)
    values: dict[str, Any] = msgspec.field(default_factory=dict)
    xml: Xml | None = None
    version: Number | None = None
    on: date | None = None


class RuleAnswer(Out, frozen=True):
    """What a decision gave and how it came about; `current` is what the version in force gives."""

    decision: str
    version: int | None
    value: Any
    text: str
    warnings: list[RuleWarning]
    decisions: list[DecisionAnswer]
    current: ShownValue | None
    current_version: int | None


class TryRule(In, frozen=True):
    """Try a document (else the draft) on the last evaluations by instances."""

    xml: Xml | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 200
    days: Annotated[int, msgspec.Meta(ge=1, le=400)] = 90


class TriedCase(Out, frozen=True):
    """A past evaluation, and what would come out now."""

    id: str
    at: Instant
    instance_id: str
    number: str
    title: str
    process_name: str
    version: int
    decision: str
    inputs: list[NamedValue]
    was: ShownValue
    now: ShownValue
    is_changed: bool


class RuleTrial(Out, frozen=True):
    """What would have come out otherwise; changed cases first, the newest first."""

    tried: int
    changed: int
    higher: int
    lower: int
    difference: Any
    """Sum of the differences where all results are numbers."""
    since: Instant | None
    cases: list[TriedCase]


class RuleCaseDocument(In, frozen=True):
    """A test case; inputs and what is expected are FEEL."""

    decision: Line
    name: Line
    inputs: dict[str, Feel]
    expected: Feel


class RuleCase(Out, frozen=True):
    """A test case."""

    id: str
    decision: str
    name: str
    inputs: dict[str, str]
    expected: str
    saved_at: Instant
    saved_by: Person | None


class RuleCaseList(Out, frozen=True):
    """The test cases of a model, oldest first."""

    items: list[RuleCase]


class RuleCaseSaved(Out, frozen=True):
    """The test case that was kept."""

    id: str


class RunCases(In, frozen=True):
    """Ask a document (else the version in force) every test case."""

    xml: Xml | None = None


class CaseResult(Out, frozen=True):
    """Whether a test case is fulfilled, else what came out."""

    id: str
    is_right: bool
    text: str
    problem: str | None


class CaseResults(Out, frozen=True):
    """Results of all test cases."""

    items: list[CaseResult]
    right: int


class SheetProblem(Out, frozen=True):
    """Something wrong at a cell of a sheet, such as `C9`."""

    cell: str
    code: str
    detail: str


class ReadSheet(Out, frozen=True):
    """A sheet as a table, not saved: `xml` is the document with it, None where it is no table."""

    xml: str | None
    problems: list[SheetProblem]
    added: int
    removed: int
    kept: int
