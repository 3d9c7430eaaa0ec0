"""What a repair would do is said before it is done, and nothing changes."""

from dujiang.engine import Accepted, Rejected, step
from dujiang.engine import commands as c
from dujiang.runtime import Effect, foresee
from tests.build import Build, process, timer
from tests.engine.world import AT


def nested() -> Build:
    def inside(b: Build) -> None:
        b.start("s").user("one").user("two").end("e")

    build = process().start().sub("sub", inside).user("last").end()
    return build.boundary("late", "sub", timer("PT1H")).user("reminded").end("e2")


def test_a_move_says_what_is_removed_opened_and_stopped() -> None:
    program = nested().program()
    started = step(program, None, c.StartInstance(at=AT))
    assert isinstance(started, Accepted)
    key = next(k for k, e in started.state.active().items() if e == "one")

    effects = foresee(program, started.state, c.Move((key,), ("last",), at=AT))

    assert not isinstance(effects, Rejected)
    assert set(effects) == {
        Effect("removed", "one"),
        Effect("removed", "sub"),
        Effect("opened", "last"),
        Effect("task_withdrawn", "one"),
        Effect("task_opened", "last"),
        Effect("timer_stopped", "late"),
    }


def test_what_cannot_be_done_is_said_too() -> None:
    program = nested().program()
    started = step(program, None, c.StartInstance(at=AT))
    assert isinstance(started, Accepted)

    assert foresee(program, started.state, c.Move((99,), at=AT)) == Rejected(
        "engine.move.not_active", {"key": 99}
    )
