"""Timers: dates, durations, cycles, cron, working time."""

from datetime import UTC, datetime, timedelta

import pytest

from dujiang.calendars import office_hours
from dujiang.engine import events as ev
from tests.build import process, timer
from tests.engine.world import AT, World, facts_of, incidents


def due(definition: object, **variables: object) -> datetime:
    build = process().start().catch("wait", definition).end()  # type: ignore[arg-type]
    world = World(build.program(calendars={"STD": office_hours()}))
    instance = world.start("process", variables)
    (scheduled,) = facts_of(instance, ev.TimerScheduled)
    return scheduled.due_at


@pytest.mark.parametrize(
    ("definition", "at"),
    [
        (timer("PT1H"), AT + timedelta(hours=1)),
        (timer("P1M"), datetime(2026, 4, 2, 9, tzinfo=UTC)),
        (timer('= duration("PT" + string(hours) + "H")'), AT + timedelta(hours=5)),
        (timer(date="2026-05-01T00:00:00Z"), datetime(2026, 5, 1, tzinfo=UTC)),
        (timer(date="2026-05-01"), datetime(2026, 4, 30, 16, tzinfo=UTC)),
        (timer(date='= @"2026-05-01T08:00:00+08:00"'), datetime(2026, 5, 1, tzinfo=UTC)),
        (timer(cycle="R/PT10M"), AT + timedelta(minutes=10)),
        (timer(cycle="0 8 * * *"), datetime(2026, 3, 3, 0, tzinfo=UTC)),
        (timer("PT8H", clock="working"), datetime(2026, 3, 3, 9, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_timer_is_due(definition: object, at: datetime) -> None:
    assert due(definition, hours=5) == at


@pytest.mark.parametrize(
    "definition",
    [timer('= duration("soon")'), timer("= 5"), timer(date='= "someday"')],
)
def test_timer_that_makes_no_sense_is_an_incident(definition: object) -> None:
    build = process().start().catch("wait", definition).end()  # type: ignore[arg-type]

    instance = World(build.program()).start("process")

    assert len(incidents(instance)) == 1


def test_working_time_needs_a_calendar() -> None:
    build = process().start().catch("wait", timer("PT8H", clock="calendar:LAB")).end()

    instance = World(build.program()).start("process")

    assert incidents(instance) == ["engine.timer.no_calendar"]


def test_cycle_counts_from_when_it_was_due_not_from_when_it_fired() -> None:
    build = process().start().user("work").end()
    build.boundary("tick", "work", timer(cycle="R3/PT1H"), interrupts=False).task("t").end("e")
    world = World(build.program())
    instance = world.start("process")
    from dujiang.engine.commands import TriggerTimer

    world.now += timedelta(minutes=90)
    key = world.trigger_of(instance, "tick")
    world.submit(instance, TriggerTimer(key, at=world.now))

    assert facts_of(instance, ev.TimerScheduled)[1].due_at == AT + timedelta(hours=2)


def test_a_timer_that_fires_twice_is_rejected_the_second_time() -> None:
    from dujiang.engine.commands import TriggerTimer

    world = World(process().start().catch("wait", timer("PT1H")).end().program())
    instance = world.start("process")
    key = world.trigger_of(instance, "wait")
    world.advance(timedelta(hours=1))

    world.submit(instance, TriggerTimer(key, at=world.now))

    assert world.rejections[-1].code == "engine.instance.ended"
