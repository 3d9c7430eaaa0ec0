"""Reads the rows of `cases/seats.*.toml`: who gets a step of 都江精工, with people by their names.

`seats` are shown as `NAME`, `NAME for NAME` (deputy), `NAME skipped`, `NAME rejected`,
`claim GROUP`, or `nobody`.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.approvals.rules.assignment import Finding, find_seats
from dujiang.approvals.rules.distribution import Load
from dujiang.approvals.rules.model import Source, StepRules
from dujiang.approvals.rules.policies import (
    Case,
    DeputyRule,
    Earlier,
    Seating,
    World,
    eligible_members,
    seat_people,
)
from dujiang.approvals.rules.rounds import Placement
from dujiang.identity import Directory
from dujiang.kernel.ids import id_text
from tests.approvals.company import MONDAY, company_rows, name_of, person_id

UNTIL = MONDAY + timedelta(days=30)


class Present:
    """Absences and deputy rules of one row."""

    def __init__(self, absent: list[str], deputies: list[str]) -> None:
        self._absent = {person_id(name) for name in absent}
        self._rules = [self._rule(text) for text in deputies]

    @staticmethod
    def _rule(text: str) -> DeputyRule:
        """`A -> B`, with ` assist`, ` up to 1000` or ` only leave` behind it."""
        who, _, rest = text.partition(" -> ")
        deputy, *words = rest.split()
        limit = Decimal(words[words.index("to") + 1]) if "to" in words else None
        only = frozenset({words[words.index("only") + 1]}) if "only" in words else frozenset()
        return DeputyRule(
            who=person_id(who),
            deputy=person_id(deputy),
            kind="assist" if "assist" in words else "act",
            from_at=MONDAY,
            until_at=UNTIL,
            amount_limit=limit,
            processes=only,
        )

    def is_absent(self, person: int) -> bool:
        return person in self._absent

    def deputy_rules(self, person: int) -> tuple[DeputyRule, ...]:
        return tuple(rule for rule in self._rules if rule.who == person)


def directory_of(row: dict[str, Any]) -> Directory:
    """The company with people who have left, and departments without a head."""
    rows = company_rows()
    left = {person_id(name) for name in row.get("left", [])}
    headless = set(row.get("headless", []))
    people = tuple(msgspec.structs.replace(p, is_active=p.id not in left) for p in rows.people)
    departments = tuple(
        msgspec.structs.replace(d, head_id=None) if d.code in headless else d
        for d in rows.departments
    )
    return Directory(msgspec.structs.replace(rows, people=people, departments=departments))


def rules_of(row: dict[str, Any]) -> StepRules:
    found = dict(row.get("rules", {}))
    sources = tuple(_source(text) for text in row["sources"])
    actions = frozenset(found.pop("actions", []))
    return StepRules(step="dept", sources=sources, actions=actions, **found)


def _source(text: str) -> Source:
    """`departmentHead`, `departmentHead 1`, `headChain 2`, `role gm`, `group board claim`..."""
    kind, *words = text.split()
    is_claimed, vacant = "claim" in words, "empty" if "vacant=empty" in words else "up"
    rest = [word for word in words if word not in ("claim", "vacant=empty")]
    of = next((word.removeprefix("of=") for word in rest if word.startswith("of=")), "")
    rest = [word for word in rest if not word.startswith("of=")]
    levels = next((int(word) for word in rest if word.isdigit()), 0)
    value = " ".join(word for word in rest if not word.isdigit())
    return Source(
        kind=kind,  # type: ignore[arg-type]
        value=value,
        of=of,
        levels=levels,
        is_claimed=is_claimed,
        vacant=vacant,
    )


def seat(row: dict[str, Any]) -> tuple[Seating, World]:
    """Who gets the step of a row."""
    view = DirectoryView(directory_of(row))
    presence = Present(row.get("absent", []), row.get("deputies", []))
    rules = rules_of(row)
    initiator = person_id(row["initiator"]) if row.get("initiator") else None
    earlier = tuple(
        Earlier(
            hand=person_id(one["hand"]),
            step=one.get("step", "first"),
            is_adjacent=one.get("adjacent", True),
            is_unchanged=one.get("unchanged", True),
        )
        for one in row.get("earlier", [])
    )
    case = Case(
        process_key=row.get("process", "leave"),
        initiator=initiator,
        initiator_department=view.department_of(initiator),
        owner=person_id(row.get("owner", "林静")) if row.get("owner", "林静") else None,
        amount=Decimal(str(row["amount"])) if "amount" in row else None,
        apart=frozenset(person_id(name) for name in row.get("apart", [])),
        earlier=earlier,
        is_target_of_return=row.get("is_target_of_return", False),
        empty_to=tuple(person_id(name) for name in row.get("empty_to", [])),
    )
    world = World(rules=rules, case=case, organisation=view, presence=presence)
    fields = {
        name: [id_text(person_id(one)) for one in value] if isinstance(value, list) else value
        for name, value in row.get("fields", {}).items()
    }
    finding = Finding(
        organisation=view,
        names=_Names(view),
        presence=presence,
        initiator=initiator,
        initiator_department=view.department_of(initiator),
        fields=fields,
        evaluate=lambda source: [
            id_text(person_id(name)) for name in row.get("found", {}).get(source.value, [])
        ],
        picked=tuple(person_id(name) for name in row.get("picked", [])),
        loads=lambda people: _loads(row, view, people),
        barred=world.barred,
        skill=row.get("skill", ""),
    )
    return seat_people(find_seats(rules, finding), world), world


class _Names:
    def __init__(self, view: DirectoryView) -> None:
        self._view = view

    def person_of(self, text: str) -> int | None:
        by_name = next((p.id for p in self._view.directory.people() if p.name == text), None)
        return by_name or self._view.person_of(text)

    def department_of_code(self, text: str) -> int | None:
        return self._view.department_of_code(text)


def _loads(row: dict[str, Any], view: DirectoryView, people: Any) -> dict[int, Load]:
    given: dict[str, Any] = row.get("loads", {})
    return {
        person: Load(
            open_count=given.get(name_of(person), 0),
            last_given_at=(
                datetime.fromisoformat(row["given"][name_of(person)])
                if name_of(person) in row.get("given", {})
                else None
            ),
            skills=view.directory.skills("agent", person),
        )
        for person in people
    }


def shown(placement: Placement) -> str:
    """A seat as rows show it."""
    if placement.group:
        return f"claim {placement.group}"
    principal = name_of(placement.principal)
    if placement.decided:
        return f"{principal} {placement.decided}"
    if placement.hand is None:
        return "nobody"
    hand = name_of(placement.hand)
    return hand if placement.hand == placement.principal else f"{hand} for {principal}"


def eligible(row: dict[str, Any], world: World, group: str) -> list[str]:
    """Who may claim an item of a group."""
    return [name_of(person) for person in eligible_members(group, world)]
