"""People, departments, ledgers, files, notices."""

from typing import Any

from dujiang.api.schemas.common import DEFAULT_PAGE, In, Instant, Limit, Line, Out, Person


class PeopleQuery(In, frozen=True):
    """A search for people: by name, login or number; or by `ids`, comma separated."""

    q: Line = ""
    ids: str = ""
    department: Line = ""
    limit: Limit = DEFAULT_PAGE


class PersonList(Out, frozen=True):
    """People."""

    items: list[Person]


class Department(Out, frozen=True):
    """A department in the tree."""

    id: str
    name: str
    code: str
    parent_id: str | None
    head: Person | None
    deputy_head: Person | None
    member_count: int


class DepartmentList(Out, frozen=True):
    """All departments, parents before children, in the order of the tree."""

    items: list[Department]


class Choice(Out, frozen=True):
    """A value that a column may hold, and what it is called."""

    value: str
    label: str


class LedgerColumn(Out, frozen=True):
    """A column of a ledger."""

    key: str
    name: str
    type: str
    is_sensitive: bool
    decimals: int | None
    choices: list[Choice]


class LedgerBalance(Out, frozen=True):
    """Which columns hold what was granted, reserved and used."""

    granted: str
    reserved: str
    used: str


class Ledger(Out, frozen=True):
    """A ledger that I may see."""

    key: str
    name: str
    category: str
    columns: list[LedgerColumn]
    balance: LedgerBalance | None
    row_count: int
    may_write: bool


class LedgerList(Out, frozen=True):
    """All ledgers that I may see."""

    items: list[Ledger]


class LedgerRowsQuery(In, frozen=True):
    """Search, order and place in a ledger; `sort` is a column, with a leading `-` descending."""

    q: Line = ""
    sort: Line = ""
    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class LedgerRow(Out, frozen=True):
    """A row; sensitive cells are masked."""

    id: str
    version: int
    key: str
    changed_at: Instant
    values: dict[str, Any]


class LedgerRowList(Out, frozen=True):
    """A page of rows."""

    items: list[LedgerRow]
    next_cursor: str | None
    columns: list[LedgerColumn]
    total_count: int


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
    changes: list[LedgerChange]


class LedgerHistory(Out, frozen=True):
    """The changes of a row, newest first."""

    items: list[LedgerHistoryEntry]


class File(Out, frozen=True):
    """A file that was uploaded."""

    id: str
    name: str
    size_bytes: int
    media_type: str


class Notice(Out, frozen=True):
    """Something that I was told."""

    id: str
    at: Instant
    kind: str
    text: str
    instance_id: str | None
    item_id: str | None
    is_unread: bool


class NoticesQuery(In, frozen=True):
    """Where the list of notices goes on."""

    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class NoticeList(Out, frozen=True):
    """A page of notices, newest first."""

    items: list[Notice]
    next_cursor: str | None
    unread_count: int


class NoticesRead(In, frozen=True):
    """Notices that I have seen: up to and with this one."""

    up_to_id: Line
