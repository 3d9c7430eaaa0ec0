"""Finding requests, filters that are kept, and exports."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from dujiang.api.schemas.common import DEFAULT_PAGE, In, Instant, Limit, Line, Named, Out, Person
from dujiang.api.schemas.instances import InstanceOutcome, InstanceState, ProcessName

Order = Literal["newest", "oldest", "ended", "amount"]
SavedPage: TypeAlias = Annotated[
    str, msgspec.Meta(pattern="^(instances|todo|done|cc|mine|ledger:[a-z][a-z0-9_]{0,62})$")
]
"""A list whose filters can be kept; of a ledger `ledger:` and its key."""
StateFilter = Literal[
    "", "running", "returned", "withdrawn", "suspended", "ended", "approved", "rejected",
    "cancelled",
]  # fmt: skip

ViewFilters: TypeAlias = Annotated[dict[str, Line], msgspec.Meta(max_length=40)]
ViewColumns: TypeAlias = Annotated[list[Line], msgspec.Meta(max_length=40)]


class SearchFilter(In, frozen=True):
    """Which requests are looked for, among those that I may see; days are the company's."""

    q: Line = ""
    scope: Literal["visible", "mine"] = "visible"
    state: StateFilter = ""
    process: Line = ""
    department: Line = ""
    initiator: Line = ""
    waiting_for: Line = ""
    from_on: date | None = None
    until_on: date | None = None
    """The last day, itself included."""
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    order: Order = "newest"


class SearchQuery(SearchFilter, frozen=True):
    """A page of what is found."""

    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class WaitingFor(Out, frozen=True):
    """In front of whom a request lies, and at which step."""

    person: Person | None
    group: str | None
    step: Named
    due_at: Instant | None
    is_overdue: bool


class FoundInstance(Out, frozen=True):
    """A request that was found. `fields` are its searchable values as texts."""

    id: str
    number: str
    title: str
    process: ProcessName
    state: InstanceState
    outcome: InstanceOutcome | None
    initiator: Person | None
    department: Named | None
    amount: Decimal | None
    submitted_at: Instant
    ended_at: Instant | None
    waiting: list[WaitingFor]
    fields: dict[str, Any]


class SearchResult(Out, frozen=True):
    """A page of what was found. The first page says how many there are, or at least are."""

    items: list[FoundInstance]
    next_cursor: str | None
    count: int | None
    is_count_exact: bool


class FieldColumn(Out, frozen=True):
    """A form field that can be a column. Only searchable ones can be shown in the list."""

    key: str
    label: str
    is_searchable: bool


class SearchChoices(Out, frozen=True):
    """What filters and columns there are to choose from."""

    processes: list[ProcessName]
    fields: list[FieldColumn]
    """Of the process that was named; none without one."""


class ChoicesQuery(In, frozen=True):
    """For which process."""

    process: Line = ""


class SavedView(Out, frozen=True):
    """A filter with its columns. An empty name: the columns as I have left them."""

    id: str
    page: SavedPage
    name: str
    filters: dict[str, str]
    columns: list[str]
    is_shared: bool
    is_mine: bool
    owner: Person | None


class SavedViewList(Out, frozen=True):
    """My filters of a list, then those that everybody has."""

    items: list[SavedView]


class ViewsQuery(In, frozen=True):
    """Of which list."""

    page: SavedPage


class ViewToSave(In, frozen=True):
    """A filter to keep."""

    page: SavedPage
    name: Line = ""
    filters: ViewFilters = msgspec.field(default_factory=dict)
    columns: ViewColumns = msgspec.field(default_factory=list)
    is_shared: bool = False


class SavedViewId(Out, frozen=True):
    """The filter that was kept."""

    id: str


class ExportRequest(In, frozen=True):
    """What to write into a spreadsheet: a filter, and columns such as `number`, `field:days`."""

    filter: SearchFilter
    columns: Annotated[list[Line], msgspec.Meta(min_length=1, max_length=60)]


class ExportBegun(Out, frozen=True):
    """The background work that writes it."""

    errand_id: str
