"""S1 through the dispatcher: the leave package, its people, returns, withdrawals, the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from dujiang.approvals import (
    AddComment,
    CancelByPerson,
    DecideItem,
    RemindPeople,
    SaveAbsence,
    SaveDeputy,
    SubmitStart,
    WithdrawInstance,
)
from dujiang.approvals.tables import ABSENCE, COPY, DEPUTY, HISTORY, ITEM, REQUEST, TASK
from dujiang.engine.commands import Resume, Suspend
from dujiang.kernel.ids import id_text, shard_of
from dujiang.ledgers.shelf import find_row
from dujiang.runtime import OperateInstance
from dujiang.scenarios.packages import load_demo
from tests.approvals.plant import SHANGHAI, Plant, plant_of

THREE_DAYS = {
    "type": "ANNUAL", "start_on": "2026-03-10", "start_half": "AM", "end_on": "2026-03-12",
    "end_half": "PM", "reason": "家事",
}  # fmt: skip
HALF_MORE = {"end_on": "2026-03-13", "end_half": "AM"}
SICK = {"type": "PERSONAL"}


@pytest.fixture
def plant() -> Iterator[Plant]:
    with plant_of() as found:
        load_demo(found.done, ("revoke", "leave", "trip"))
        yield found


def start(plant: Plant, **values: Any) -> SubmitStart:
    version = plant.deployments.processes()["leave"].version_id
    return SubmitStart(process_key="leave", version_id=version, values={**THREE_DAYS, **values})


def leave(plant: Plant, name: str = "李明", **values: Any) -> int:
    return int(plant.done(start(plant, **values), plant.actor(name))["instance_id"])


def balance(plant: Plant, no: str = "E022") -> tuple[Decimal, Decimal]:
    """(reserved, used) of this year's annual leave."""
    with plant.store.read() as reader:
        definition = plant.definitions.load(reader, "leave_balance")
        row = find_row(reader, definition, [no, "ANNUAL", "2026"])
    assert row is not None
    return row.values["reserved"], row.values["used"]


def request(plant: Plant, instance: int) -> Any:
    with plant.store.read() as reader:
        return reader.get(REQUEST, shard_of(instance), instance)


def history(plant: Plant, instance: int) -> list[tuple[str, str, str, str]]:
    """(kind, by, for, to) in order."""
    with plant.store.read() as reader:
        rows = reader.find(HISTORY, "by_instance", shard_of(instance), instance)
    return [(r.kind, r.by_name, r.for_name, r.to_name) for r in rows]


# The way


@pytest.mark.spec("S1")
def test_three_days_go_to_the_head_then_to_hr(plant: Plant) -> None:
    instance = leave(plant)
    assert list(plant.open_items(instance)) == ["陈刚"]
    assert balance(plant) == (Decimal("3.0"), Decimal("2"))

    plant.acts("陈刚", instance, "approve")
    assert list(plant.open_items(instance)) == ["role:hr"]
    plant.acts("彭丽", instance, "claim")
    plant.acts("彭丽", instance, "complete", values={"hr_note": "已登记"})

    assert plant.open_items(instance) == {}
    assert balance(plant) == (Decimal("0.0"), Decimal("5.0"))
    assert history(plant, instance)[:4] == [
        ("submitted", "李明", "", ""),
        ("approved", "陈刚", "", ""),
        ("claimed", "彭丽", "", ""),
        ("completed", "彭丽", "", ""),
    ]


@pytest.mark.spec("S1")
def test_more_than_three_days_go_to_the_general_manager_too(plant: Plant) -> None:
    instance = leave(plant, **HALF_MORE)
    plant.acts("陈刚", instance, "approve")

    assert list(plant.open_items(instance)) == ["沈江河"]
    plant.acts("沈江河", instance, "approve")
    assert list(plant.open_items(instance)) == ["role:hr"]


@pytest.mark.spec("S1")
def test_number_follows_the_day(plant: Plant) -> None:
    first, second = leave(plant), leave(plant, "王芳", **SICK)

    assert request(plant, first).number == "QJ20260302-0001"
    assert request(plant, second).number == "QJ20260302-0002"
    assert request(plant, first).title == "李明 年假 3 天"


@pytest.mark.spec("S1")
def test_too_little_balance_is_refused_with_the_figures(plant: Plant) -> None:
    answer = plant.ask(start(plant, end_on="2026-03-31"), plant.actor("李明"))

    assert answer.status == 422
    assert any("余额不足" in str(p.params) for p in answer.problems), answer.problems
    with plant.store.read() as reader:
        assert reader.value(TASK.sql.select()) is None


def test_double_click_starts_one_instance(plant: Plant) -> None:
    actor = plant.actor("李明")
    first = plant.ask(start(plant), actor, "opened-form-1").expect()
    second = plant.ask(start(plant), actor, "opened-form-1").expect()

    assert first == second
    assert balance(plant)[0] == Decimal("3.0")


@pytest.mark.spec("A5")
def test_heads_own_request_goes_up_and_the_same_approver_is_skipped(plant: Plant) -> None:
    instance = leave(plant, "陈刚", **HALF_MORE, deputy=id_text(plant.id("孙强")))
    assert list(plant.open_items(instance)) == ["沈江河"]

    plant.acts("沈江河", instance, "approve")

    assert list(plant.open_items(instance)) == ["role:hr"]
    assert ("skipped", "", "沈江河", "") in history(plant, instance)


@pytest.mark.spec("A7")
def test_approved_leave_makes_its_deputy_act(plant: Plant) -> None:
    instance = leave(plant, "陈刚", **HALF_MORE, deputy=id_text(plant.id("孙强")))
    plant.acts("沈江河", instance, "approve")
    plant.acts("彭丽", instance, "claim")
    plant.acts("彭丽", instance, "complete")
    with plant.store.read() as reader:
        (rule,) = reader.find(DEPUTY, "by_who", plant.id("陈刚"))
        (absence,) = reader.find(ABSENCE, "by_person", plant.id("陈刚"))
    assert rule.deputy == plant.id("孙强")
    assert absence.from_at == datetime(2026, 3, 10, tzinfo=SHANGHAI)
    assert absence.until_at == datetime(2026, 3, 13, 12, tzinfo=SHANGHAI)

    plant.travel("2026-03-11 09:00")
    ming = leave(plant, start_on="2026-03-18", end_on="2026-03-18")
    strong = leave(plant, "孙强", type="PERSONAL", start_on="2026-03-18", end_on="2026-03-18",
                   deputy=id_text(plant.id("刘洋")))  # fmt: skip

    assert list(plant.open_items(ming)) == ["孙强"]
    assert list(plant.open_items(strong)) == ["沈江河"]
    plant.acts("孙强", ming, "approve")
    assert ("approved", "孙强", "陈刚", "") in history(plant, ming)


@pytest.mark.spec("A7")
def test_absent_head_without_a_rule_is_stood_in_for_by_the_deputy_head(plant: Plant) -> None:
    plant.done(
        SaveAbsence(
            person_id=plant.id("陈刚"),
            from_at=plant.clock.now(),
            until_at=datetime(2026, 3, 9, tzinfo=UTC),
        )
    )

    instance = leave(plant)

    assert list(plant.open_items(instance)) == ["孙强"]
    with plant.store.read() as reader:
        (item,) = [i for i in plant.reader.items_of(reader, instance) if i.state == "open"]
    assert item.principal == plant.id("陈刚")


# Refusals


def test_nobody_else_can_approve(plant: Plant) -> None:
    instance = leave(plant)

    answer = plant.act("孙强", instance, "approve")

    assert (answer.status, answer.code) == (403, "approvals.item.not_yours")


def test_second_decision_says_who_was_faster(plant: Plant) -> None:
    instance = leave(plant)
    item = plant.open_items(instance)["陈刚"]
    plant.acts("陈刚", instance, "approve")

    answer = plant.act("陈刚", instance, "reject", item_id=item, category="RULE", comment="晚了")

    assert (answer.status, answer.code) == (409, "approvals.item.already_decided")
    assert answer.params["by"] == "陈刚"


def test_stale_page_is_told(plant: Plant) -> None:
    instance = leave(plant)

    answer = plant.act("陈刚", instance, "approve", version=99)

    assert (answer.status, answer.code) == (409, "approvals.item.changed")


def test_rejection_asks_for_category_and_comment(plant: Plant) -> None:
    instance = leave(plant)

    assert (
        plant.act("陈刚", instance, "reject", comment="不行").code == "approvals.reject.no_category"
    )
    assert (
        plant.act("陈刚", instance, "reject", category="RULE").code == "approvals.comment.required"
    )


def test_read_only_field_sent_back_changed_is_refused(plant: Plant) -> None:
    instance = leave(plant)

    answer = plant.act("陈刚", instance, "approve", values={"reason": "别的"})

    assert answer.status == 422
    assert answer.problems[0].path == "/reason"
    assert list(plant.open_items(instance)) == ["陈刚"]


def test_claim_is_needed_before_completing(plant: Plant) -> None:
    instance = leave(plant)
    plant.acts("陈刚", instance, "approve")

    assert plant.act("彭丽", instance, "complete").code == "approvals.item.claim_first"
    plant.acts("彭丽", instance, "claim")
    answer = plant.act("韩雪", instance, "claim")
    assert (answer.code, answer.params["by"]) == ("approvals.claim.taken", "彭丽")


def test_suspended_instance_cannot_be_acted_on(plant: Plant) -> None:
    instance = leave(plant)
    plant.done(OperateInstance(instance, Suspend(at=plant.clock.now())))

    assert plant.act("陈刚", instance, "approve").code == "approvals.instance.suspended"


# Ends


@pytest.mark.spec("A4")
def test_rejection_ends_it_and_gives_the_days_back(plant: Plant) -> None:
    instance = leave(plant)

    plant.acts("陈刚", instance, "reject", category="RULE", comment="项目期")

    assert request(plant, instance).state == "rejected"
    assert balance(plant) == (Decimal("0.0"), Decimal("2"))


@pytest.mark.spec("A4")
def test_withdrawal_gives_the_days_back_and_keeps_the_number(plant: Plant) -> None:
    instance = leave(plant)

    plant.done(WithdrawInstance(instance_id=instance), plant.actor("李明"))

    assert request(plant, instance).state == "withdrawn"
    assert balance(plant)[0] == Decimal("0.0")
    assert list(plant.open_items(instance)) == ["李明"]
    plant.acts("李明", instance, "submit", values={**THREE_DAYS, "end_on": "2026-03-11"})
    assert request(plant, instance).number == "QJ20260302-0001"
    assert balance(plant)[0] == Decimal("2.0")
    assert list(plant.open_items(instance)) == ["陈刚"]


@pytest.mark.spec("A4")
def test_withdrawal_is_refused_once_somebody_has_decided(plant: Plant) -> None:
    instance = leave(plant)
    plant.acts("陈刚", instance, "approve")

    answer = plant.ask(WithdrawInstance(instance_id=instance), plant.actor("李明"))

    assert (answer.status, answer.code) == (409, "approvals.withdraw.touched")
    assert answer.params["person"] == "陈刚"


@pytest.mark.spec("A4")
def test_withdrawal_is_refused_while_only_a_machine_is_awaited(plant: Plant) -> None:
    instance = leave(plant)
    plant.acts("陈刚", instance, "approve")
    plant.acts("彭丽", instance, "claim")
    plant.acts("彭丽", instance, "complete")

    answer = plant.ask(WithdrawInstance(instance_id=instance), plant.actor("李明"))

    assert (answer.status, answer.code) == (409, "approvals.withdraw.touched")


def test_only_the_initiator_withdraws(plant: Plant) -> None:
    instance = leave(plant)

    answer = plant.ask(WithdrawInstance(instance_id=instance), plant.actor("王芳"))

    assert answer.status == 403


@pytest.mark.spec("A4")
def test_return_to_the_initiator_and_back_runs_everything_again(plant: Plant) -> None:
    instance = leave(plant)

    plant.acts("陈刚", instance, "return", return_to="apply", comment="改到下周")

    assert request(plant, instance).state == "returned"
    assert balance(plant)[0] == Decimal("0.0")
    assert list(plant.open_items(instance)) == ["李明"]
    plant.acts("李明", instance, "submit", values={**THREE_DAYS, **HALF_MORE})
    assert request(plant, instance).state == "running"
    assert balance(plant)[0] == Decimal("3.5")
    plant.acts("陈刚", instance, "approve")
    assert list(plant.open_items(instance)) == ["沈江河"]


@pytest.mark.spec("A4")
def test_hr_returns_to_the_head_alone(plant: Plant) -> None:
    instance = leave(plant)
    plant.acts("陈刚", instance, "approve")
    plant.acts("彭丽", instance, "claim")

    plant.acts("彭丽", instance, "return", return_to="dept", comment="核对天数")

    assert list(plant.open_items(instance)) == ["陈刚"]
    assert balance(plant)[0] == Decimal("3.0")
    plant.acts("陈刚", instance, "approve")
    assert list(plant.open_items(instance)) == ["role:hr"]


@pytest.mark.spec("A4")
def test_coming_back_by_changed_skips_whoever_would_see_the_same(plant: Plant) -> None:
    instance = leave(plant, **HALF_MORE)
    plant.acts("陈刚", instance, "approve")
    plant.acts(
        "沈江河", instance, "return", return_to="apply", come_back="changed", comment="补材料"
    )

    plant.acts("李明", instance, "submit", values={**THREE_DAYS, **HALF_MORE})

    assert list(plant.open_items(instance)) == ["沈江河"]
    assert ("skipped", "", "陈刚", "") in history(plant, instance)


def test_coming_back_by_changed_asks_again_when_something_changed(plant: Plant) -> None:
    instance = leave(plant, **HALF_MORE)
    plant.acts("陈刚", instance, "approve")
    plant.acts(
        "沈江河", instance, "return", return_to="apply", come_back="changed", comment="补材料"
    )

    plant.acts("李明", instance, "submit", values={**THREE_DAYS, **HALF_MORE, "reason": "搬家"})

    assert list(plant.open_items(instance)) == ["陈刚"]


@pytest.mark.spec("A4")
def test_approval_is_taken_back_while_nobody_has_touched_what_follows(plant: Plant) -> None:
    instance = leave(plant, **HALF_MORE)
    item = plant.open_items(instance)["陈刚"]
    plant.acts("陈刚", instance, "approve")

    plant.acts("陈刚", instance, "takeBack", item_id=item)

    assert list(plant.open_items(instance)) == ["陈刚"]
    assert balance(plant)[0] == Decimal("3.5")


def test_approval_cannot_be_taken_back_once_the_next_has_decided(plant: Plant) -> None:
    instance = leave(plant, **HALF_MORE)
    item = plant.open_items(instance)["陈刚"]
    plant.acts("陈刚", instance, "approve")
    plant.acts("沈江河", instance, "approve")

    answer = plant.act("陈刚", instance, "takeBack", item_id=item)

    assert (answer.status, answer.code) == (409, "approvals.withdraw.touched")


def test_owner_cancels_with_a_reason(plant: Plant) -> None:
    instance = leave(plant)

    assert (
        plant.ask(CancelByPerson(instance_id=instance, reason=" "), plant.actor("林静")).code
        == "approvals.cancel.reason_required"
    )
    plant.done(CancelByPerson(instance_id=instance, reason="重复"), plant.actor("林静"))

    assert request(plant, instance).state == "cancelled"
    assert balance(plant)[0] == Decimal("0.0")
    assert plant.open_items(instance) == {}


def test_initiator_may_not_cancel_a_running_leave(plant: Plant) -> None:
    instance = leave(plant)

    answer = plant.ask(CancelByPerson(instance_id=instance, reason="算了"), plant.actor("李明"))

    assert answer.status == 403


# The clock


@pytest.mark.spec("A6")
def test_idle_item_climbs_after_48_working_hours_then_reaches_the_owner(plant: Plant) -> None:
    plant.travel("2026-03-06 15:00")
    instance = leave(plant, start_on="2026-03-20", end_on="2026-03-20")

    plant.travel("2026-03-10 14:59")
    assert list(plant.open_items(instance)) == ["陈刚"]
    plant.travel("2026-03-10 15:00")
    assert list(plant.open_items(instance)) == ["沈江河"]
    assert ("escalated", "", "陈刚", "沈江河") in history(plant, instance)
    plant.travel("2026-03-12 15:00")
    assert list(plant.open_items(instance)) == ["林静"]
    plant.travel("2026-03-16 15:00")

    assert list(plant.open_items(instance)) == ["林静"]
    assert ("stuck", "", "", "林静") in history(plant, instance)


@pytest.mark.spec("A6")
def test_reminders_come_before_the_deadline(plant: Plant) -> None:
    instance = leave(plant)

    plant.travel("2026-03-04 05:01")

    assert [h for h in history(plant, instance) if h[0] == "reminded"] == [
        ("reminded", "", "", "陈刚"),
        ("reminded", "", "", "陈刚"),
    ]


@pytest.mark.spec("A6")
def test_deadline_shifts_by_the_pause(plant: Plant) -> None:
    instance = leave(plant)
    plant.travel("2026-03-03 09:00")
    plant.done(OperateInstance(instance, Suspend(at=plant.clock.now())))
    plant.travel("2026-03-03 21:00")
    plant.done(OperateInstance(instance, Resume(at=plant.clock.now())))

    plant.travel("2026-03-04 20:59")
    assert list(plant.open_items(instance)) == ["陈刚"]
    plant.travel("2026-03-04 21:00")
    assert list(plant.open_items(instance)) == ["沈江河"]


def test_request_left_with_its_initiator_ends_after_thirty_days(plant: Plant) -> None:
    instance = leave(plant)
    plant.done(WithdrawInstance(instance_id=instance), plant.actor("李明"))

    plant.travel("2026-03-31 09:00")
    assert request(plant, instance).state == "withdrawn"
    assert [h[0] for h in history(plant, instance)].count("reminded") == 2
    plant.travel("2026-04-01 09:00")

    assert request(plant, instance).state == "cancelled"


# Talking


def test_urging_reaches_everybody_awaited_three_times_an_hour(plant: Plant) -> None:
    instance = leave(plant)
    command = RemindPeople(instance_id=instance)

    for _ in range(3):
        assert plant.done(command, plant.actor("李明"))["people"] == [plant.id("陈刚")]

    assert plant.ask(command, plant.actor("李明")).status == 429


def test_who_does_not_take_part_cannot_comment(plant: Plant) -> None:
    instance = leave(plant)
    command = AddComment(instance_id=instance, text="你好")

    assert plant.ask(command, plant.actor("高翔")).status == 404
    assert plant.ask(command, plant.actor("陈刚")).is_accepted


def test_mention_lets_somebody_read_the_case(plant: Plant) -> None:
    instance = leave(plant)

    plant.done(
        AddComment(instance_id=instance, text="@高翔 看一下", mentions=(plant.id("高翔"),)),
        plant.actor("李明"),
    )

    with plant.store.read() as reader:
        copies = reader.find(COPY, "by_instance", shard_of(instance), instance)
    assert [c.person_id for c in copies] == [plant.id("高翔")]
    assert plant.ask(AddComment(instance_id=instance, text="好的"), plant.actor("高翔")).is_accepted


def test_deputy_named_by_oneself_gets_new_items(plant: Plant) -> None:
    plant.done(
        SaveDeputy(
            who=plant.id("陈刚"),
            deputy=plant.id("刘洋"),
            from_at=plant.clock.now(),
            until_at=datetime(2026, 4, 1, tzinfo=UTC),
        ),
        plant.actor("陈刚"),
    )

    assert list(plant.open_items(leave(plant))) == ["刘洋"]


def test_nobody_names_deputies_for_others(plant: Plant) -> None:
    answer = plant.ask(
        SaveDeputy(
            who=plant.id("陈刚"),
            deputy=plant.id("刘洋"),
            from_at=plant.clock.now(),
            until_at=datetime(2026, 4, 1, tzinfo=UTC),
        ),
        plant.actor("李明"),
    )

    assert answer.status == 403


def test_transferred_item_is_the_other_persons(plant: Plant) -> None:
    instance = leave(plant)
    plant.acts("陈刚", instance, "transfer", people=(plant.id("刘洋"),), comment="出差")

    assert list(plant.open_items(instance)) == ["刘洋"]
    refused = plant.act("刘洋", instance, "transfer", people=(plant.id("李明"),))
    assert refused.code == "approvals.person.barred"
    plant.acts("刘洋", instance, "approve")
    assert list(plant.open_items(instance)) == ["role:hr"]


def test_people_added_before_decide_first(plant: Plant) -> None:
    instance = leave(plant)

    plant.acts("陈刚", instance, "addBefore", people=(plant.id("刘洋"), plant.id("杨帆")))

    assert sorted(plant.open_items(instance)) == sorted(["刘洋", "杨帆"])
    plant.acts("刘洋", instance, "approve")
    plant.acts("杨帆", instance, "approve")
    assert list(plant.open_items(instance)) == ["陈刚"]


def test_items_carry_their_reasons_and_times(plant: Plant) -> None:
    instance = leave(plant)

    with plant.store.read() as reader:
        (item,) = [
            i for i in reader.find(ITEM, "by_instance", shard_of(instance), instance)
            if i.kind == "approval"
        ]  # fmt: skip

    assert item.due_at == datetime(2026, 3, 4, 1, tzinfo=UTC)
    assert b"approvals.reason.head" in item.reasons


def test_decision_on_an_unknown_item_is_not_found(plant: Plant) -> None:
    answer = plant.ask(DecideItem(item_id=42 << 8, action="approve"), plant.actor("陈刚"))

    assert answer.status == 404
