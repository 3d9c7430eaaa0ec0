"""S11 出差 as a package: tiers and limits by decision tables, rules over legs, the trip ledger."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from dujiang.deployments.commands import StartByClock
from dujiang.engine import StartTimer
from dujiang.engine.commands import CancelInstance
from dujiang.forms import Checked, access_at, check_submission
from dujiang.kernel.values import Variables
from dujiang.runtime import Advance, StartProcess
from tests.scenarios.house import House
from tests.scenarios.test_leave import complete, submitted, values, waiting

pytestmark = [pytest.mark.spec("S11")]
D = Decimal


def leg(city: str, start: str, end: str, fare: str = "1100", **more: Any) -> dict[str, Any]:
    return {
        "city": city,
        "from_at": f"2026-{start}",
        "to_at": f"2026-{end}",
        "transport": "RAIL",
        "fare": fare,
        **more,
    }


def checked(house: House, login: str, *legs: dict[str, Any]) -> Checked:
    form = house.form("trip", "trip")
    access = access_at(form, {}, is_start=True)
    sent = {"purpose": "客户现场安装", "legs": list(legs)}
    return check_submission(form, access, sent, house.situation(login))


def rules(house: House, login: str, *legs: dict[str, Any]) -> list[str]:
    return [p.params.get("rule", p.code) for p in checked(house, login, *legs).problems]


THREE_NIGHTS = leg("上海", "03-09T14:00", "03-12T11:00")


@pytest.mark.parametrize(
    ("login", "city", "tier", "limit"),
    [
        ("liming", "上海", "T1", "450"),
        ("chengang", "杭州", "T2", "550"),
        ("liming", "绵阳", "T3", "280"),
        ("liming", "Tokyo", "T0", "1000"),
        ("liming", "东京", "T0", "1000"),
        ("shenjianghe", "北京", "T1", "1000"),
        ("zhangwei", "成都", "T2", "280"),
    ],
)
def test_the_hotel_limit_follows_from_grade_and_city(
    shared: House, login: str, city: str, tier: str, limit: str
) -> None:
    found = checked(shared, login, leg(city, "03-09T14:00", "03-11T11:00"))

    (row,) = found.values["legs"]
    assert (row["tier"], row["nights"], row["hotel_limit"]) == (tier, D(2), D(limit))


def test_cost_and_dates_are_computed_from_the_legs(shared: House) -> None:
    found = checked(shared, "liming", THREE_NIGHTS)

    assert found.problems == ()
    assert found.values["est_cost"] == D(2450)
    assert str(found.values["start_on"]) == "2026-03-09"
    assert str(found.values["end_on"]) == "2026-03-12"


@pytest.mark.parametrize(
    ("legs", "rule"),
    [
        ([leg("上海", "03-12T14:00", "03-09T11:00")], "ends"),
        (
            [leg("上海", "03-09T14:00", "03-12T11:00"), leg("杭州", "03-11T08:00", "03-13T18:00")],
            "order",
        ),
        ([leg("上海", "03-01T14:00", "03-03T11:00")], "not_past"),
        ([], "forms.field.required"),
        ([leg("上海", "03-09T14:00", "03-12T11:00", fare="-1")], "forms.value.too_small"),
    ],
)
def test_what_the_sheet_forbids_is_told(shared: House, legs: list[Any], rule: str) -> None:
    assert rule in rules(shared, "liming", *legs)


def started(house: House, login: str, *legs: dict[str, Any], no: str = "CC1") -> int:
    variables = Variables({"initiator": house.person(login), "number": no})
    start = StartProcess(process_key="trip", variables=variables, number=no)
    instance_id = int(house.do(start)["instance_id"])
    found = checked(house, login, *legs)
    assert found.is_fine, found.problems
    complete(house, instance_id, "apply", found.values)
    return instance_id


def states(house: House, no: str = "CC1") -> list[tuple[str, str]]:
    return [(row["city"], row["state"]) for row in house.rows("trip", cc_no=no)]


def test_a_cheap_trip_goes_past_the_general_manager_and_is_recorded(house: House) -> None:
    instance = started(house, "liming", THREE_NIGHTS, leg("杭州", "03-12T12:00", "03-13T18:00"))
    assert states(house) == [("上海", "RESERVED"), ("杭州", "RESERVED")]

    complete(house, instance, "dept")

    assert waiting(house, instance) == {}
    assert states(house) == [("上海", "APPROVED"), ("杭州", "APPROVED")]


@pytest.mark.parametrize(
    ("legs", "is_asked"),
    [
        ([leg("上海", "03-09T14:00", "03-12T11:00", fare="8649.99")], False),
        ([leg("上海", "03-09T14:00", "03-12T11:00", fare="8650")], True),
        ([leg("Tokyo", "03-09T14:00", "03-10T11:00", fare="1")], True),
    ],
)
def test_from_ten_thousand_or_abroad_the_general_manager_is_asked(
    house: House, legs: list[Any], is_asked: bool
) -> None:
    instance = started(house, "liming", *legs)

    complete(house, instance, "dept")

    assert (list(waiting(house, instance)) == ["gm"]) is is_asked


def test_trips_and_leaves_do_not_cross(house: House) -> None:
    submitted(house, "liming", values("2026-03-10 AM", "2026-03-10 PM"))
    started(house, "wangfang", THREE_NIGHTS, no="CC2")

    crossing = checked(house, "liming", THREE_NIGHTS)
    (problem,) = crossing.problems
    assert problem.params["sentence"]["zh-CN"] == "这几天有请假 QJ1"
    assert rules(house, "wangfang", leg("杭州", "03-12T12:00", "03-13T18:00")) == ["once"]


def test_a_rejected_trip_frees_its_days(house: House) -> None:
    instance = started(house, "liming", THREE_NIGHTS)

    house.do(Advance(instance, CancelInstance(at=house.clock.now(), outcome="rejected")))

    assert states(house) == []
    assert rules(house, "liming", THREE_NIGHTS) == []


def test_an_ended_trip_is_done_the_day_after(house: House) -> None:
    instance = started(house, "liming", THREE_NIGHTS)
    complete(house, instance, "dept")
    version = house.deployments.current("trip_done")

    for text, expected in (("2026-03-11T16:10", "APPROVED"), ("2026-03-12T16:10", "DONE")):
        at = datetime.fromisoformat(text).replace(tzinfo=UTC)
        house.clock.set(at)
        timer = StartTimer("daily", at)
        command = StartByClock(process_key="trip_done", version_id=version.id, timer=timer)
        house.do(command)

        assert states(house) == [("上海", expected)]
