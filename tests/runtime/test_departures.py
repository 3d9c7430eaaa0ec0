"""What an element instance that has ended in a request saw of its own."""

from datetime import UTC, datetime

from dujiang.engine import Accepted, State, step
from dujiang.engine import commands as c
from dujiang.kernel.values import Variables
from dujiang.runtime.deciding.departures import departures, has_scopes, variables_at
from tests.build import process

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
EACH = process().start().user("ask").each("ask", "=[7, 8]", element="n").end()


def begun() -> State:
    outcome = step(EACH.program(), None, c.StartInstance(at=AT))
    assert isinstance(outcome, Accepted), outcome
    return outcome.state


def test_a_turn_that_has_ended_still_knows_its_item() -> None:
    program, before = EACH.program(), begun()
    turns = sorted(key for key, scope in before.scopes.items() if scope.variables.get("n") == 7)
    command = c.CompleteUserTask(at=AT, key=turns[0], variables=Variables({"said": "yes"}))

    outcome = step(program, before, command)

    assert isinstance(outcome, Accepted), outcome
    assert turns[0] not in outcome.state.scopes
    assert has_scopes(before, outcome.facts)
    gone = departures(before, outcome.facts)
    seen = variables_at(outcome.state, gone, turns[0])
    assert (seen["n"], seen["said"]) == (7, "yes")


def test_a_process_without_scopes_is_not_looked_through() -> None:
    program = process().start().user("ask").end().program()
    begun = step(program, None, c.StartInstance(at=AT))
    assert isinstance(begun, Accepted), begun

    assert not has_scopes(begun.state, begun.facts)
