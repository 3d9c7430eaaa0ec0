"""The organisation as administrators see and change it: departments, people, posts, groups."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from dujiang.api.schemas.common import FieldProblem, In, Instant, Limit, Line, Out, Person

DEFAULT_PEOPLE = 50

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^\S+$")]
MaybeText = Annotated[str, msgspec.Meta(max_length=200)]


class Unit(Out, frozen=True):
    """A department. `name` is in the reader's language; the other names are as they are stored."""

    id: str
    code: str
    name: str
    name_zh: str
    name_en: str
    parent_id: str | None
    head: Person | None
    deputy_head: Person | None
    cost_centre: str
    calendar: str
    """Key of its own working calendar; empty takes the one of the department above."""
    sort: int
    member_count: int
    total_count: int
    """People here and below, each once."""


class Post(Out, frozen=True):
    """A position or grade and how many people have it. `rank` orders grades, `sort` positions."""

    key: str
    name: str
    name_zh: str
    name_en: str
    order: int
    people_count: int


class PeopleGroup(Out, frozen=True):
    """A group such as a project team."""

    key: str
    name: str
    name_zh: str
    name_en: str
    members: list[Person]


class CalendarChoice(Out, frozen=True):
    """A working calendar."""

    key: str
    name: str


class PlannedChange(Out, frozen=True):
    """A change that takes effect later. A failed one says why."""

    id: str
    kind: str
    sentence: str
    effective_on: str
    """The day, `YYYY-MM-DD`."""
    person_id: str | None
    department_id: str | None
    planned_by: Person | None
    failure: str | None


class Organisation(Out, frozen=True):
    """Everything but the people: departments, parents before children, and what people can be."""

    departments: list[Unit]
    positions: list[Post]
    grades: list[Post]
    groups: list[PeopleGroup]
    calendars: list[CalendarChoice]
    planned: list[PlannedChange]


class StaffQuery(In, frozen=True):
    """People of a department, with those below when `below`; or a search by `q` everywhere."""

    department: Line = ""
    below: bool = False
    q: Line = ""
    left: bool = False
    """Those who have left instead of those who work here."""
    cursor: Line = ""
    limit: Limit = DEFAULT_PEOPLE


class Staff(Out, frozen=True):
    """A person in the table."""

    id: str
    no: str
    login: str
    name: str
    name_zh: str
    department_id: str
    departments: list[str]
    """Names, the main one first."""
    position: str | None
    grade: str
    head_of: list[str]
    deputy_head_of: list[str]
    away_until: Instant | None
    is_active: bool


class StaffList(Out, frozen=True):
    """A page of people."""

    items: list[Staff]
    total: int
    next_cursor: str | None


class Further(Out, frozen=True):
    """A further department of a person."""

    department_id: str
    name: str
    position: str


class RoleHeld(Out, frozen=True):
    """A role of a person; `skills` as words."""

    key: str
    name: str
    skills: list[str]


class StaffDetail(Out, frozen=True):
    """Everything about a person that administrators may change."""

    person: Staff
    name_en: str
    position_key: str
    grade_key: str
    email: str
    mobile: str
    superior: Person | None
    """The one that is named; None: the head of the department."""
    reports_to: Person | None
    calendar: str
    """Name of the working calendar in force."""
    joined_on: str | None
    first_work_on: str | None
    left_on: str | None
    further: list[Further]
    roles: list[RoleHeld]
    groups: list[str]
    open_count: int
    """Items that wait for this person."""
    planned: list[PlannedChange]
    has_second_factor: bool
    has_password: bool


class FurtherDepartment(In, frozen=True):
    """A further department."""

    department_id: str
    position: MaybeText = ""


class StaffFields(In, frozen=True):
    """A person as they shall be."""

    no: Key
    login: Key
    name: Name
    department_id: str
    name_en: MaybeText = ""
    position: MaybeText = ""
    grade: MaybeText = ""
    email: MaybeText = ""
    mobile: MaybeText = ""
    superior_id: str | None = None
    joined_on: date | None = None
    first_work_on: date | None = None
    further: Annotated[list[FurtherDepartment], msgspec.Meta(max_length=20)] = msgspec.field(
        default_factory=list
    )


class Transfer(In, frozen=True):
    """A move to another department, at once or on a later day."""

    department_id: str
    position: MaybeText | None = None
    grade: MaybeText | None = None
    superior_id: str | None = None
    effective_on: date | None = None


class Leaving(In, frozen=True):
    """Somebody leaves, at once or on a later day."""

    last_on: date | None = None
    effective_on: date | None = None


class Saved(Out, frozen=True):
    """What was changed or planned; `planned_id` when it waits for its day."""

    id: str
    planned_id: str | None


class InitialPassword(Out, frozen=True):
    """A password that must be changed at the next sign-in; shown this one time."""

    login: str
    password: str


class UnitFields(In, frozen=True):
    """A department as it shall be."""

    code: Key
    name: Name
    name_en: MaybeText = ""
    parent_id: str | None = None
    head_id: str | None = None
    deputy_head_id: str | None = None
    cost_centre: MaybeText = ""
    calendar: MaybeText = ""
    sort: int | None = None


class UnitMove(In, frozen=True):
    """A department goes below another one (none: to the top), before a sibling or last."""

    parent_id: str | None
    before_id: str | None = None
    effective_on: date | None = None


class PostFields(In, frozen=True):
    """A position or grade as it shall be."""

    name: Name
    name_en: MaybeText = ""
    order: int = 0


class GroupFields(In, frozen=True):
    """A group as it shall be; `member_ids` replace the present members."""

    name: Name
    member_ids: Annotated[list[str], msgspec.Meta(max_length=2_000)]
    name_en: MaybeText = ""


class UnitUse(Out, frozen=True):
    """A process that names this department, or is used by people in it."""

    key: str
    name: str
    steps: list[str]
    """Names of the steps that find people through it; empty: only its starters."""


class UnitUses(Out, frozen=True):
    """Where a department is used."""

    items: list[UnitUse]


class ImportProblem(Out, frozen=True):
    """One thing that is wrong with a row of the sheet."""

    sheet: str
    row: int
    column: str
    entry: str
    """Where there are no rows: the name of the entry in its directory."""
    problem: FieldProblem


class ImportChange(Out, frozen=True):
    """One thing that an import would do, as a sentence."""

    kind: Literal["new", "changed", "role", "head"]
    text: str


class ImportReport(Out, frozen=True):
    """What an import would do; with problems it cannot be carried out."""

    is_fine: bool
    new_count: int
    changed_count: int
    same_count: int
    problems: list[ImportProblem]
    problem_count: int
    changes: list[ImportChange]
    change_count: int
    missing: list[str]
    """People here whom a directory does not have; nothing happens to them. Empty for sheets."""
    missing_count: int


class LdapView(Out, frozen=True):
    """The directory that people are imported from. Its password is never shown."""

    url: str
    base_dn: str
    filter: str
    attributes: dict[str, str]


class LdapChoice(Out, frozen=True):
    """Whether people may be imported from a directory."""

    directory: LdapView | None
    """Null where none is set."""


class Imported(Out, frozen=True):
    """An import that was carried out."""

    change_count: int
