"""Rows that commands name by code, number or key, as the transaction sees them."""

from typing import Any, Protocol

from dujiang.identity.directory import Directory
from dujiang.identity.model import Department, DirectoryVersion, Person
from dujiang.identity.tables import DEPARTMENT, DIRECTORY_VERSION, PERSON
from dujiang.runtime import Refused, Work

_ONLY = 1
"""Key of the single row of `directory_version`."""


class Expires(Protocol):
    """What is told, after the commit, that the picture in memory is stale."""

    def expire(self) -> None:
        """The next question loads anew."""
        ...


def find_department(work: Work, code: str | None) -> Department | None:
    """The department with this code."""
    rows = work.find(DEPARTMENT, "by_code", code) if code else []
    return rows[0] if rows else None


def find_person(work: Work, no: str | None) -> Person | None:
    """The person with this employee number."""
    rows = work.find(PERSON, "by_no", no) if no else []
    return rows[0] if rows else None


def unknown_department(code: str | None) -> Refused:
    """There is no department with this code."""
    return Refused("identity.department.unknown", 422, {"code": code or ""})


def unknown_person(no: str | None) -> Refused:
    """There is no person with this number."""
    return Refused("identity.person.unknown", 422, {"no": no or ""})


def next_person_no(work: Work, directory: Directory, prefix: str) -> str:
    """The employee number after the highest one with the prefix; nobody else gets it."""
    lock_organisation(work)
    tails = [person.no.removeprefix(prefix) for person in directory.people()]
    numbers = [tail for tail in tails if tail.isdecimal()]
    width = max(map(len, numbers), default=3)
    number = max(map(int, numbers), default=0) + 1
    while find_person(work, f"{prefix}{number:0{width}}") is not None:
        number += 1
    return f"{prefix}{number:0{width}}"


def changes(before: object | None, after: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ between two rows of one type, as (old values, new values)."""
    names = after.__struct_fields__  # type: ignore[attr-defined]
    new = {name: getattr(after, name) for name in names}
    if before is None:
        return {}, {name: value for name, value in new.items() if value not in (None, "")}
    old = {name: getattr(before, name) for name in names}
    differing = [name for name in names if old[name] != new[name]]
    return {n: old[n] for n in differing}, {n: new[n] for n in differing}


def lock_organisation(work: Work) -> None:
    """Hold the organisation until the commit: what is read afterwards is what is changed."""
    work.get(DIRECTORY_VERSION, _ONLY, lock=True)


def count_up(work: Work, directory: Expires) -> None:
    """The organisation has changed: every node loads it anew after the commit."""
    row = work.get(DIRECTORY_VERSION, _ONLY)
    if row is None:
        work.insert(DIRECTORY_VERSION, DirectoryVersion(id=_ONLY, version=1))
    else:
        work.put(DIRECTORY_VERSION, DirectoryVersion(id=_ONLY, version=row.version + 1))
    work.after_commit(directory.expire)
