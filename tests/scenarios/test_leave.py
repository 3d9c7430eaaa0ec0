"""S1 请假 as a package: its form, its rules, its ledgers, and the process on the engine.

The walks with people are journeys; here stands what the package itself decides.
"""

from decimal import Decimal
from typing import Any

import pytest

from dujiang.engine.commands import CancelInstance, CompleteUserTask
from dujiang.forms import Checked, access_at, check_submission, evaluate, initial_values
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime import Advance, StartProcess
from dujiang.runtime.deciding.states import load_state
from dujiang.runtime.tables import INSTANCE
from dujiang.scenarios import load_demo
from dujiang.scenarios.history import load_stories
from tests.scenarios.house import House

pytestmark = [pytest.mark.spec("S1")]
D = Decimal


def values(start: str, end: str, kind: str = "ANNUAL", **more: Any) -> dict[str, Any]:
    (start_on, start_half), (end_on, end_half) = start.split(), end.split()
    return {
        "type": kind,
        "start_on": start_on,
        "start_half": start_half,
        "end_on": end_on,
        "end_half": end_half,
        "reason": "家中有事",
        **more,
    }


def checked(house: House, login: str, sent: dict[str, Any]) -> Checked:
    form = house.form("leave", "leave")
    access = access_at(form, {}, is_start=True)
    return check_submission(form, access, sent, house.situation(login))


def broken(house: House, login: str, sent: dict[str, Any]) -> list[tuple[str, str]]:
    return [(p.path, p.params.get("rule", p.code)) for p in checked(house, login, sent).problems]


def test_the_package_is_sound_and_drawn(shared: House) -> None:
    version = shared.deployments.current("leave")

    assert shared.deployments.processes()["leave"].name == "请假"
    assert b"BPMNDiagram" in version.package.xml
    assert {n.kind for n in version.program.nodes.values()} == {
        "startEvent",
        "userTask",
        "businessRuleTask",
        "exclusiveGateway",
        "serviceTask",
        "endEvent",
    }


def test_installing_twice_changes_nothing(shared: House) -> None:
    before = shared.deployments.current("leave").id
    load_demo(shared.do)

    assert shared.deployments.current("leave").id == before
    assert len(shared.rows("leave_balance", employee="E020")) == 16


@pytest.mark.parametrize(
    ("login", "kind", "year", "granted", "used"),
    [
        ("liming", "ANNUAL", 2026, "10", "2"),
        ("liming", "COMP", 2026, "1.5", "0"),
        ("wangfang", "ANNUAL", 2025, "5", "4"),
        ("wangfang", "ANNUAL", 2026, "5", "0"),
        ("shenjianghe", "ANNUAL", 2026, "15", "0"),
        ("zhangwei", "ANNUAL", 2026, "0", "0"),
        ("zhangwei", "SICK", 2025, "15", "0"),
        ("hanxue", "MATERNITY", 2026, "0", "0"),
    ],
)
def test_everybody_begins_with_the_balances_of_the_base_date(
    shared: House, login: str, kind: str, year: int, granted: str, used: str
) -> None:
    no = shared.person(login)["no"]

    row = shared.row("leave_balance", no, kind, D(year))

    assert (row["granted"], row["used"]) == (D(granted), D(used))


@pytest.mark.parametrize(
    ("login", "sent", "days", "available"),
    [
        ("liming", values("2026-03-10 AM", "2026-03-12 PM"), "3", "8"),
        ("liming", values("2026-03-10 AM", "2026-03-13 AM"), "3.5", "8"),
        ("liming", values("2026-04-30 AM", "2026-05-06 PM"), "2", "8"),
        ("liming", values("2026-05-08 PM", "2026-05-09 AM"), "1", "8"),
        ("wangfang", values("2026-03-30 AM", "2026-04-07 PM"), "6", "6"),
        ("liming", values("2026-03-10 AM", "2026-03-10 PM", "COMP"), "1", "1.5"),
    ],
)
def test_days_and_balance_are_computed_by_the_server(
    shared: House, login: str, sent: dict[str, Any], days: str, available: str
) -> None:
    found = checked(shared, login, {**sent, "days": 99})

    assert found.problems == ()
    assert (found.values["days"], found.values["available"]) == (D(days), D(available))


@pytest.mark.parametrize(
    ("login", "sent", "problem"),
    [
        ("liming", values("2026-05-02 AM", "2026-05-04 PM"), ("/days", "working_day")),
        ("liming", values("2026-03-12 AM", "2026-03-10 PM"), ("/end_on", "order")),
        ("wangfang", values("2026-04-01 AM", "2026-04-09 PM"), ("/days", "balance")),
        (
            "liming",
            values("2026-03-10 AM", "2026-03-10 AM", "MARRIAGE", proof=["f"]),
            ("/days", "unit"),
        ),
        ("liming", values("2026-02-27 AM", "2026-03-03 PM"), ("/start_on", "not_past")),
        ("liming", values("2026-03-03 AM", "2026-03-05 PM", "SICK"), ("/proof", "proof")),
        ("chengang", values("2026-03-10 AM", "2026-03-10 PM"), ("/deputy", "forms.field.required")),
    ],
)
def test_what_the_sheet_forbids_is_told_at_its_field(
    shared: House, login: str, sent: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert problem in broken(shared, login, sent)


def test_too_little_balance_names_both_figures(shared: House) -> None:
    found = checked(shared, "wangfang", values("2026-04-01 AM", "2026-04-09 PM"))

    (problem,) = found.problems
    assert problem.code == "ledgers.balance.insufficient"
    assert problem.params["sentence"]["zh-CN"] == "年假余额不足：申请 6 天，可用 5 天"


def test_sick_leave_may_reach_back_a_week(shared: House) -> None:
    back = values("2026-02-27 AM", "2026-02-27 PM", "SICK")

    assert broken(shared, "liming", back) == []


def test_a_deputy_is_active_and_somebody_else(shared: House) -> None:
    me, other = shared.person("liming")["id"], shared.person("liuyang")["id"]
    sent = values("2026-03-10 AM", "2026-03-10 PM")

    assert ("/deputy", "deputy") in broken(shared, "liming", {**sent, "deputy": me})
    assert ("/deputy", "deputy") in broken(shared, "liming", {**sent, "deputy": "nobody"})
    assert broken(shared, "liming", {**sent, "deputy": other}) == []


def test_the_filing_note_is_not_the_applicants(shared: House) -> None:
    sent = values("2026-03-10 AM", "2026-03-10 PM", hr_note="ok")

    assert ("/hr_note", "forms.field.read_only") in broken(shared, "liming", sent)


def test_a_fresh_form_shows_the_balance_before_any_date_is_chosen(shared: House) -> None:
    form = shared.form("leave", "leave")
    access = access_at(form, {}, is_start=True)

    fresh = initial_values(form, access, shared.situation("liming"))
    asked = evaluate(form, access, {"type": "COMP"}, shared.situation("liming"))

    assert (fresh["type"], fresh["start_half"], fresh["end_half"]) == ("ANNUAL", "AM", "PM")
    assert fresh["available"] == D(8)
    assert asked.computed["available"] == D("1.5")
    assert "hr_note" not in fresh


# The process on the engine


def submitted(house: House, login: str, sent: dict[str, Any], no: str = "QJ1") -> int:
    """Start and hand in, as people's work does."""
    answer = house.do(
        StartProcess(
            process_key="leave",
            variables=Variables({"initiator": house.person(login), "number": no}),
            number=no,
        )
    )
    instance_id = int(answer["instance_id"])
    complete(house, instance_id, "apply", checked(house, login, sent).values)
    return instance_id


def complete(house: House, instance_id: int, element: str, variables: Any = None) -> None:
    key = waiting(house, instance_id)[element]
    command = CompleteUserTask(
        at=house.clock.now(), key=key, variables=Variables(dict(variables or {}))
    )
    house.do(Advance(instance_id, command))


def waiting(house: House, instance_id: int) -> dict[str, int]:
    """Active elements by id."""
    with house.store.read() as reader:
        row = reader.get(INSTANCE, shard_of(instance_id), instance_id)
        assert row is not None
        state = load_state(_Reading(reader), row).state  # type: ignore[arg-type]
        return {element: key for key, element in state.active().items()}


class _Reading:
    """An overlay's find, over a reader."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def find(self, table: Any, index: str, key: Any) -> Any:
        return self._reader.find(table, index, *key)


def balance(house: House, login: str, year: int = 2026) -> tuple[Decimal, Decimal]:
    row = house.row("leave_balance", house.person(login)["no"], "ANNUAL", D(year))
    return row["reserved"], row["used"]


def test_three_days_go_past_the_general_manager_and_are_used_when_filed(house: House) -> None:
    instance = submitted(house, "liming", values("2026-03-10 AM", "2026-03-12 PM"))
    assert balance(house, "liming") == (D(3), D(2))
    assert list(waiting(house, instance)) == ["dept"]

    complete(house, instance, "dept")
    assert list(waiting(house, instance)) == ["file"]
    complete(house, instance, "file")

    assert balance(house, "liming") == (D(0), D(5))
    assert list(waiting(house, instance)) == ["hr_leaves"]
    records = house.rows("leave_record", qj_no="QJ1")
    assert [(r["half"], r["state"]) for r in records] == [("AM", "TAKEN"), ("PM", "TAKEN")] * 3


def test_three_and_a_half_days_need_the_general_manager(house: House) -> None:
    instance = submitted(house, "liming", values("2026-03-10 AM", "2026-03-13 AM"))

    complete(house, instance, "dept")

    assert list(waiting(house, instance)) == ["gm"]


def test_the_older_balance_is_drawn_first_and_each_record_knows_its_year(house: House) -> None:
    submitted(house, "wangfang", values("2026-03-30 AM", "2026-04-07 PM"))

    assert balance(house, "wangfang", 2025) == (D(1), D(4))
    assert balance(house, "wangfang", 2026) == (D(5), D(0))
    years = [record["year"] for record in house.rows("leave_record", qj_no="QJ1")]
    assert years == [D(2025)] * 2 + [D(2026)] * 10


def test_a_cancelled_request_gives_everything_back(house: House) -> None:
    instance = submitted(house, "liming", values("2026-03-10 AM", "2026-03-12 PM"))

    cancel = CancelInstance(at=house.clock.now(), outcome="rejected")
    house.do(Advance(instance, cancel))

    assert balance(house, "liming") == (D(0), D(2))
    assert {r["state"] for r in house.rows("leave_record", qj_no="QJ1")} == {"CANCELLED"}
    assert broken(house, "liming", values("2026-03-10 AM", "2026-03-12 PM")) == []


def test_no_half_day_is_taken_twice(house: House) -> None:
    submitted(house, "liming", values("2026-03-10 AM", "2026-03-12 AM"))

    overlapping = values("2026-03-12 AM", "2026-03-13 PM")
    adjoining = values("2026-03-12 PM", "2026-03-13 PM")

    assert ("/start_on", "once") in broken(house, "liming", overlapping)
    assert broken(house, "liming", adjoining) == []


def test_the_stories_of_the_demo_company_can_be_read_and_end_before_today() -> None:
    stories = load_stories()

    assert len(stories) > 5
    for story in stories:
        days = [story.day, *(step.day for step in story.steps)]
        assert days == sorted(days, reverse=True)
        assert days[-1] >= 1
