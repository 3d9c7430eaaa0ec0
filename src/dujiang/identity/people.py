"""People: joining, changing, moving, leaving, coming back."""

from msgspec.structs import replace

from dujiang.identity.commands import (
    DeactivatePerson,
    FurtherDepartment,
    ReactivatePerson,
    SavePerson,
    TransferPerson,
)
from dujiang.identity.events import PersonCameBack, PersonLeft, PersonSaved, PersonTransferred
from dujiang.identity.lookups import (
    Expires,
    changes,
    count_up,
    find_department,
    find_person,
    unknown_department,
    unknown_person,
)
from dujiang.identity.model import Membership, Person
from dujiang.identity.roles import is_last_administrator
from dujiang.identity.tables import (
    API_TOKEN,
    DEPARTMENT,
    GRADE,
    MEMBERSHIP,
    PERSON,
    POSITION,
    SESSION,
)
from dujiang.runtime import Handled, Outcome, Refused, Work


class People:
    """Handlers for people."""

    def __init__(self, directory: Expires) -> None:
        self._directory = directory

    def save(self, command: SavePerson, work: Work) -> Outcome:
        """Add or change a person; every department, position, grade and superior must exist."""
        known = find_person(work, command.no)
        if known is None and not command.login:
            return Refused("identity.person.no_login", 422, {"no": command.no})
        if command.login and _is_taken(work, command.login, command.no):
            return Refused("identity.person.login_taken", 422, {"login": command.login})
        department = find_department(work, command.department)
        if department is None or not department.is_open:
            return unknown_department(command.department)
        superior = find_person(work, command.superior)
        if command.superior and superior is None:
            return unknown_person(command.superior)
        problem = _unknown_words(work, command.position, command.grade)
        if problem:
            return problem
        wanted = _further(work, command.further or (), department.id)
        if isinstance(wanted, Refused):
            return wanted
        after = _asked(known, command, work, department.id, superior.id if superior else None)
        if known is None:
            work.insert(PERSON, after)
        elif known != after:
            work.put(PERSON, after)
        if command.further is not None:
            _set_further(work, after.id, wanted)
        count_up(work, self._directory)
        old, new = changes(known, after)
        event = PersonSaved(person_id=after.id, no=after.no, before=old, after=new)
        return Handled(events=(event,), answer={"personId": after.id})

    def transfer(self, command: TransferPerson, work: Work) -> Outcome:
        """Move a person; what they head in the department they leave is headless from now on."""
        known = find_person(work, command.no)
        if known is None or not known.is_active:
            return unknown_person(command.no)
        department = find_department(work, command.department)
        if department is None or not department.is_open:
            return unknown_department(command.department)
        superior = find_person(work, command.superior)
        if command.superior and superior is None:
            return unknown_person(command.superior)
        problem = _unknown_words(work, command.position, command.grade)
        if problem:
            return problem
        old = work.get(DEPARTMENT, known.department_id)
        after = replace(
            known,
            department_id=department.id,
            position=known.position if command.position is None else command.position,
            grade=known.grade if command.grade is None else command.grade,
            superior_id=superior.id if superior else None,
        )
        work.put(PERSON, after)
        if work.get(MEMBERSHIP, known.id, department.id) is not None:
            work.delete(MEMBERSHIP, known.id, department.id)
        if department.id != known.department_id:
            _end_headship(work, known.department_id, known.id)
        count_up(work, self._directory)
        moved = PersonTransferred(
            person_id=known.id,
            no=known.no,
            from_department=old.code if old else "",
            to_department=department.code,
        )
        return Handled(events=(moved,))

    def deactivate(self, command: DeactivatePerson, work: Work) -> Outcome:
        """Let a person leave: sessions end, tokens are revoked, headships are empty."""
        known = find_person(work, command.no)
        if known is None:
            return unknown_person(command.no)
        if not known.is_active:
            return Handled()
        if is_last_administrator(work, known.id):
            return Refused("identity.role.last_admin", 409, {"name": known.name})
        left_on = command.left_on or work.at.date()
        work.put(PERSON, replace(known, is_active=False, left_on=left_on))
        for session in work.find(SESSION, "by_person", known.id):
            work.delete(SESSION, session.id)
        for token in work.find(API_TOKEN, "by_person", known.id):
            if token.revoked_at is None:
                work.put(API_TOKEN, replace(token, revoked_at=work.at))
        count_up(work, self._directory)
        return Handled(events=(PersonLeft(person_id=known.id, no=known.no, left_on=left_on),))

    def reactivate(self, command: ReactivatePerson, work: Work) -> Outcome:
        """Let a person who had left work here again."""
        known = find_person(work, command.no)
        if known is None:
            return unknown_person(command.no)
        if known.is_active:
            return Handled()
        work.put(PERSON, replace(known, is_active=True, left_on=None))
        count_up(work, self._directory)
        return Handled(events=(PersonCameBack(person_id=known.id, no=known.no),))


_PLAIN_FIELDS = (
    "name", "login", "name_en", "position", "grade", "email", "mobile", "joined_on",
    "first_work_on",
)  # fmt: skip


def _asked(
    known: Person | None,
    command: SavePerson,
    work: Work,
    department_id: int,
    superior_id: int | None,
) -> Person:
    """The row as the command wants it; a new person gets an id."""
    base = known or Person(
        id=work.new_id(0),
        no=command.no,
        login=command.login or "",
        name=command.name,
        department_id=department_id,
    )
    asked = {n: getattr(command, n) for n in _PLAIN_FIELDS if getattr(command, n) is not None}
    if command.superior is not None:
        asked["superior_id"] = superior_id
    return replace(base, department_id=department_id, **asked)


def _is_taken(work: Work, login: str, no: str) -> bool:
    return any(person.no != no for person in work.find(PERSON, "by_login", login))


def _unknown_words(work: Work, position: str | None, grade: str | None) -> Refused | None:
    if position and work.get(POSITION, position) is None:
        return Refused("identity.position.unknown", 422, {"key": position})
    if grade and work.get(GRADE, grade) is None:
        return Refused("identity.grade.unknown", 422, {"key": grade})
    return None


def _further(
    work: Work, further: tuple[FurtherDepartment, ...], main_id: int
) -> dict[int, str] | Refused:
    """The positions in further departments by their ids; the main department is none of them."""
    wanted: dict[int, str] = {}
    for one in further:
        department = find_department(work, one.department)
        if department is None or not department.is_open:
            return unknown_department(one.department)
        if one.position and work.get(POSITION, one.position) is None:
            return Refused("identity.position.unknown", 422, {"key": one.position})
        wanted[department.id] = one.position
    wanted.pop(main_id, None)
    return wanted


def _set_further(work: Work, person_id: int, wanted: dict[int, str]) -> None:
    present = {m.department_id: m for m in work.find(MEMBERSHIP, "by_person", person_id)}
    for department_id in present.keys() - wanted.keys():
        work.delete(MEMBERSHIP, person_id, department_id)
    for department_id, position in wanted.items():
        row = Membership(person_id=person_id, department_id=department_id, position=position)
        if department_id not in present:
            work.insert(MEMBERSHIP, row)
        elif present[department_id] != row:
            work.put(MEMBERSHIP, row)


def _end_headship(work: Work, department_id: int, person_id: int) -> None:
    department = work.get(DEPARTMENT, department_id)
    if department is None:
        return
    if department.head_id == person_id:
        work.put(DEPARTMENT, replace(department, head_id=None))
    elif department.deputy_head_id == person_id:
        work.put(DEPARTMENT, replace(department, deputy_head_id=None))
