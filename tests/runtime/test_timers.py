"""Timers fire by the clock, once, and late ones are caught up."""

from datetime import timedelta

import msgspec

from dujiang.kernel.ids import SHARDS
from dujiang.runtime import SIGNED_IN, Handled, Route, Work
from dujiang.store import Store
from tests.runtime.house import AT, opened
from tests.runtime.models import line, parallel, timer, user

MODELS = {
    "slow": line("slow", timer("pause", "PT1H"), user("after")),
    "crowd": parallel("crowd", [timer(f"t{n}", f"PT{n}M") for n in range(1, 6)]),
}


def test_a_timer_fires_when_it_is_due_and_not_before(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("slow")

        house.wait(timedelta(minutes=59))
        assert house.active(instance_id) == ["pause"]
        house.wait(timedelta(minutes=1))
        assert house.active(instance_id) == ["after"]
        assert house.timers() == []


def test_a_late_house_catches_up(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_ids = [house.start("crowd") for _ in range(20)]

    with opened(store, MODELS) as house:
        house.clock.set(AT + timedelta(days=3))
        house.duties.drain()
        assert {house.instance(i).state for i in instance_ids} == {"COMPLETED"}
        assert house.timers() == []


def test_a_timer_that_was_claimed_by_a_dead_house_fires_after_its_lease(store: Store) -> None:
    from dujiang.runtime.duties.clockwork import _claim

    with opened(store, MODELS) as house:
        instance_id = house.start("slow")
        house.clock.advance(timedelta(hours=1))
        house.door.run(lambda tx: _claim(tx, house.clock.now()))  # and then it dies

        house.duties.drain()
        assert house.active(instance_id) == ["pause"]
        house.wait(timedelta(minutes=1))
        assert house.active(instance_id) == ["after"]


class Ring(msgspec.Struct, frozen=True):
    text: str


class SetAlarm(msgspec.Struct, frozen=True):
    text: str
    minutes: int


class DropAlarm(msgspec.Struct, frozen=True):
    pass


REF = (1 << 40) | 5


def test_other_rooms_can_have_commands_given_later(store: Store) -> None:
    heard: list[str] = []

    def ring(command: Ring, work: Work) -> Handled:
        heard.append(f"{command.text} {work.at:%H:%M}")
        return Handled()

    def set_alarm(command: SetAlarm, work: Work) -> Handled:
        due_at = work.at + timedelta(minutes=command.minutes)
        work.schedule("test.alarm", REF, due_at, Ring(command.text))
        return Handled()

    def drop_alarm(command: DropAlarm, work: Work) -> Handled:
        return Handled(answer={"count": work.unschedule("test.alarm", REF)})

    routes = {
        Ring: Route("internal", ring),
        SetAlarm: Route(SIGNED_IN, set_alarm),
        DropAlarm: Route(SIGNED_IN, drop_alarm),
    }
    with opened(store, MODELS, routes=routes) as house:
        house.ask(SetAlarm("催办", 30)).expect()
        house.wait(timedelta(hours=1))
        house.ask(SetAlarm("again", 5)).expect()
        assert house.ask(DropAlarm()).expect() == {"count": 1}
        house.wait(timedelta(hours=1))

    assert heard == ["催办 01:30"]
    assert SHARDS[5]
