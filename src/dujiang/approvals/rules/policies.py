"""Policies: who really gets a seat, and why (APPROVALS.md, "Who gets a task" and "Absence").

Everybody who is put in, by a source or by a rule, passes `ON_ASSIGNMENT` in its order; whoever a
rule puts in passes all of them again, at most `MAX_PASSES` times, then the process owner gets the
seat and it is an incident. When too few people are left, `SOMEBODY_MUST_ANSWER` fills the empty
seats by the step's empty policy.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal, Protocol, TypeAlias

import msgspec
from msgspec.structs import replace

from dujiang.approvals.rules.model import MAX_PASSES, LeftOut, Reason, StepRules
from dujiang.approvals.rules.rounds import Placement

FoundAs: TypeAlias = Literal["person", "head", "role", "group"]


class Organisation(Protocol):
    """What the rules ask of the directory: ids in, ids out, inactive people are never an answer."""

    def is_active(self, person_id: int | None) -> bool:
        """Whether the person works here."""
        ...

    def department_of(self, person_id: int | None) -> int | None:
        """The person's own department."""
        ...

    def head(self, department_id: int | None) -> int | None:
        """The head of this very department."""
        ...

    def deputy_head(self, department_id: int | None) -> int | None:
        """The deputy head of this very department."""
        ...

    def heads_up(self, department_id: int | None, *, without: int | None = None) -> tuple[int, ...]:
        """Heads from the department to the top."""
        ...

    def line_ids(self, department_id: int | None) -> tuple[int, ...]:
        """The department and those above it, the top last."""
        ...

    def members(self, group: str) -> tuple[int, ...]:
        """Active people of `role:`, `position:` or `group:KEY`, by employee number."""
        ...


class DeputyRule(msgspec.Struct, frozen=True, kw_only=True):
    """A deputy somebody named: `act` decides in their place, `assist` only prepares."""

    who: int
    deputy: int
    kind: Literal["act", "assist"] = "act"
    from_at: datetime
    until_at: datetime
    amount_limit: Decimal | None = None
    processes: frozenset[str] = frozenset()
    """Empty: all processes."""
    moves_open: bool = False


class Presence(Protocol):
    """Who is away, and who stands in, at the moment of the case."""

    def is_absent(self, person_id: int) -> bool:
        """Whether the person is away now."""
        ...

    def deputy_rules(self, person_id: int) -> tuple[DeputyRule, ...]:
        """The person's rules whose period holds now, the newest first."""
        ...


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """An approval that somebody gave earlier in this run."""

    hand: int
    step: str
    is_adjacent: bool
    """In the approval step directly before."""
    is_unchanged: bool
    """What they could read then is the same now (seen digest)."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules need to know of the run."""

    process_key: str = ""
    initiator: int | None = None
    initiator_department: int | None = None
    owner: int | None = None
    """The process owner, last resort of every rule."""
    amount: Decimal | None = None
    apart: frozenset[int] = frozenset()
    """Kept apart: hands of named earlier steps and people of the form."""
    earlier: tuple[Earlier, ...] = ()
    is_target_of_return: bool = False
    empty_to: tuple[int, ...] = ()
    """The people of the empty policy `assign`."""
    acted: frozenset[int] = frozenset()
    """Hands that have acted in the round, where the step wants distinct people."""


class World(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a rule looks at."""

    rules: StepRules
    case: Case
    organisation: Organisation
    presence: Presence

    @property
    def barred(self) -> frozenset[int]:
        """Who may not act here at all: four-eyes and kept apart."""
        initiator = self.case.initiator
        four_eyes = self.rules.of_initiator == "forbid" and initiator is not None
        return self.case.apart | ({initiator} if four_eyes and initiator is not None else set())


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """One place in the set while the rules look at it."""

    person: int | None
    """Whom it is for: the principal. None for a group."""
    hand: int | None
    found_as: FoundAs = "person"
    found_in: str = ""
    """`role:KEY`, `group:KEY`, or the id of the department that the person heads."""
    group: str = ""
    """Set while the seat is a group's, for claim."""
    assistant: int | None = None
    state: Literal["sits", "empty", "skipped", "rejected"] = "sits"
    counts: bool = True
    is_wanted: bool = False
    """Must be filled when it is empty, also where others answer: a level of a chain of heads."""
    reasons: tuple[Reason, ...] = ()

    def because(self, code: str, **params: object) -> "Seat":
        """The same seat with one more reason."""
        return replace(self, reasons=(*self.reasons, Reason(code, dict(params))))

    def emptied(self, code: str, **params: object) -> "Seat":
        """Nobody may sit here; the empty policy may fill it."""
        return replace(self.because(code, **params), state="empty", hand=None)


Rule: TypeAlias = Callable[[Seat, World], Seat]
"""A rule gives the same seat back when it has nothing to say."""


class Seating(msgspec.Struct, frozen=True, kw_only=True):
    """The set: its seats, who was left out and why, and whether the rules ran in circles."""

    placements: tuple[Placement, ...]
    left_out: tuple[LeftOut, ...] = ()
    is_stuck: bool = False
    """An incident: nobody could be found, or the rules did not come to an end."""


# The rules


def deputy_stands_in(seat: Seat, world: World) -> Seat:
    """A7: a deputy acts for the principal; an absent person without one is stood in for."""
    if seat.group:
        return _group_without_absent(seat, world)
    if seat.hand is None:
        return seat
    deputy = _deputy_of(seat.hand, world)
    if deputy is not None:
        return replace(seat, hand=deputy).because(
            "approvals.reason.deputy", person=seat.hand, deputy=deputy
        )
    if _is_away(seat.hand, world):
        return _somebody_for_absent(seat, seat.hand, world)
    assistant = _rule_of(seat.hand, "assist", world)
    if assistant is not None and seat.assistant != assistant.deputy:
        return replace(seat, assistant=assistant.deputy)
    return seat


def nobody_approves_their_own(seat: Seat, world: World) -> Seat:
    """A5: what happens when the approver is the initiator, or kept apart from this step."""
    if seat.group:
        return _group_without_barred(seat, world)
    people = {seat.person, seat.hand}
    barred = people & world.barred
    if barred:
        is_own = world.case.initiator in barred and world.rules.of_initiator == "forbid"
        code = "approvals.reason.forbidden" if is_own else "approvals.reason.kept_apart"
        return seat.emptied(code, person=min(p for p in barred if p is not None))
    initiator = world.case.initiator
    if initiator is None or initiator not in people:
        return seat
    match world.rules.of_initiator:
        case "skip":
            skipped = replace(seat, state="skipped", counts=False, hand=None)
            return skipped.because("approvals.reason.initiator_skipped", person=initiator)
        case "head":
            return _head_instead(seat, initiator, world)
        case _:
            return seat


def same_approver_again(seat: Seat, world: World) -> Seat:
    """A5: who has approved the very same in this run need not do so again."""
    rules, case = world.rules, world.case
    if rules.repeated == "never" or rules.needs_hand or case.is_target_of_return or seat.group:
        return seat
    for earlier in case.earlier:
        fits = rules.repeated == "once" or earlier.is_adjacent
        if earlier.hand == seat.hand and fits and earlier.is_unchanged:
            return replace(seat, state="skipped").because(
                "approvals.reason.same_again", person=earlier.hand, step=earlier.step
            )
    return seat


def a_hand_acts_once(seat: Seat, world: World) -> Seat:
    """Distinct people: a hand that has acted in the round cannot act in it again."""
    if seat.hand is not None and seat.hand in world.case.acted:
        return seat.emptied("approvals.reason.acted_already", person=seat.hand)
    return seat


ON_ASSIGNMENT: Final[tuple[Rule, ...]] = (
    deputy_stands_in,
    nobody_approves_their_own,
    same_approver_again,
    a_hand_acts_once,
)
"""Who may sit on a seat, in this order; then `somebody_must_answer` for the set as a whole."""


# The set


def seat_people(found: Sequence[Seat], world: World) -> Seating:
    """Put the people whom the sources found through all rules."""
    seats: list[Seat] = []
    is_stuck = False
    for seat in found:
        passed, circles = _through_rules(seat, _with_taken(world, seats))
        seats.append(passed)
        is_stuck = is_stuck or circles
    filled, nobody = _somebody_must_answer(_without_duplicates(seats), world)
    sitting = [seat for seat in filled if seat.state != "empty"]
    placements = [_placement(seat) for seat in sitting]
    if nobody or not sitting:
        placements.append(Placement(reasons=_why_nobody(filled)))
    left_out = tuple(
        LeftOut(seat.person, seat.reasons[-1])
        for seat in filled
        if seat.state == "empty" and seat.person is not None and seat.reasons
    )
    return Seating(
        placements=tuple(placements),
        left_out=left_out,
        is_stuck=is_stuck or nobody or not sitting,
    )


def _why_nobody(seats: Iterable[Seat]) -> tuple[Reason, ...]:
    """Why a seat stays empty that somebody must have: an item without a person, an incident."""
    return tuple(reason for seat in seats if seat.state == "empty" for reason in seat.reasons)


def _with_taken(world: World, seats: Iterable[Seat]) -> World:
    """Where the step wants distinct people, hands that have a seat already count as used."""
    if not world.rules.distinct:
        return world
    taken = {seat.hand for seat in seats if seat.state == "sits" and seat.hand is not None}
    case = replace(world.case, acted=world.case.acted | taken)
    return replace(world, case=case)


def place_person(person: int, world: World, *, reasons: tuple[Reason, ...] = ()) -> Placement:
    """Put one more person in, by transfer or adding: absence and four-eyes count, skips do not."""
    seat = Seat(person=person, hand=person, reasons=reasons)
    rules = replace(world.rules, repeated="never")
    placed, _ = _through_rules(seat, replace(world, rules=rules))
    return _placement(placed) if placed.state == "sits" else Placement(reasons=placed.reasons)


def reseat(seat: Seat, world: World) -> Seating:
    """Look at one seat again when its turn comes: absence may have changed meanwhile."""
    one = replace(world.rules, distinct=0)
    return seat_people([seat], replace(world, rules=one))


def _through_rules(seat: Seat, world: World) -> tuple[Seat, bool]:
    """The seat when no rule has anything to say any more; and whether they never came to an end."""
    for _ in range(MAX_PASSES):
        changed = _one_pass(seat, world)
        if changed is seat or changed.state != "sits":
            return changed, False
        seat = changed
    owner = world.case.owner
    last = replace(seat, person=owner, hand=owner, group="")
    return last.because("approvals.reason.rules_in_circles"), True


def _one_pass(seat: Seat, world: World) -> Seat:
    for rule in ON_ASSIGNMENT:
        changed = rule(seat, world)
        if changed is not seat:
            return changed
    return seat


def _without_duplicates(seats: Iterable[Seat]) -> list[Seat]:
    """One seat a principal (or group); the order of the first stays."""
    kept: dict[object, Seat] = {}
    for number, seat in enumerate(seats):
        key: object = seat.group or (seat.person if seat.person is not None else ("?", number))
        present = kept.get(key)
        if present is None or (present.state == "empty" and seat.state != "empty"):
            kept[key] = seat
    return list(kept.values())


def _somebody_must_answer(seats: list[Seat], world: World) -> tuple[list[Seat], bool]:
    """Nobody left, or fewer hands than the step wants: what is missing goes by the empty policy.

    Empty seats are filled first; where all are taken and it is still too few, seats are added.
    """
    wanted = max(1, world.rules.distinct)
    missing = wanted - _answering(seats, world)
    result: list[Seat] = []
    for position, seat in enumerate(seats):
        if seat.state != "empty" or (missing <= 0 and not seat.is_wanted):
            result.append(seat)
            continue
        filled, nobody = _fill(seat, _with_taken(world, (*result, *seats[position:])))
        result.extend(filled)
        if nobody:
            return _without_duplicates([*result, *seats[position + 1 :]]), True
        missing -= len(filled)
    while missing > 0:
        filled, nobody = _fill(_one_more(wanted, missing), _with_taken(world, result))
        result.extend(filled)
        if nobody:
            return result, True
        missing -= len(filled)
    return _without_duplicates(result), False


def _one_more(wanted: int, missing: int) -> Seat:
    """A seat beside those that the sources have named."""
    seat = Seat(person=None, hand=None, state="empty")
    found = wanted - missing
    return seat.because("approvals.reason.too_few", wanted=wanted, found=found) if found else seat


def _answering(seats: Iterable[Seat], world: World) -> int:
    """How many people answer for the step; who is skipped without counting is none of several."""
    groups, hands = 0, set()
    for seat in seats:
        if seat.group and seat.state == "sits":
            groups += 1
        elif seat.state != "empty" and (seat.counts or not world.rules.distinct):
            hands.add(seat.hand if seat.hand is not None else ("skipped", seat.person))
    return groups + len(hands)


def _fill(seat: Seat, world: World) -> tuple[list[Seat], bool]:
    """Fill one empty seat by the empty policy; true when nobody can be found."""
    match world.rules.empty:
        case "approve":
            return [replace(seat, state="skipped").because("approvals.reason.empty_approve")], False
        case "reject":
            return [replace(seat, state="rejected").because("approvals.reason.empty_reject")], False
        case "up":
            found = _passing(_line_above(seat, world), "approvals.reason.empty_up", seat, world)
            return (found[:1], False) if found else _owner_instead(seat, world)
        case "assign":
            people = world.case.empty_to
            found = _passing(people, "approvals.reason.empty_assign", seat, world)
            wanted = found[:1] if world.rules.distinct else found
            return (wanted, False) if found else _owner_instead(seat, world)
        case "admin":
            return _owner_instead(seat, world)
        case _:
            return [seat.because("approvals.reason.empty_fail")], True


def _passing(candidates: Iterable[int], code: str, seat: Seat, world: World) -> list[Seat]:
    """Those of the candidates who pass all rules."""
    tried = (_through_rules(_new_on(seat, person, code), world)[0] for person in candidates)
    return [one for one in tried if one.state != "empty"]


def _owner_instead(seat: Seat, world: World) -> tuple[list[Seat], bool]:
    """The last resort: the process owner, unless they may not either."""
    owner = world.case.owner
    if owner is None:
        return [seat.because("approvals.reason.empty_fail")], True
    tried, circles = _through_rules(_new_on(seat, owner, "approvals.reason.empty_admin"), world)
    if tried.state == "empty":
        return [tried.because("approvals.reason.empty_fail")], True
    return [tried], circles


def _new_on(seat: Seat, person: int, code: str) -> Seat:
    fresh = Seat(person=person, hand=person, reasons=seat.reasons)
    return fresh.because(code, person=person, seat=seat.person)


def _line_above(seat: Seat, world: World) -> tuple[int, ...]:
    """Heads up the line from the person the seat was for, else from the department without a head,
    else from the initiator's."""
    if seat.person is not None:
        department = world.organisation.department_of(seat.person)
        return world.organisation.heads_up(department, without=seat.person)
    of = int(seat.found_in) if seat.found_as == "head" and seat.found_in else None
    return world.organisation.heads_up(of or world.case.initiator_department)


def _placement(seat: Seat) -> Placement:
    decided: Literal["", "skipped", "rejected"] = ""
    if seat.state == "skipped":
        decided = "skipped"
    elif seat.state == "rejected":
        decided = "rejected"
    return Placement(
        principal=seat.person,
        hand=None if decided else seat.hand,
        group="" if decided else seat.group,
        assistant=None if decided else seat.assistant,
        decided=decided,
        counts=seat.counts,
        reasons=seat.reasons,
    )


# Absence


def _rule_of(person: int, kind: str, world: World) -> DeputyRule | None:
    """The first rule of this kind that may be used for the case."""
    case = world.case
    for rule in world.presence.deputy_rules(person):
        over = rule.amount_limit is not None and (case.amount or 0) > rule.amount_limit
        named = not rule.processes or case.process_key in rule.processes
        works_here = rule.deputy != person and world.organisation.is_active(rule.deputy)
        if rule.kind == kind and named and not over and works_here:
            return rule
    return None


def _deputy_of(person: int, world: World) -> int | None:
    """The deputy who acts now; a chain that comes back to somebody in it is not usable."""
    rule = _rule_of(person, "act", world)
    if rule is None:
        return None
    seen = {person}
    following: DeputyRule | None = rule
    while following is not None:
        if following.deputy in seen:
            return None
        seen.add(following.deputy)
        following = _rule_of(following.deputy, "act", world)
    return rule.deputy


def _somebody_for_absent(seat: Seat, absent: int, world: World) -> Seat:
    """Absent without a usable rule: deputy head, the others of the role, or up the line."""
    organisation = world.organisation
    if seat.found_as == "head" and seat.hand == seat.person:
        department = int(seat.found_in) if seat.found_in else organisation.department_of(absent)
        deputy = organisation.deputy_head(department)
        if deputy is not None and _may_stand_in(deputy, absent, world):
            return replace(seat, hand=deputy, found_as="person").because(
                "approvals.reason.deputy_head", person=absent, deputy=deputy
            )
    if seat.found_as in ("role", "group") and seat.hand == seat.person:
        others = [p for p in organisation.members(seat.found_in) if p != absent]
        if any(_may_stand_in(p, absent, world) for p in others):
            return seat.emptied("approvals.reason.absent_others", person=absent)
    for head in organisation.heads_up(organisation.department_of(absent), without=absent):
        if _may_stand_in(head, absent, world):
            return replace(seat, hand=head, found_as="person").because(
                "approvals.reason.absent_head", person=absent, deputy=head
            )
    return seat.emptied("approvals.reason.absent_nobody", person=absent)


def _is_away(person: int, world: World) -> bool:
    """Absent, or gone for good since the set was made."""
    return world.presence.is_absent(person) or not world.organisation.is_active(person)


def _may_stand_in(person: int, absent: int, world: World) -> bool:
    """Active, there, and neither the absent one, the initiator nor kept apart."""
    if person in (absent, world.case.initiator) or person in world.barred:
        return False
    return world.organisation.is_active(person) and not world.presence.is_absent(person)


def _group_without_absent(seat: Seat, world: World) -> Seat:
    members = world.organisation.members(seat.group)
    if not members or any(not world.presence.is_absent(person) for person in members):
        return seat if members else seat.emptied("approvals.reason.group_empty", group=seat.group)
    alone = replace(
        seat, person=members[0], hand=members[0], group="", found_as="person", found_in=""
    )
    return alone.because("approvals.reason.group_absent", group=seat.group)


def _group_without_barred(seat: Seat, world: World) -> Seat:
    members = present_members(seat.group, world)
    if any(person not in world.barred for person in members):
        return seat
    person = members[0] if members else None
    empty = replace(seat, person=person, group="")
    return empty.emptied("approvals.reason.group_barred", group=seat.group)


def present_members(group: str, world: World) -> tuple[int, ...]:
    """Members of a group who are there now."""
    members = world.organisation.members(group)
    return tuple(person for person in members if not world.presence.is_absent(person))


def eligible_members(group: str, world: World) -> tuple[int, ...]:
    """Members of a group who may claim: there, and not barred."""
    return tuple(person for person in present_members(group, world) if person not in world.barred)


def _head_instead(seat: Seat, initiator: int, world: World) -> Seat:
    """The initiator's department head; when they are the head, the next one up."""
    department = world.organisation.department_of(initiator)
    heads = world.organisation.heads_up(department, without=initiator)
    if not heads:
        return seat.emptied("approvals.reason.initiator_no_head", person=initiator)
    return Seat(
        person=heads[0],
        hand=heads[0],
        found_as="head",
        reasons=seat.reasons,
    ).because("approvals.reason.initiator_head", person=initiator, head=heads[0])
