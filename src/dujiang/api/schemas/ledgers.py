"""Ledgers: what there is, their rows as grids show them, records, imports, definitions."""

from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from dujiang.api.schemas.common import (
    DEFAULT_PAGE,
    FieldProblem,
    In,
    Instant,
    Limit,
    Line,
    Out,
    Person,
)
from dujiang.api.schemas.instances import InstanceOutcome, InstanceState, ProcessName

MAX_FILTERS_CHARS = 4_000
ColumnKind = Literal[
    "text", "number", "money", "date", "instant", "yes_no", "choice", "person", "department",
    "reference", "attachment", "serial", "data",
]  # fmt: skip
Filters: TypeAlias = Annotated[str, msgspec.Meta(max_length=MAX_FILTERS_CHARS)]
"""JSON: `[{"column": "state", "test": "is", "value": "ACTIVE"}]`; all of them must hold."""
Cells: TypeAlias = Annotated[dict[str, Any], msgspec.Meta(max_length=200)]
"""Values by column. People by number, id or name; departments by code; references by key."""


class Choice(Out, frozen=True):
    """A value that a column may hold, and what it is called."""

    value: str
    label: str


class LedgerColumn(Out, frozen=True):
    """A column of a ledger as I see it."""

    key: str
    name: str
    type: ColumnKind
    is_sensitive: bool
    is_required: bool
    is_computed: bool
    may_fill: bool
    may_reveal: bool
    """Whether I may see its masked values in clear; each look is recorded."""
    may_sort: bool
    """Whether the grid can sort, filter and group by it."""
    decimals: int | None
    currency: str
    reference: str
    """Key of the ledger that it points into."""
    width: int | None
    choices: list[Choice]


class LedgerBalance(Out, frozen=True):
    """Which columns hold what was granted, reserved and used."""

    granted: str
    reserved: str
    used: str


class Ledger(Out, frozen=True):
    """A ledger that I may see; `rowCount` counts the rows that I see."""

    key: str
    name: str
    category: str
    version: int
    columns: list[LedgerColumn]
    title: list[str]
    """Columns that say which row it is."""
    balance: LedgerBalance | None
    row_count: int
    sees_all: bool
    may_write: bool
    may_design: bool


class LedgerList(Out, frozen=True):
    """All ledgers that I may see."""

    items: list[Ledger]


class LedgerFilter(In, frozen=True):
    """Which rows are meant."""

    q: Line = ""
    filters: Filters = ""


class LedgerSort(LedgerFilter, frozen=True):
    """Which rows, in which order; `sort` is a column, with a leading `-` descending."""

    sort: Line = ""


class LedgerRowsQuery(LedgerSort, frozen=True):
    """A page of rows: behind a cursor, or with so many rows skipped."""

    cursor: Line = ""
    offset: Annotated[int, msgspec.Meta(ge=0)] = 0
    limit: Limit = DEFAULT_PAGE


class LedgerGroupsQuery(LedgerFilter, frozen=True, kw_only=True):
    """Group by which column."""

    by: Line


class LedgerRow(Out, frozen=True):
    """A row; sensitive cells are masked."""

    id: str
    version: int
    key: str
    changed_at: Instant
    values: dict[str, Any]
    may_write: bool


class LedgerNames(Out, frozen=True):
    """What the values of cells are called: people by number, departments by code, files by id,
    rows of other ledgers by ledger and key."""

    people: dict[str, Person]
    departments: dict[str, str]
    files: dict[str, str]
    rows: dict[str, dict[str, str]]


class LedgerRowList(Out, frozen=True):
    """A page of rows."""

    items: list[LedgerRow]
    next_cursor: str | None
    columns: list[LedgerColumn]
    total_count: int
    names: LedgerNames


class LedgerRecord(Out, frozen=True):
    """One row with what its values are called."""

    row: LedgerRow
    title: str
    names: LedgerNames


class LedgerTotals(Out, frozen=True):
    """Number of rows, and the sums of the number and money columns."""

    count: int
    sums: dict[str, Decimal]


class LedgerGroup(Out, frozen=True):
    """Rows that share a value; null: their cell is empty."""

    value: Any
    label: str
    count: int
    sums: dict[str, Decimal]


class LedgerGroups(Out, frozen=True):
    """All groups; `isCut` when there are more than are shown."""

    items: list[LedgerGroup]
    is_cut: bool


class RowToWrite(In, frozen=True):
    """Cells of a row: all of a new one, those that change of one that is there."""

    values: Cells


class CellToReveal(In, frozen=True):
    """A sensitive cell that I want to see in clear."""

    column: Line


class RevealedCell(Out, frozen=True):
    """What it says."""

    value: Any


class LedgerChange(Out, frozen=True):
    """One cell, before and after."""

    column: str
    label: str
    old: Any
    new: Any


class LedgerHistoryEntry(Out, frozen=True):
    """One change of a ledger row and what caused it."""

    at: Instant
    version: int
    kind: str
    person: Person | None
    number: str | None
    instance_id: str | None
    step: str | None
    changes: list[LedgerChange]


class LedgerHistory(Out, frozen=True):
    """The changes of a row, newest first."""

    items: list[LedgerHistoryEntry]
    names: LedgerNames


class LedgerInstance(Out, frozen=True):
    """A request that posted to a row."""

    id: str
    number: str
    title: str
    process: ProcessName
    state: InstanceState
    outcome: InstanceOutcome | None


class LedgerInstances(Out, frozen=True):
    """Those of them that I may see, newest first, and how many there are besides."""

    items: list[LedgerInstance]
    hidden_count: int


class LedgerChoicesQuery(In, frozen=True):
    """Which rows to choose from: by text, or those with these keys."""

    q: Line = ""
    limit: Limit = DEFAULT_PAGE


class LedgerOption(Out, frozen=True):
    """A row that a reference can point at."""

    key: str
    title: str


class LedgerOptions(Out, frozen=True):
    """Rows to choose from."""

    items: list[LedgerOption]


class RowProblem(Out, frozen=True):
    """Something that is wrong in one row of a sheet; `row` as the sheet counts, its head is 1."""

    row: int
    column: str
    """Its name; empty where the row as a whole is meant."""
    problem: FieldProblem


class SheetReport(Out, frozen=True):
    """What an import would do. Lists are cut; the counts are complete."""

    is_fine: bool
    row_count: int
    new_count: int
    changed_count: int
    same_count: int
    wrong_count: int
    """Rows in which something is wrong."""
    unknown_headings: list[str]
    problems: list[RowProblem]
    problem_count: int


class SheetImported(Out, frozen=True):
    """What an import did."""

    new_count: int
    changed_count: int
    same_count: int


class LedgerExport(LedgerSort, frozen=True):
    """Which rows and columns to write into a spreadsheet; no columns: all that I see."""

    columns: Annotated[list[Line], msgspec.Meta(max_length=100)] = msgspec.field(
        default_factory=list
    )


class LedgerSheetQuery(LedgerSort, frozen=True):
    """As `LedgerExport`; columns with commas between."""

    columns: Annotated[str, msgspec.Meta(max_length=MAX_FILTERS_CHARS)] = ""


class LedgerExportBegun(Out, frozen=True):
    """The background work that writes it."""

    errand_id: str


class LedgerDesign(Out, frozen=True):
    """A definition as its file format has it, and its version."""

    definition: dict[str, Any]
    version: int
    row_count: int


class DesignToSave(In, frozen=True):
    """A definition to put into force."""

    definition: dict[str, Any]


class DesignSaved(Out, frozen=True):
    """It is in force."""

    key: str
    version: int
