"""Timers of start events."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from dujiang.engine import check_start_timers, next_start_timer, start_timers, started_by
from tests.build import condition, process, timer
from tests.engine.world import AT, World, waiting


def test_a_daily_scan_is_due_every_day_at_its_hour() -> None:
    build = process().start_with("daily", timer(cycle="0 8 * * *")).user("scan").end()
    program = build.program(zone="Asia/Shanghai")

    (first,) = start_timers(program, AT)
    second = next_start_timer(program, first)

    assert first.due_at == datetime(2026, 3, 3, 0, tzinfo=UTC)
    assert second is not None
    assert second.due_at == first.due_at + timedelta(days=1)


def test_a_repetition_ends_after_its_last_time() -> None:
    program = process().start_with("twice", timer(cycle="R2/PT1H")).task("a").end().program()

    (first,) = start_timers(program, AT)
    second = next_start_timer(program, first)

    assert second is not None
    assert next_start_timer(program, second) is None


def test_an_instance_begins_at_the_event_that_was_due() -> None:
    program = process().start_with("daily", timer("PT1H")).user("scan").end().program()

    instance = World(program).start("process", start_element="daily")

    assert waiting(instance) == ["scan"]


def test_a_timer_that_makes_no_sense_is_named() -> None:
    program = process().start_with("bad", timer(cycle="now and then")).task("a").end().program()

    assert start_timers(program, AT) == ()
    assert check_start_timers(program, AT) == ("bad",)


def test_conditional_start_events_say_by_which_values_they_are_started() -> None:
    build = process().start_with("low", condition("stock < 5")).user("order").end()
    program = build.program()

    assert started_by(program, {"stock": Decimal(3)}, AT) == ("low",)
    assert started_by(program, {"stock": Decimal(9)}, AT) == ()
    assert started_by(program, {}, AT) == ()
