"""What a ledger（台账） is: typed columns, a key, uniqueness, constraints, perhaps a balance.

A *balance* names the columns that hold what was granted, what is reserved and what is used;
available = granted - reserved - used is never below zero (a check of the database). Its rows may be
valid for a span of days only: what expires first is given first.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

import msgspec

from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import Variables
from dujiang.kernel.words import Language

ColumnType: TypeAlias = Literal[
    "text",
    "number",
    "money",
    "date",
    "instant",
    "yes_no",
    "choice",
    "person",
    "department",
    "reference",
    "attachment",
    "serial",
    "data",
]
"""`person` and `department` hold employee numbers and codes; `data` any list or context."""

Words: TypeAlias = dict[Language, str]

FOUND_BY: Final[tuple[ColumnType, ...]] = (
    "serial",
    "reference",
    "person",
    "text",
    "department",
    "date",
    "choice",
)
"""Column types by which look-ups find rows, those with the fewest rows for a value first."""
WITHOUT_CELL: Final[frozenset[ColumnType]] = frozenset({"data", "attachment"})
MAX_COLUMNS: Final = 100
MAX_LEDGER_ROWS_READ: Final = 1_000
"""Rows that one look-up of an expression gives at most."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    pass


class Choice(_Part, frozen=True, kw_only=True):
    """One value that a choice column may hold."""

    value: str
    label: Words = {}


class Column(_Part, frozen=True, kw_only=True):
    """One column. `check`, `default` and `compute` are FEEL over `row`."""

    key: str
    type: ColumnType
    label: Words = {}
    required: bool = False
    default: str = ""
    compute: str = ""
    choices: tuple[Choice, ...] = ()
    decimals: int | None = None
    currency: str = ""
    reference: str = ""
    """Key of the ledger that a reference points into; the value is that row's key."""
    prefix: str = ""
    """Of a serial: the text before its number."""
    sensitive: bool = False
    index: bool | None = None
    """Whether look-ups find rows by this column; by itself all types of `FOUND_BY` but text."""
    width: int | None = None
    readers: tuple[str, ...] = ()
    """Roles that see the column; empty: everybody who sees the ledger."""
    writers: tuple[str, ...] = ()


class UniqueRule(_Part, frozen=True, kw_only=True):
    """Columns that no two rows may share, among the rows for which `when` (FEEL) is true."""

    id: str
    columns: tuple[str, ...]
    when: str = ""
    message: Words = {}
    status: Literal[409, 422] = 422
    """HTTP status of what breaks it: 409 where somebody else was first."""


class Constraint(_Part, frozen=True, kw_only=True):
    """FEEL over `row` that must not be false."""

    id: str
    check: str
    message: Words = {}
    column: str = ""


class Balance(_Part, frozen=True, kw_only=True):
    """Which columns hold the balance, and which the days on which a row may be drawn on."""

    granted: str = "granted"
    reserved: str = "reserved"
    used: str = "used"
    valid_from: str = ""
    valid_until: str = ""
    insufficient: Words = {}
    """The sentence with `{asked}` and `{available}`; without it a general one is said."""


class LedgerDefinition(_Part, frozen=True, kw_only=True):
    """A ledger as its owner defines it; the JSON of this is the file format."""

    key: str
    name: Words
    columns: tuple[Column, ...]
    primary: tuple[str, ...] = ()
    """Columns that name a row; empty: rows are named by their number."""
    unique: tuple[UniqueRule, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    balance: Balance | None = None
    cancelled: dict[str, Any] = {}
    """Values that undoing an insert sets; empty: the row is taken out."""
    title: tuple[str, ...] = ()
    """Columns that say in a list which row it is."""
    category: Words = {}
    readers: tuple[str, ...] = ()
    """Roles that see the ledger beside those with the general permission."""
    writers: tuple[str, ...] = ()
    own: str = ""
    """Person column whose person sees the row without any permission."""
    department: str = ""
    """Department column by which scopes reach rows; without it they go by the person's."""

    def find(self, key: str) -> Column | None:
        """The column with this key."""
        return next((column for column in self.columns if column.key == key), None)

    def sensitive_columns(self) -> tuple[Column, ...]:
        """The columns whose cells are sealed."""
        return tuple(column for column in self.columns if column.sensitive)

    def has_cell(self, column: Column) -> bool:
        """Whether the grid can sort and filter by the column."""
        return column.type not in WITHOUT_CELL and not column.sensitive

    def lookup_columns(self) -> tuple[Column, ...]:
        """Columns by which look-ups find rows, the most selective first."""
        found = [
            column
            for column in self.columns
            if self.has_cell(column) and column.type in FOUND_BY and _is_index(column, self)
        ]
        return tuple(sorted(found, key=lambda column: FOUND_BY.index(column.type)))


def _is_index(column: Column, definition: LedgerDefinition) -> bool:
    if column.index is not None:
        return column.index
    return column.type != "text" or column.key in definition.primary


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a ledger as rules see it: all values, typed."""

    id: int
    version: int
    key: str
    values: Variables

    def seen(self) -> dict[str, Any]:
        """What FEEL calls `row`: the values, with `id` and `key`; sealed ones are null."""
        values = {
            name: None if isinstance(value, Sealed) else value
            for name, value in self.values.items()
        }
        return {**values, "row_id": Decimal(self.id), "row_key": self.key}


def available(balance: Balance, values: Mapping[str, Any]) -> Decimal:
    """What can still be reserved or used."""
    zero = Decimal(0)
    granted, reserved, used = (
        values.get(column) or zero for column in (balance.granted, balance.reserved, balance.used)
    )
    return Decimal(granted - reserved - used)
