"""What a form is: fields in reading order, their rules, who may touch them.

The file format is form-js' schema with our additions under `dj` (see `dujiang.forms.reader`).
Everything here is frozen; expressions are compiled when the schema is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

from dujiang.forms.expressions import Expression
from dujiang.kernel.words import Language

Access: TypeAlias = Literal["edit", "read", "hidden"]
AccessMap: TypeAlias = Mapping[str, Access]
"""Access by field key; a column of a table has the key `table.column`."""

Words: TypeAlias = Mapping[Language, str]
"""A text in both languages."""

RuleStatus: TypeAlias = Literal[404, 409, 422]

FieldType: TypeAlias = Literal[
    "textfield",
    "textarea",
    "richtext",
    "number",
    "money",
    "datetime",
    "daterange",
    "checkbox",
    "select",
    "radio",
    "checklist",
    "taglist",
    "cascade",
    "user",
    "department",
    "filepicker",
    "picture",
    "signature",
    "serial",
    "expression",
    "detail",
    "dynamiclist",
]

REQUEST: Final = "request"
"""Subject of sensitive values that are about nobody who works here."""
TABLES: Final[frozenset[FieldType]] = frozenset({"detail", "dynamiclist"})
LISTS: Final[frozenset[FieldType]] = frozenset({"checklist", "taglist", "cascade"})
FILES: Final[frozenset[FieldType]] = frozenset({"filepicker", "picture"})
CHOICES: Final[frozenset[FieldType]] = frozenset({"select", "radio", "checklist", "taglist"})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select, radio, checklist or cascade."""

    value: Any
    label: Words
    children: tuple["Option", ...] = ()


def _option(options: tuple[Option, ...], value: object) -> Option | None:
    for option in options:
        is_meant = option.value == value or str(option.value) == value
        found = option if is_meant else _option(option.children, value)
        if found is not None:
            return found
    return None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a single value must keep to, whatever the other fields say."""

    required: bool = False
    min_length: int | None = None
    max_length: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int | None = None
    pattern: str | None = None
    pattern_words: Words = field(default_factory=dict)
    kind: Literal["email", "phone", ""] = ""
    min_rows: int | None = None
    max_rows: int | None = None
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A figure under a table: one column, summed up."""

    column: str
    kind: Literal["sum", "average", "count", "min", "max"]
    label: Words
    capitals: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form, or one column of a table."""

    key: str
    type: FieldType
    label: Words
    path: str
    """JSON pointer of the component in the schema, for problems of the schema itself."""
    limits: Limits = Limits()
    subtype: Literal["date", "time", "datetime", ""] = ""
    required: Expression | None = None
    hide: tuple[Expression, ...] = ()
    """The field is hidden when any of these is true: its own condition and its groups'."""
    compute: Expression | None = None
    default: Expression | None = None
    default_value: Any = None
    options: tuple[Option, ...] = ()
    options_from: Expression | None = None
    columns: tuple["Field", ...] = ()
    totals: tuple[Total, ...] = ()
    is_reference: bool = False
    """Its choices are what there is for this person; anything else does not exist for them."""
    takes_several: bool = False
    is_sensitive: bool = False
    readers: tuple[str, ...] = ()
    """Roles that read the field where they have no step of their own; empty: every reader."""
    subject: str = ""
    """Whom a sensitive value is about: a user field, `request`, or nothing for the initiator."""
    is_searchable: bool = False
    """Requests are found by its value, unless it is sensitive or a step hides it."""
    is_readonly: bool = False
    access: Access | None = None
    currency: str = ""
    unit: Words = field(default_factory=dict)
    capitals: bool = False

    @property
    def is_table(self) -> bool:
        """Whether its value is a list of rows."""
        return self.type in TABLES

    @property
    def holds_sensitive(self) -> bool:
        """Whether it, or a column of it, is sensitive."""
        return self.is_sensitive or any(column.is_sensitive for column in self.columns)

    @property
    def is_list(self) -> bool:
        """Whether its value is a list of single values."""
        return self.type in LISTS or self.type in FILES or self.takes_several

    @property
    def is_computed(self) -> bool:
        """Whether the server gives its value, so that nobody may type it."""
        return self.compute is not None or self.type in ("serial", "expression")

    def option(self, value: object) -> Option | None:
        """The choice with this value, or with the text that stands for it, at any depth."""
        return None if value is None else _option(self.options, value)

    def empty(self) -> Any:  # noqa: ANN401 - a Value
        """The value while nothing has been entered: a list is empty and a yes/no is no."""
        if self.is_table or self.is_list:
            return []
        return False if self.type == "checkbox" else None


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition over several fields; anything but true shows its message."""

    id: str
    check: Expression
    when: Expression | None
    field: str
    message: Words
    severity: Literal["error", "warning"]
    status: RuleStatus
    """HTTP status of a submission that breaks it: 409 where others were first, 404 for what the
    person must not know of."""
    code: str
    params: Mapping[str, Expression]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that has been read and found sound."""

    id: str
    title: Words
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    settling_order: tuple[str, ...]
    """Keys of all fields so that each comes after those its conditions and values depend on."""
    schema: Mapping[str, Any]
    """The schema as it was written; what the browser gets, less what it must not see."""

    def find(self, key: str) -> Field | None:
        """The field with this key."""
        return next((field for field in self.fields if field.key == key), None)

    @property
    def sensitive(self) -> dict[str, Field]:
        """The fields that are marked, and tables with marked columns, by key."""
        return {one.key: one for one in self.fields if one.holds_sensitive}

    @property
    def asks_others(self) -> bool:
        """Whether a computed field asks another system: it is evaluated before a transaction."""
        return any("ask(" in one.compute.text for one in self.fields if one.compute is not None)

    def keys(self) -> Iterator[str]:
        """Access keys: of every field, and of every column as `table.column`."""
        for one in self.fields:
            yield one.key
            yield from (f"{one.key}.{column.key}" for column in one.columns)
