"""The organisation as an Excel file: export, and import with a dry run that names every problem.

Two sheets, 部门 and 人员, in the columns of `DEPARTMENT_COLUMNS` and `PEOPLE_COLUMNS`. An import is
planned without writing: `plan_import` says for each row whether it is new, changed or the same, and
lists everything that is wrong by sheet, row and column. A plan without errors becomes one command;
all of it happens, or nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

from dujiang.identity.commands import (
    AppointHeads,
    FurtherDepartment,
    GiveRole,
    OrganisationCommand,
    SaveDepartment,
    SavePerson,
    TakeRole,
)
from dujiang.identity.directory import Directory
from dujiang.identity.model import MAX_TREE_DEPTH, Department, Person
from dujiang.kernel.errors import InvalidInput, Problem

MAX_ROWS: Final = 20_000
"""Rows of one sheet."""
DEPARTMENTS: Final = "部门"
PEOPLE: Final = "人员"
DEPARTMENT_COLUMNS: Final[dict[str, str]] = {
    "code": "编码", "name": "名称", "name_en": "英文名", "parent": "上级编码",
    "head": "负责人工号", "deputy_head": "副职工号", "cost_centre": "成本中心", "sort": "排序",
}  # fmt: skip
PEOPLE_COLUMNS: Final[dict[str, str]] = {
    "no": "工号", "name": "姓名", "name_en": "英文名", "login": "登录名", "department": "部门编码",
    "position": "岗位", "grade": "职级", "email": "邮箱", "mobile": "手机",
    "superior": "直属上级工号", "further": "兼职部门编码", "roles": "角色", "joined_on": "入职日期",
    "first_work_on": "参加工作日期",
}  # fmt: skip
_DATES: Final = frozenset({"joined_on", "first_work_on"})

Row = dict[str, Any]


class SheetProblem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with the file, where a person finds it."""

    sheet: str
    row: int
    """As Excel numbers it, the heading is row 1."""
    column: str
    problem: Problem
    entry: str = ""
    """Where there are no rows: the name of the entry in its directory."""


class ImportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would do. With problems it cannot be carried out."""

    proposed: tuple[OrganisationCommand, ...]
    """What the rows ask for, with problems too."""
    problems: tuple[SheetProblem, ...]
    new_count: int
    changed_count: int
    same_count: int

    @property
    def commands(self) -> tuple[OrganisationCommand, ...]:
        """What carrying it out means; nothing while there are problems."""
        return self.proposed if self.is_fine else ()

    @property
    def is_fine(self) -> bool:
        """Whether it may be carried out."""
        return not self.problems


# Out


def export_organisation(directory: Directory) -> bytes:
    """The organisation as an Excel file that `plan_import` understands."""
    import xlsxwriter  # most processes never write a sheet

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "constant_memory": False})
    head = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    departments = (_department_row(d, directory) for d in _by_tree(directory, None))
    _write(book.add_worksheet(DEPARTMENTS), DEPARTMENT_COLUMNS, departments, head, day)
    people = sorted((p for p in directory.people() if p.is_active), key=lambda p: p.no)
    rows = (_person_row(person, directory) for person in people)
    _write(book.add_worksheet(PEOPLE), PEOPLE_COLUMNS, rows, head, day)
    book.close()
    return target.getvalue()


def _write(
    sheet: Any,  # noqa: ANN401 - an xlsxwriter worksheet
    columns: Mapping[str, str],
    rows: Iterable[Row],
    head: Any,  # noqa: ANN401 - a format
    day: Any,  # noqa: ANN401 - a format
) -> None:
    for number, title in enumerate(columns.values()):
        sheet.write_string(0, number, title, head)
    for line, row in enumerate(rows, start=1):
        for number, name in enumerate(columns):
            value = row.get(name)
            if isinstance(value, date):
                sheet.write_datetime(
                    line, number, datetime.combine(value, datetime.min.time()), day
                )
            elif value not in (None, ""):
                sheet.write_string(line, number, str(value))
    sheet.freeze_panes(1, 0)


def _by_tree(directory: Directory, parent: int | None) -> Iterator[Department]:
    for department in directory.children(parent):
        if department.is_open:
            yield department
            yield from _by_tree(directory, department.id)


def _department_row(department: Department, directory: Directory) -> Row:
    parent = directory.department(department.parent_id)
    head, deputy = directory.person(department.head_id), directory.person(department.deputy_head_id)
    return {
        "code": department.code,
        "name": department.name,
        "name_en": department.name_en,
        "parent": parent.code if parent else "",
        "head": head.no if head else "",
        "deputy_head": deputy.no if deputy else "",
        "cost_centre": department.cost_centre,
        "sort": department.sort,
    }


def _person_row(person: Person, directory: Directory) -> Row:
    departments = [directory.department(i) for i in directory.departments_of(person.id)]
    codes = [department.code for department in departments if department]
    superior = directory.person(person.superior_id)
    return {
        "no": person.no,
        "name": person.name,
        "name_en": person.name_en,
        "login": person.login,
        "department": codes[0] if codes else "",
        "position": person.position,
        "grade": person.grade,
        "email": person.email,
        "mobile": person.mobile,
        "superior": superior.no if superior else "",
        "further": " ".join(codes[1:]),
        "roles": " ".join(sorted(directory.roles_of(person.id))),
        "joined_on": person.joined_on,
        "first_work_on": person.first_work_on,
    }


# In


def plan_import(content: bytes, directory: Directory) -> ImportPlan:
    """Read a file and say what it would change. Raises `InvalidInput` when it is no Excel file."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
    except (CalamineError, OSError, ValueError) as error:
        raise InvalidInput("identity.import.not_excel") from error
    planner = _Planner(directory)
    planner.read(book, DEPARTMENTS, DEPARTMENT_COLUMNS, planner.departments)
    planner.read(book, PEOPLE, PEOPLE_COLUMNS, planner.people)
    if not planner.departments and not planner.people and not planner.problems:
        raise InvalidInput("identity.import.empty")
    planner.check()
    return planner.plan()


def plan_people(rows: Sequence[tuple[str, Row]], directory: Directory) -> ImportPlan:
    """What people from elsewhere would change; each row comes with the name of its entry there."""
    planner = _Planner(directory, entries=[name for name, _ in rows])
    planner.people = [(number, row) for number, (_, row) in enumerate(rows, start=1)]
    planner.check()
    return planner.plan()


class _Planner:
    def __init__(self, directory: Directory, entries: Sequence[str] = ()) -> None:
        self.directory = directory
        self.entries = entries
        self.departments: list[tuple[int, Row]] = []
        self.people: list[tuple[int, Row]] = []
        self.problems: list[SheetProblem] = []
        self.counts = {"new": 0, "changed": 0, "same": 0}

    def complain(self, sheet: str, row: int, column: str, code: str, /, **params: object) -> None:
        problem = Problem(code=f"identity.import.{code}", path=f"{sheet}/{row}", params=params)
        entry = self.entries[row - 1] if self.entries else ""
        self.problems.append(
            SheetProblem(sheet=sheet, row=row, column=column, problem=problem, entry=entry)
        )

    # Reading

    def read(
        self,
        book: CalamineWorkbook,
        name: str,
        columns: Mapping[str, str],
        into: list[tuple[int, Row]],
    ) -> None:
        if name not in book.sheet_names:
            return
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if not rows:
            return
        places = self._places(name, rows[0], columns)
        if len(rows) - 1 > MAX_ROWS:
            self.complain(name, MAX_ROWS + 2, "", "too_many_rows", limit=MAX_ROWS)
            return
        for number, cells in enumerate(rows[1:], start=2):
            row = {field: _cell(cells, at) for field, at in places.items()}
            if any(value not in (None, "") for value in row.values()):
                self._dates(name, number, row, columns)
                into.append((number, row))

    def _places(
        self, name: str, heading: Sequence[Any], columns: Mapping[str, str]
    ) -> dict[str, int]:
        titles = {str(title).strip(): at for at, title in enumerate(heading)}
        for title in titles:
            if title and title not in columns.values():
                self.complain(name, 1, title, "unknown_column", column=title)
        required = list(columns)[:2]
        for field in required:
            if columns[field] not in titles:
                self.complain(name, 1, columns[field], "no_column", column=columns[field])
        return {field: titles[title] for field, title in columns.items() if title in titles}

    def _dates(self, sheet: str, number: int, row: Row, columns: Mapping[str, str]) -> None:
        for field in _DATES & row.keys():
            value = row[field]
            if isinstance(value, datetime):
                row[field] = value.date()
            elif isinstance(value, str) and value:
                try:
                    row[field] = date.fromisoformat(value.replace("/", "-"))
                except ValueError:
                    self.complain(sheet, number, columns[field], "not_a_date", value=value)
                    row[field] = None
            elif not isinstance(value, date):
                row[field] = None

    # Checking

    def check(self) -> None:
        """Everything that would be refused, for every row at once."""
        codes = {str(row.get("code", "")) for _, row in self.departments}
        codes |= {d.code for d in self.directory.rows.departments if d.is_open}
        numbers = {str(row.get("no", "")) for _, row in self.people}
        numbers |= {p.no for p in self.directory.people() if p.is_active}
        self._check_departments(codes, numbers)
        self._check_people(codes, numbers)

    def _check_departments(self, codes: set[str], numbers: set[str]) -> None:
        self._twice(DEPARTMENTS, self.departments, "code", DEPARTMENT_COLUMNS)
        parents = {d.code: self._parent_code(d) for d in self.directory.rows.departments}
        parents |= {str(r.get("code")): str(r.get("parent") or "") for _, r in self.departments}
        for number, row in self.departments:
            self._required(DEPARTMENTS, number, row, ("code", "name"), DEPARTMENT_COLUMNS)
            self._known(DEPARTMENTS, number, row, "parent", codes, "unknown_department")
            self._known(DEPARTMENTS, number, row, "head", numbers, "unknown_person")
            self._known(DEPARTMENTS, number, row, "deputy_head", numbers, "unknown_person")
            if row.get("head") and row.get("head") == row.get("deputy_head"):
                title = DEPARTMENT_COLUMNS["deputy_head"]
                self.complain(DEPARTMENTS, number, title, "head_is_deputy", no=row["head"])
            if _is_in_itself(str(row.get("code")), parents):
                title = DEPARTMENT_COLUMNS["parent"]
                self.complain(DEPARTMENTS, number, title, "in_itself", code=row.get("code"))

    def _parent_code(self, department: Department) -> str:
        parent = self.directory.department(department.parent_id)
        return parent.code if parent else ""

    def _check_people(self, codes: set[str], numbers: set[str]) -> None:
        self._twice(PEOPLE, self.people, "no", PEOPLE_COLUMNS)
        self._twice(PEOPLE, self.people, "login", PEOPLE_COLUMNS)
        rows = self.directory.rows
        known: dict[str, set[str]] = {
            "position": {position.key for position in rows.positions},
            "grade": {grade.key for grade in rows.grades},
            "roles": {role.key for role in rows.roles},
        }
        for number, row in self.people:
            present = self.directory.person_by_no(str(row.get("no")))
            needed = ("no", "name", "department") + (() if present else ("login",))
            self._required(PEOPLE, number, row, needed, PEOPLE_COLUMNS)
            self._known(PEOPLE, number, row, "department", codes, "unknown_department")
            self._known(PEOPLE, number, row, "further", codes, "unknown_department")
            self._known(PEOPLE, number, row, "superior", numbers, "unknown_person")
            for field, words in known.items():
                self._known(PEOPLE, number, row, field, words, f"unknown_{field.rstrip('s')}")
            self._login_free(number, row)

    def _login_free(self, number: int, row: Row) -> None:
        login = str(row.get("login") or "")
        owner = self.directory.person_by_login(login)
        if owner is not None and owner.no != str(row.get("no")):
            self.complain(PEOPLE, number, PEOPLE_COLUMNS["login"], "login_taken", login=login)

    def _twice(
        self, sheet: str, rows: list[tuple[int, Row]], field: str, columns: Mapping[str, str]
    ) -> None:
        seen: dict[str, int] = {}
        for number, row in rows:
            value = str(row.get(field) or "")
            if value and value in seen:
                params = {"value": value, "row": seen[value]}
                self.complain(sheet, number, columns[field], "twice", **params)
            seen.setdefault(value, number)

    def _required(
        self,
        sheet: str,
        number: int,
        row: Row,
        fields: Iterable[str],
        columns: Mapping[str, str],
    ) -> None:
        for field in fields:
            if not str(row.get(field) or "").strip():
                self.complain(sheet, number, columns[field], "required", column=columns[field])

    def _known(
        self, sheet: str, number: int, row: Row, field: str, known: set[str], code: str
    ) -> None:
        columns = DEPARTMENT_COLUMNS if sheet == DEPARTMENTS else PEOPLE_COLUMNS
        is_list = field in ("further", "roles")
        text = str(row.get(field) or "").strip()
        for value in text.split() if is_list else [text]:
            if value and value not in known:
                self.complain(sheet, number, columns[field], code, value=value)

    # Planning

    def plan(self) -> ImportPlan:
        """Commands in an order in which each is accepted: parents first, heads last."""
        commands: list[OrganisationCommand] = []
        for row in _parents_first([row for _, row in self.departments]):
            known = self.directory.department_by_code(str(row.get("code")))
            before = _department_row(known, self.directory) if known else None
            if self._count(before, row):
                commands.append(_department_command(row))
        for _, row in self.people:
            person = self.directory.person_by_no(str(row.get("no")))
            before = _person_row(person, self.directory) if person else None
            if self._count(before, row):
                commands.append(_person_command(row))
            if "roles" in row:
                commands.extend(_role_commands(row, person, self.directory))
        commands.extend(self._heads())
        return ImportPlan(
            proposed=tuple(commands),
            problems=tuple(self.problems),
            new_count=self.counts["new"],
            changed_count=self.counts["changed"],
            same_count=self.counts["same"],
        )

    def _count(self, before: Row | None, row: Row) -> bool:
        if before is None:
            self.counts["new"] += 1
            return True
        is_same = all(_text(before.get(name)) == _text(value) for name, value in row.items())
        self.counts["same" if is_same else "changed"] += 1
        return not is_same

    def _heads(self) -> Iterator[OrganisationCommand]:
        for _, row in self.departments:
            if "head" not in row and "deputy_head" not in row:
                continue
            yield AppointHeads(
                department=str(row.get("code")),
                head=_text(row.get("head")) or None,
                deputy_head=_text(row.get("deputy_head")) or None,
            )


def _cell(cells: Sequence[Any], at: int) -> Any:  # noqa: ANN401 - a cell's value
    value = cells[at] if at < len(cells) else None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.strip() if isinstance(value, str) else value


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _is_in_itself(code: str, parents: Mapping[str, str]) -> bool:
    at = parents.get(code, "")
    for _ in range(MAX_TREE_DEPTH):
        if not at:
            return False
        if at == code:
            return True
        at = parents.get(at, "")
    return True


def _parents_first(rows: list[Row]) -> Iterator[Row]:
    """Each row behind that of its parent, where the file has it."""
    waiting = {_text(row.get("code")): row for row in rows}
    while waiting:
        ready = [code for code, row in waiting.items() if _text(row.get("parent")) not in waiting]
        for code in ready or list(waiting):
            yield waiting.pop(code)


def _department_command(row: Row) -> OrganisationCommand:
    sort = _text(row.get("sort"))
    return SaveDepartment(
        code=_text(row.get("code")),
        name=_text(row.get("name")),
        name_en=_maybe(row, "name_en"),
        parent=_text(row.get("parent")) or None,
        cost_centre=_maybe(row, "cost_centre"),
        sort=int(sort) if sort.isdecimal() else None,
    )


def _person_command(row: Row) -> OrganisationCommand:
    further = None
    if "further" in row:
        codes = _text(row["further"]).split()
        further = tuple(FurtherDepartment(department=code) for code in codes)
    return SavePerson(
        no=_text(row.get("no")),
        name=_text(row.get("name")),
        department=_text(row.get("department")),
        login=_text(row.get("login")).lower() or None,
        name_en=_maybe(row, "name_en"),
        position=_maybe(row, "position"),
        grade=_maybe(row, "grade"),
        email=_maybe(row, "email"),
        mobile=_maybe(row, "mobile"),
        superior=_maybe(row, "superior"),
        joined_on=row.get("joined_on"),
        first_work_on=row.get("first_work_on"),
        further=further,
    )


def _maybe(row: Row, field: str) -> str | None:
    """A column that is missing leaves the value as it is; an empty cell empties it."""
    return _text(row[field]) if field in row else None


def _role_commands(
    row: Row, person: Person | None, directory: Directory
) -> Iterator[OrganisationCommand]:
    wanted = set(_text(row.get("roles")).split())
    present = set(directory.roles_of(person.id)) if person else set()
    no = _text(row.get("no"))
    for role in sorted(wanted - present):
        yield GiveRole(role=role, person=no)
    for role in sorted(present - wanted):
        yield TakeRole(role=role, person=no)
