"""A DMN model as values: what stands in the XML, nothing computed (DMN 1.5, chapters 6 to 10).

Frozen; `parse` makes it, `compile_model` turns it into something that can be evaluated.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

HitPolicy: TypeAlias = Literal[
    "UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"
]
Aggregation: TypeAlias = Literal["SUM", "COUNT", "MIN", "MAX"]
ItemConstraint: TypeAlias = Literal["allowed values", "type constraint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Boxed:
    id: str = ""
    type_ref: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralExpression(_Boxed):
    """FEEL text, or text of another language that is not evaluated here."""

    text: str
    language: str = "FEEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """An information item: a name with a type."""

    name: str
    type_ref: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextEntry:
    """A named value of a boxed context; without a variable it is the context's result."""

    expression: "Boxed"
    variable: Variable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedContext(_Boxed):
    """Entries in order; each sees those before it."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation(_Boxed):
    """A call with named arguments."""

    function: "Boxed"
    bindings: tuple[tuple[str, "Boxed"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(_Boxed):
    """A list of contexts, written as a grid."""

    columns: tuple[str, ...]
    rows: tuple[tuple["Boxed", ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedList(_Boxed):
    """A list, one boxed expression an item."""

    items: tuple["Boxed", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionDefinition(_Boxed):
    """A function; `kind` FEEL, Java or PMML."""

    parameters: tuple[Variable, ...]
    body: "Boxed | None"
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional(_Boxed):
    """Boxed `if`."""

    condition: "Boxed"
    then: "Boxed"
    otherwise: "Boxed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedFilter(_Boxed):
    """Boxed filter: `item` is the item at hand."""

    source: "Boxed"
    match: "Boxed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Iterator_(_Boxed):
    """Boxed `for`, `some` or `every`."""

    kind: Literal["for", "some", "every"]
    variable: str
    source: "Boxed"
    body: "Boxed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputClause:
    """A column of conditions: what is tested, and which values it may have."""

    expression: LiteralExpression
    values: str | None = None
    label: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputClause:
    """A column of results; the order of `values` is the order of priority."""

    name: str = ""
    type_ref: str | None = None
    values: str | None = None
    default: LiteralExpression | None = None
    label: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: a test for each input, an expression for each output."""

    inputs: tuple[LiteralExpression, ...]
    outputs: tuple[LiteralExpression, ...]
    annotations: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable(_Boxed):
    """Rules under columns, and what to do when several apply."""

    NODES: ClassVar[int] = 16
    """For `dujiang.feel.tree.steps_of`: rules are found by index, their number hardly counts."""

    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    hit_policy: HitPolicy = "UNIQUE"
    aggregation: Aggregation | None = None
    annotations: tuple[str, ...] = ()
    """Names of the annotation columns."""


Boxed: TypeAlias = (
    LiteralExpression
    | BoxedContext
    | Invocation
    | Relation
    | BoxedList
    | FunctionDefinition
    | Conditional
    | BoxedFilter
    | Iterator_
    | DecisionTable
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDefinition:
    """A named type: simple, structured, a list of either, or a function."""

    name: str
    type_ref: str | None = None
    components: tuple["ItemDefinition", ...] = ()
    is_collection: bool = False
    allowed_values: str | None = None
    type_constraint: str | None = None
    function: FunctionDefinition | None = None
    """Parameters and result type (`type_ref`) where the type is a function."""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputData:
    """An input of the model."""

    id: str
    name: str
    variable: Variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What an element needs: the id of the element in its namespace."""

    target: str
    """`id`, or `namespace#id` for an imported element."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision with what it needs and its logic."""

    id: str
    name: str
    variable: Variable
    requirements: tuple[Requirement, ...] = ()
    expression: Boxed | None = None
    question: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessKnowledgeModel:
    """Logic that decisions share: a function."""

    id: str
    name: str
    variable: Variable
    logic: FunctionDefinition | None = None
    requirements: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionService:
    """A part of the model that can be called as a function."""

    id: str
    name: str
    variable: Variable
    output_decisions: tuple[str, ...] = ()
    encapsulated_decisions: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Another model whose elements may be used under `name`."""

    name: str
    namespace: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """A whole model."""

    id: str = ""
    name: str = ""
    namespace: str = ""
    imports: tuple[Import, ...] = ()
    item_definitions: tuple[ItemDefinition, ...] = ()
    input_data: tuple[InputData, ...] = ()
    decisions: tuple[Decision, ...] = ()
    knowledge_models: tuple[BusinessKnowledgeModel, ...] = ()
    services: tuple[DecisionService, ...] = ()
    extensions: tuple[str, ...] = field(default=())
    """Names of elements that were read past."""
