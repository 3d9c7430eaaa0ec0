"""People, departments, files, notices."""

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
