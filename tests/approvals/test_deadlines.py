"""When items are due, when people are reminded, where an idle item climbs to (A6)."""

from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec
import pytest

from dujiang.approvals.cases.clocks import LEFT_RULES, Reckoning
from dujiang.approvals.rules.deadlines import (
    Alarm,
    alarms_between,
    next_alarm,
    next_superior,
    plan,
)
from dujiang.approvals.rules.model import DeadlineRule, Item, ReminderRule, Round, StepRules
from dujiang.calendars import Calendar, Reckoned
from dujiang.deployments import company_calendars
from tests.approvals.company import name_of, person_id, view

CALENDARS = {calendar.key: calendar for calendar in company_calendars()}


def calendar(key: str) -> Calendar:
    return CALENDARS[key or "STD"]


CLOCK = Reckoning(calendar, "STD", lambda text: timedelta(hours=3))
SHIPPED = StepRules(
    step="dept",
    deadlines=(
        DeadlineRule(kind="due", duration="PT48H", clock="calendar:DAY24", action="escalate"),
    ),
    reminders=(
        ReminderRule(before="PT24H", clock="calendar:DAY24"),
        ReminderRule(before="PT4H", clock="calendar:DAY24"),
    ),
)
OWN_TIME = StepRules(
    step="dept",
    deadlines=(
        DeadlineRule(kind="due", duration="PT24H", clock="calendar:DAY24"),
        DeadlineRule(kind="action", duration="PT48H", clock="calendar:DAY24", action="escalate"),
    ),
    reminders=(ReminderRule(every="PT4H", clock="working"),),
)


def at(text: str) -> datetime:
    """An instant in Chengdu."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.mark.spec("A6")
def test_deadline_counts_working_days_as_whole_days() -> None:
    planned = plan(SHIPPED, at("2026-03-06T15:00"), CLOCK)

    assert planned.due_at == planned.act_at == at("2026-03-10T15:00")
    assert planned.action == "escalate"


@pytest.mark.spec("A6")
def test_reminders_come_before_the_step_is_due() -> None:
    planned = plan(SHIPPED, at("2026-03-06T15:00"), CLOCK)

    assert planned.before == (at("2026-03-09T15:00"), at("2026-03-10T11:00"))
    assert next_alarm(planned, at("2026-03-06T15:00"), CLOCK) == Alarm(
        at("2026-03-09T15:00"), "remind"
    )


@pytest.mark.spec("A6")
def test_own_time_is_due_first_and_the_action_comes_at_its_own_moment() -> None:
    planned = plan(OWN_TIME, at("2026-09-30T17:00"), CLOCK)

    assert planned.due_at == at("2026-10-08T17:00")
    assert planned.act_at == at("2026-10-09T17:00")


@pytest.mark.spec("A6")
def test_after_it_is_due_reminders_repeat_in_working_time() -> None:
    planned = plan(OWN_TIME, at("2026-03-02T09:00"), CLOCK)

    following = next_alarm(planned, at("2026-03-03T09:00"), CLOCK)

    assert following == Alarm(at("2026-03-03T14:00"), "remind")


@pytest.mark.spec("A6")
def test_late_clock_does_each_kind_once() -> None:
    planned = plan(OWN_TIME, at("2026-03-02T09:00"), CLOCK)

    found = alarms_between(planned, at("2026-03-02T09:00"), at("2026-03-10T09:00"), CLOCK)

    assert sorted(alarm.kind for alarm in found) == ["act", "overdue", "remind"]


@pytest.mark.spec("A6")
def test_working_time_follows_the_handlers_hours() -> None:
    rules = StepRules(
        step="s", deadlines=(DeadlineRule(kind="due", duration="PT8H", clock="working"),)
    )

    assert plan(rules, at("2026-03-06T14:00"), CLOCK).due_at == at("2026-03-09T14:00")


@pytest.mark.spec("A6")
def test_clock_time_knows_no_weekend() -> None:
    rules = StepRules(step="s", deadlines=(DeadlineRule(kind="due", duration="PT48H"),))

    assert plan(rules, at("2026-03-06T15:00"), CLOCK).due_at == at("2026-03-08T15:00")


@pytest.mark.spec("E5")
def test_deadline_beyond_the_published_year_is_provisional() -> None:
    planned = plan(SHIPPED, at("2026-12-31T15:00"), CLOCK)

    assert planned.is_provisional
    assert planned.due_at == at("2027-01-04T15:00")


@pytest.mark.spec("A6")
def test_duration_may_be_an_expression() -> None:
    rules = StepRules(step="s", deadlines=(DeadlineRule(kind="due", duration="=limit"),))

    assert plan(rules, at("2026-03-06T15:00"), CLOCK).due_at == at("2026-03-06T18:00")


def test_request_left_with_its_initiator_is_reminded_and_then_ends() -> None:
    planned = plan(LEFT_RULES, at("2026-03-02T09:00"), CLOCK)

    assert planned.before == (at("2026-03-09T09:00"), at("2026-03-25T09:00"))
    assert planned.act_at == at("2026-04-01T09:00")


def test_step_without_deadline_has_no_alarm() -> None:
    planned = plan(StepRules(step="s"), at("2026-03-02T09:00"), CLOCK)

    assert next_alarm(planned, at("2026-03-02T09:00"), CLOCK) is None


# Climbing


def climb(item: Item, *others: Item, owner: str = "林静", barred: tuple[str, ...] = ()) -> str:
    round_ = Round(items=(item, *others))
    found = next_superior(
        item,
        round_,
        view(),
        owner=person_id(owner),
        may_take=lambda p: name_of(p) not in barred,
    )
    return name_of(found)


def item_for(name: str, **given: object) -> Item:
    found = partial(Item, id=1, state="open", principal=person_id(name), hand=person_id(name))
    return found(**given)  # type: ignore[arg-type]


@pytest.mark.spec("A6")
def test_idle_item_goes_to_the_next_superior() -> None:
    assert climb(item_for("冯涛")) == "赵磊"


@pytest.mark.spec("A6")
def test_after_the_top_comes_the_process_owner() -> None:
    assert climb(item_for("沈江河", level=1)) == "林静"


@pytest.mark.spec("A6")
def test_superior_in_the_round_already_is_passed_over() -> None:
    other = Item(id=2, state="open", principal=person_id("赵磊"), hand=person_id("赵磊"))

    assert climb(item_for("冯涛"), other) == "沈江河"


@pytest.mark.spec("A6")
def test_whoever_may_not_act_is_passed_over() -> None:
    assert climb(item_for("冯涛"), barred=("赵磊",)) == "沈江河"


@pytest.mark.spec("A6")
def test_when_the_process_owner_has_it_already_it_is_stuck() -> None:
    assert climb(item_for("林静", level=2)) == "?"


@pytest.mark.spec("A6")
def test_superior_of_a_groups_item_is_the_head_of_its_first_member() -> None:
    assert climb(Item(id=1, state="open", group="role:finance_review")) == "周敏"


def test_item_never_climbs_back_down() -> None:
    gone = Item(id=1, state="transferred", principal=person_id("沈江河"), hand=person_id("沈江河"))
    item = item_for("顾明远", from_item=1, level=1)
    round_ = Round(items=(gone, msgspec.structs.replace(item, id=2)))

    found = next_superior(
        round_.item(2), round_, view(), owner=person_id("林静"), may_take=lambda p: True
    )

    assert name_of(found) == "林静"


@pytest.mark.spec("A6")
def test_the_process_owner_who_had_it_from_the_start_has_superiors_too() -> None:
    item = item_for("顾明远")

    found = next_superior(
        item, Round(items=(item,)), view(), owner=person_id("顾明远"), may_take=lambda p: True
    )

    assert name_of(found) == "沈江河"


@pytest.mark.spec("A6")
def test_a_due_time_without_an_action_does_nothing_but_be_due() -> None:
    rules = StepRules(step="s", deadlines=(DeadlineRule(kind="due", duration="PT5H"),))

    planned = plan(rules, at("2026-03-02T09:00"), CLOCK)

    assert (planned.due_at, planned.act_at, planned.action) == (at("2026-03-02T14:00"), None, "")


@pytest.mark.spec("A6")
def test_a_reminder_that_would_come_with_the_opening_is_left_out() -> None:
    rules = StepRules(
        step="s",
        deadlines=(DeadlineRule(kind="due", duration="PT5H"),),
        reminders=(ReminderRule(before="PT5H"), ReminderRule(before="PT4H")),
    )

    planned = plan(rules, at("2026-03-02T09:00"), CLOCK)

    assert planned.before == (at("2026-03-02T10:00"),)


@pytest.mark.spec("A6")
def test_a_superior_who_has_decided_in_the_round_is_passed_over() -> None:
    decided = item_for("陈刚", state="approved", decided_by=person_id("陈刚"))
    idle = msgspec.structs.replace(item_for("刘洋"), id=2)

    found = next_superior(
        idle, Round(items=(decided, idle)), view(), owner=None, may_take=lambda p: True
    )

    assert name_of(found) == "沈江河"


@pytest.mark.spec("A6")
def test_a_repeated_reminder_at_the_very_moment_is_over() -> None:
    rules = StepRules(
        step="s",
        deadlines=(DeadlineRule(kind="due", duration="PT1H"),),
        reminders=(ReminderRule(every="PT2H"),),
    )
    planned = plan(rules, at("2026-03-02T09:00"), CLOCK)

    following = next_alarm(planned, at("2026-03-02T12:00"), CLOCK)

    assert following == Alarm(at("2026-03-02T14:00"), "remind")


def test_reckoning_is_exact_for_plain_durations() -> None:
    assert CLOCK(at("2026-03-02T09:00"), "P1D", "clock") == Reckoned(
        at("2026-03-03T09:00"), is_provisional=False
    )
