"""Sources: whom the model names for a step (APPROVALS.md, "Who gets a task", rule 1).

Sources are evaluated in their order; the union without duplicates keeps that order, which is the
order of one-after-another. Inactive people are dropped. What needs FEEL, a decision table or the
form is evaluated by the caller and comes in as plain values.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from dujiang.approvals.rules.distribution import Load, choose
from dujiang.approvals.rules.model import Reason, Source, StepRules
from dujiang.approvals.rules.policies import FoundAs, Organisation, Presence, Seat


class Names(Protocol):
    """How people are written in models and forms."""

    def person_of(self, text: str) -> int | None:
        """The person behind an id, a login or an employee number."""
        ...

    def department_of_code(self, text: str) -> int | None:
        """The department behind an id or a code."""
        ...


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What the sources of one step look at."""

    organisation: Organisation
    names: Names
    presence: Presence
    initiator: int | None = None
    initiator_department: int | None = None
    fields: Mapping[str, Any] = {}
    """Form values and process variables by name."""
    evaluate: Callable[[Source], Any] = lambda source: None
    """Value of a FEEL expression or a decision table."""
    picked: tuple[int, ...] = ()
    """Chosen by the initiator or the previous handler."""
    loads: Callable[[Sequence[int]], Mapping[int, Load]] = lambda people: {}
    barred: frozenset[int] = frozenset()
    skill: str = ""


def find_seats(rules: StepRules, finding: Finding) -> tuple[Seat, ...]:
    """The seats that the step's sources name, in order, each with its reason."""
    seats: dict[object, Seat] = {}
    for source in rules.sources:
        for seat in _of_source(source, rules, finding):
            is_vacant = seat.person is None and not seat.group
            key = seat.found_in if is_vacant else ""
            seats.setdefault(seat.group or (seat.person, seat.state, key), seat)
    return tuple(seats.values())


def _of_source(source: Source, rules: StepRules, finding: Finding) -> Iterable[Seat]:
    match source.kind:
        case "user":
            return _named(source.value.split(), finding, "approvals.reason.named")
        case "initiator":
            return _people([finding.initiator], finding, "approvals.reason.initiator")
        case "picked":
            return _people(finding.picked, finding, "approvals.reason.picked")
        case "field":
            value = finding.fields.get(source.value)
            return _named(_texts(value), finding, "approvals.reason.field", field=source.value)
        case "expression" | "decision":
            value = finding.evaluate(source)
            code = f"approvals.reason.{source.kind}"
            return _named(_texts(value), finding, code, source=source.value)
        case "role" | "group" | "position":
            return _of_group(source, rules, finding)
        case "departmentHead":
            return _head(source, finding)
        case "headChain":
            return _head_chain(source, finding)
        case "original":
            return ()  # stands for the sources that the revoked process names


def _named(texts: Iterable[str], finding: Finding, code: str, **params: object) -> Iterable[Seat]:
    people = (finding.names.person_of(text) for text in texts)
    return _people(people, finding, code, params=params)


def _people(
    people: Iterable[int | None],
    finding: Finding,
    code: str,
    *,
    found_as: FoundAs = "person",
    found_in: str = "",
    params: Mapping[str, object] = {},
) -> Iterable[Seat]:
    for person in people:
        if person is not None and finding.organisation.is_active(person):
            reason = Reason(code, {"person": person, **params})
            yield Seat(
                person=person, hand=person, found_as=found_as, found_in=found_in, reasons=(reason,)
            )


def _of_group(source: Source, rules: StepRules, finding: Finding) -> Iterable[Seat]:
    """All members, one of them by distribution, or the group as one item for claim."""
    group = f"{source.kind}:{source.value}"
    found_as: FoundAs = "group" if source.kind == "group" else "role"
    members = finding.organisation.members(group)
    code = f"approvals.reason.{source.kind}"
    if rules.distribution:
        return _distributed(group, members, rules, finding)
    if source.is_claimed:
        reason = Reason("approvals.reason.claim", {"group": group})
        return [Seat(person=None, hand=None, group=group, found_as=found_as, found_in=group,
                     reasons=(reason,))]  # fmt: skip
    return _people(
        members, finding, code, found_as=found_as, found_in=group, params={"group": group}
    )


def _distributed(
    group: str, members: Sequence[int], rules: StepRules, finding: Finding
) -> Iterable[Seat]:
    able = [
        person
        for person in members
        if person not in finding.barred and not finding.presence.is_absent(person)
    ]
    loads = finding.loads(able)
    chosen = choose(able, loads, by=rules.distribution, skill=finding.skill)
    if chosen is None:
        first = members[0] if members else None
        seat = Seat(person=first, hand=first)
        return [seat.because("approvals.reason.distributed_nobody", group=group)]
    reason = Reason(
        "approvals.reason.distributed",
        {
            "person": chosen,
            "group": group,
            "open": loads[chosen].open_count if chosen in loads else 0,
        },
    )
    return [Seat(person=chosen, hand=chosen, found_as="role", found_in=group, reasons=(reason,))]


def _head(source: Source, finding: Finding) -> Iterable[Seat]:
    """The head of somebody's department, `levels` up; without one the next one up, or nobody."""
    department = _department(source, finding)
    line = _heads(department, source, finding)
    if not line:
        return [_vacant(None)]
    level = min(source.levels, len(line) - 1)
    head, of = line[level]
    if head is None:
        return [_vacant(of)]
    is_own = level == 0 and of == department
    code = "approvals.reason.head" if is_own else "approvals.reason.head_up"
    return _people(
        [head], finding, code, found_as="head", found_in=str(of), params={"department": of}
    )


def _vacant(department: int | None) -> Seat:
    """The seat of a department without a head."""
    found_in = "" if department is None else str(department)
    is_wanted = department is not None
    seat = Seat(person=None, hand=None, found_as="head", found_in=found_in, is_wanted=is_wanted)
    return seat.emptied("approvals.reason.no_head")


def _head_chain(source: Source, finding: Finding) -> Iterable[Seat]:
    """One approver a level, up to `levels` levels (0: to the top) or the named position."""
    line = _heads(_department(source, finding), source, finding)
    if source.levels:
        line = line[: source.levels]
    stop = frozenset(finding.organisation.members(f"position:{source.value}"))
    for head, of in line:
        if head is None:
            yield _vacant(of)
            continue
        yield from _people(
            [head], finding, "approvals.reason.chain", found_as="head", found_in=str(of),
            params={"department": of},
        )  # fmt: skip
        if head in stop:
            return


def _heads(
    department: int | None, source: Source, finding: Finding
) -> list[tuple[int | None, int]]:
    """(head, department) from a department to the top; a person appears at their lowest seat.

    Departments without a head are passed over, or appear without one where the empty policy is to
    find somebody.
    """
    found: list[tuple[int | None, int]] = []
    for above in finding.organisation.line_ids(department):
        head = finding.organisation.head(above)
        is_new = head is not None and head not in (known for known, _ in found)
        if is_new or (head is None and source.vacant == "empty"):
            found.append((head, above))
    return found


def _department(source: Source, finding: Finding) -> int | None:
    """The department that a head is asked of: the initiator's, or that of a field."""
    if not source.of or source.of == "initiator":
        return finding.initiator_department
    name = source.of.removeprefix("field:")
    texts = _texts(finding.fields.get(name))
    if not texts:
        return None
    person = finding.names.person_of(texts[0])
    if person is not None:
        return finding.organisation.department_of(person)
    return finding.names.department_of_code(texts[0])


def _texts(value: object) -> list[str]:
    """Person or department texts of a value: one, a list, or contexts with an `id`."""
    match value:
        case None:
            return []
        case str():
            return value.split()
        case dict():
            return _texts(value.get("id") or value.get("login") or value.get("no"))
        case list() | tuple():
            return [text for one in value for text in _texts(one)]
        case _:
            return [str(value)]
