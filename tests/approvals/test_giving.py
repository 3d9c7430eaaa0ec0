"""Giving an item away: who is recorded as having done it, and who never may have it."""

import pytest

from dujiang.approvals.rules.actions import Acted, Delegate, Refusal, Transfer, act
from dujiang.approvals.rules.model import StepRules
from dujiang.approvals.rules.policies import Case, Seat, World, seat_people
from tests.approvals.acting import Table, number
from tests.approvals.company import person_id, view

TABLE = {"rules": {"mode": "any"}, "seats": ["A", "B"], "barred": "X", "inactive": "Y"}


@pytest.mark.spec("A4")
@pytest.mark.parametrize(("by_rule", "by"), [(False, number("A")), (True, None)])
def test_a_transfer_is_somebodys_act_and_an_escalation_nobodys(by_rule: bool, by: object) -> None:
    table = Table(TABLE)
    giving = Transfer(by=number("A"), item_id=1, to=number("C"), by_rule=by_rule)

    outcome = act(table.round, giving, table.setting)

    assert isinstance(outcome, Acted)
    given = outcome.round.item(1)
    assert (given.state, given.decided_by) == ("transferred", by)


@pytest.mark.spec("A4")
@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("A", "approvals.person.is_oneself"),
        ("X", "approvals.person.barred"),
        ("Y", "approvals.person.inactive"),
    ],
)
@pytest.mark.parametrize("kind", [Transfer, Delegate])
def test_nobody_gets_it_who_cannot_have_it(kind: type, to: str, code: str) -> None:
    table = Table(TABLE)

    outcome = act(table.round, kind(by=number("A"), item_id=1, to=number(to)), table.setting)

    assert isinstance(outcome, Refusal)
    assert (outcome.code, outcome.status) == (code, 422)


class AlwaysAway:
    """Everybody is away, and nobody has named a deputy."""

    def is_absent(self, person: int) -> bool:
        return True

    def deputy_rules(self, person: int) -> tuple[object, ...]:
        return ()


@pytest.mark.spec("A7")
def test_with_everybody_away_nobody_can_be_found_and_it_is_stuck() -> None:
    world = World(
        rules=StepRules(step="s"),
        case=Case(owner=person_id("顾明远")),
        organisation=view(),
        presence=AlwaysAway(),  # type: ignore[arg-type]
    )

    seating = seat_people([Seat(person=person_id("刘洋"), hand=person_id("刘洋"))], world)

    assert seating.is_stuck
