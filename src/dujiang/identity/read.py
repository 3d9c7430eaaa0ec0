"""Questions about the organisation and about who is signed in, straight from the rows."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

import msgspec
from sqlalchemy import Select, or_, select

from dujiang.identity.directory import Directory, OrganisationRows
from dujiang.identity.model import ApiToken, Credential, Department, Person, PlannedChange, Session
from dujiang.identity.tables import (
    API_TOKEN,
    COMPANY,
    CREDENTIAL,
    DEPARTMENT,
    DIRECTORY_VERSION,
    GRADE,
    GRANT,
    GROUP,
    GROUP_MEMBER,
    MEMBERSHIP,
    PERSON,
    PLANNED_CHANGE,
    POSITION,
    RECOVERY_CODE,
    ROLE,
    ROLE_HOLDER,
    SESSION,
)
from dujiang.store import Reader, Row, Table

MAX_PEOPLE_FOUND = 50
"""People that one search answers with."""

T = TypeVar("T")


class Reads(Protocol):
    """The part of the store that is needed here."""

    def read(self) -> Any:  # noqa: ANN401 - a context manager of a Reader
        """Open one read transaction."""
        ...


class IdentityReader:
    """Reads this room's rows. Thread-safe."""

    def __init__(self, store: Reads) -> None:
        self._store = store

    def load_directory(self) -> Directory:
        """The whole organisation, as it is now."""
        with self._store.read() as reader:
            rows = OrganisationRows(
                departments=_all(reader, DEPARTMENT),
                people=_all(reader, PERSON),
                memberships=_all(reader, MEMBERSHIP),
                positions=_all(reader, POSITION),
                grades=_all(reader, GRADE),
                roles=_all(reader, ROLE),
                role_holders=_all(reader, ROLE_HOLDER),
                grants=_all(reader, GRANT),
                groups=_all(reader, GROUP),
                group_members=_all(reader, GROUP_MEMBER),
                companies=_all(reader, COMPANY),
            )
            return Directory(rows, version=_version(reader))

    def load_version(self) -> int:
        """How often the organisation has changed."""
        with self._store.read() as reader:
            return _version(reader)

    def find_credential(self, person_id: int) -> Credential | None:
        """How the person signs in."""
        with self._store.read() as reader:
            return _one(reader.get(CREDENTIAL, person_id), Credential)

    def find_session(self, session_id: bytes) -> Session | None:
        """The session with this hash."""
        with self._store.read() as reader:
            return _one(reader.get(SESSION, session_id), Session)

    def find_token(self, digest: bytes) -> ApiToken | None:
        """The API token with this digest."""
        with self._store.read() as reader:
            found = reader.find(API_TOKEN, "by_digest", digest)
            return _one(found[0] if found else None, ApiToken)

    def count_recovery_codes(self, person_id: int) -> int:
        """How many recovery codes a person has left."""
        with self._store.read() as reader:
            return len(reader.find(RECOVERY_CODE, "by_person", person_id))

    def list_tokens(self, person_id: int) -> list[ApiToken]:
        """A person's tokens, the newest first."""
        with self._store.read() as reader:
            tokens: list[ApiToken] = reader.find(API_TOKEN, "by_person", person_id)
        return sorted(tokens, key=lambda token: token.created_at, reverse=True)

    def list_sessions(self, person_id: int) -> list[Session]:
        """Where a person is signed in, the newest first."""
        with self._store.read() as reader:
            sessions: list[Session] = reader.find(SESSION, "by_person", person_id)
        return sorted(sessions, key=lambda session: session.opened_at, reverse=True)

    def list_planned_changes(self) -> list[PlannedChange]:
        """Changes that wait for their day, and those that failed on it, the next first."""
        query = (
            select(*PLANNED_CHANGE.c)
            .where(PLANNED_CHANGE.c.state.in_(("planned", "failed")))
            .order_by(PLANNED_CHANGE.c.effective_at, PLANNED_CHANGE.c.id)
            .limit(500)
        )
        with self._store.read() as reader:
            return [PLANNED_CHANGE.from_values(row) for row in reader.rows(query)]

    def find_people(
        self, text: str = "", *, ids: Sequence[int] = (), limit: int = MAX_PEOPLE_FOUND
    ) -> list[Person]:
        """Active people whose name, login or number contains the text, or those with these ids."""
        query: Select[Any] = select(*PERSON.c)
        query = query.where(PERSON.c.id.in_(ids)) if ids else query.where(PERSON.c.is_active)
        if text:
            like = f"%{_escaped(text.strip())}%"
            query = query.where(
                or_(
                    PERSON.c.name.like(like, escape="\\"),
                    PERSON.c.login.like(like.lower(), escape="\\"),
                    PERSON.c.no.like(like.upper(), escape="\\"),
                )
            )
        query = query.order_by(PERSON.c.no).limit(min(limit, MAX_PEOPLE_FOUND) if not ids else 1000)
        with self._store.read() as reader:
            return [PERSON.from_values(row) for row in reader.rows(query)]


class DepartmentNode(msgspec.Struct, frozen=True, kw_only=True):
    """A department with what the organisation page shows of it."""

    department: Department
    head: Person | None
    deputy_head: Person | None
    people_count: int
    children: tuple["DepartmentNode", ...]


def department_tree(
    directory: Directory, parent_id: int | None = None
) -> tuple[DepartmentNode, ...]:
    """The open departments below `parent_id` as a tree; counts are of the department itself."""
    return tuple(
        DepartmentNode(
            department=department,
            head=directory.person(department.head_id),
            deputy_head=directory.person(department.deputy_head_id),
            people_count=len(directory.members(department.id)),
            children=department_tree(directory, department.id),
        )
        for department in directory.children(parent_id)
        if department.is_open
    )


def _all(reader: Reader, table: Table[Row]) -> tuple[Row, ...]:
    return tuple(table.from_values(row) for row in reader.rows(select(*table.c)))


def _version(reader: Reader) -> int:
    return int(reader.value(select(DIRECTORY_VERSION.c.version)) or 0)


def _one(found: object, kind: type[T]) -> T | None:
    assert found is None or isinstance(found, kind)
    return found


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
