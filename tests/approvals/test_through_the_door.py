"""Modes, returns, resumes, four eyes and handovers on real instances, through the one door."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dujiang.approvals import (
    DecideItem,
    EndDeputy,
    HandOver,
    SaveDeputy,
    SaveItemDraft,
    TakeOverItem,
    WithdrawInstance,
)
from dujiang.approvals.tables import DRAFT, REQUEST
from dujiang.engine.commands import CompleteJob
from dujiang.identity import DeactivatePerson, PlanChange, SaveGroup, TransferPerson
from dujiang.kernel.ids import shard_of
from dujiang.runtime import Advance, Request, find_instance, load_instance_state
from tests.approvals.models import FORM, VALUES, branches, line, people, role, step
from tests.approvals.plant import Plant, plant_of


@pytest.fixture
def plant() -> Iterator[Plant]:
    with plant_of() as found:
        yield found


def names(plant: Plant, instance: int) -> list[str]:
    return sorted(plant.open_items(instance))


def state(plant: Plant, instance: int) -> str:
    with plant.store.read() as reader:
        row = reader.get(REQUEST, shard_of(instance), instance)
    assert row is not None
    return row.state


def variables(plant: Plant, instance: int) -> dict[str, object]:
    with plant.store.read() as reader:
        row = find_instance(reader, instance)
        assert row is not None
        return dict(load_instance_state(reader, row).variables)


ALL_THREE = step("review", people("zhoumin", "wufeng", "gumingyuan"), mode="all")
NEXT = step("next", people("shenjianghe"))


@pytest.mark.spec("A3")
def test_all_must_agree_before_the_process_goes_on(plant: Plant) -> None:
    instance = plant.begin(line(ALL_THREE, NEXT))
    assert names(plant, instance) == sorted(["周敏", "吴峰", "顾明远"])

    plant.acts("周敏", instance, "approve")
    plant.acts("吴峰", instance, "approve")
    assert names(plant, instance) == ["顾明远"]
    plant.acts("顾明远", instance, "approve")

    assert names(plant, instance) == ["沈江河"]
    assert variables(plant, instance)["review"]["outcome"] == "approved"  # type: ignore[index]
    assert variables(plant, instance)["review"]["approved"] == 3  # type: ignore[index]


@pytest.mark.spec("A3")
def test_first_rejection_of_all_ends_the_request(plant: Plant) -> None:
    instance = plant.begin(line(ALL_THREE, NEXT))

    plant.acts("周敏", instance, "reject", category="RULE")

    assert state(plant, instance) == "rejected"
    assert names(plant, instance) == []


@pytest.mark.spec("A4")
def test_rejection_may_go_on_in_the_flow(plant: Plant) -> None:
    review = step("review", people("zhoumin"), onReject="flow")
    instance = plant.begin(line(review, NEXT))

    plant.acts("周敏", instance, "reject", category="RULE")

    assert variables(plant, instance)["review"]["outcome"] == "rejected"  # type: ignore[index]
    assert names(plant, instance) == ["沈江河"]


@pytest.mark.spec("A3")
def test_vote_passes_at_the_first_certain_moment(plant: Plant) -> None:
    vote = step(
        "review", people("zhoumin", "wufeng", "gumingyuan"), mode="vote", ratio="2/3",
        returnTo="none",
    )  # fmt: skip
    instance = plant.begin(line(vote, NEXT))

    plant.acts("周敏", instance, "reject", category="RULE")
    plant.acts("吴峰", instance, "approve")
    assert names(plant, instance) == ["顾明远"]
    plant.acts("顾明远", instance, "approve")

    assert names(plant, instance) == ["沈江河"]


@pytest.mark.spec("A3")
def test_veto_of_a_vote_rejects_at_once(plant: Plant) -> None:
    vote = step(
        "review", people("zhoumin", "wufeng", "gumingyuan"), mode="vote", ratio="1/2",
        returnTo="none", veto="gumingyuan",
    )  # fmt: skip
    instance = plant.begin(line(vote, NEXT))
    plant.acts("周敏", instance, "approve")
    plant.acts("吴峰", instance, "approve")
    assert names(plant, instance) == ["顾明远"]

    plant.acts("顾明远", instance, "reject", category="RULE")

    assert state(plant, instance) == "rejected"


@pytest.mark.spec("A3")
def test_one_after_another(plant: Plant) -> None:
    review = step("review", people("zhoumin", "wufeng"), mode="sequence")
    instance = plant.begin(line(review, NEXT))

    assert names(plant, instance) == ["周敏"]
    plant.acts("周敏", instance, "approve")
    assert names(plant, instance) == ["吴峰"]
    plant.acts("吴峰", instance, "approve")
    assert names(plant, instance) == ["沈江河"]


@pytest.mark.spec("A4")
def test_resume_comes_straight_back_and_carries_equal_decisions_over(plant: Plant) -> None:
    review = step(
        "review", people("zhoumin", "wufeng", "gumingyuan"), mode="all", comeBack="resume rerun"
    )
    first = step("first", people("chengang"))
    instance = plant.begin(line(first, review, NEXT))
    plant.acts("陈刚", instance, "approve")
    plant.acts("周敏", instance, "approve")

    plant.acts("吴峰", instance, "return", return_to="apply", come_back="resume", comment="补")
    assert names(plant, instance) == ["李明"]
    plant.acts("李明", instance, "submit", values=VALUES)

    assert names(plant, instance) == sorted(["吴峰", "顾明远"])
    plant.acts("吴峰", instance, "approve")
    plant.acts("顾明远", instance, "approve")
    assert names(plant, instance) == ["沈江河"]


@pytest.mark.spec("A4")
def test_resume_asks_everybody_again_when_the_form_changed(plant: Plant) -> None:
    review = step("review", people("zhoumin", "wufeng"), mode="all", comeBack="resume rerun")
    instance = plant.begin(line(review, NEXT))
    plant.acts("周敏", instance, "approve")
    plant.acts("吴峰", instance, "return", return_to="apply", come_back="resume", comment="补")

    plant.acts("李明", instance, "submit", values={**VALUES, "amount": 200})

    assert names(plant, instance) == sorted(["周敏", "吴峰"])


@pytest.mark.spec("A4")
def test_return_inside_a_branch_leaves_the_other_branch_alone(plant: Plant) -> None:
    xml = branches(
        [step("a1", people("zhoumin")), step("a2", people("wufeng"))],
        [step("b1", people("linjing"))],
    )
    instance = plant.begin(xml)
    plant.acts("周敏", instance, "approve")
    assert names(plant, instance) == sorted(["吴峰", "林静"])

    plant.acts("吴峰", instance, "return", return_to="a1", comment="再看")

    assert names(plant, instance) == sorted(["周敏", "林静"])


@pytest.mark.spec("A4")
def test_return_before_a_split_cancels_all_its_branches(plant: Plant) -> None:
    xml = branches([step("a1", people("zhoumin"))], [step("b1", people("linjing"))])
    instance = plant.begin(xml)

    plant.acts("周敏", instance, "return", return_to="apply", comment="重填")
    assert names(plant, instance) == ["李明"]
    plant.acts("李明", instance, "submit", values=VALUES)

    assert names(plant, instance) == sorted(["周敏", "林静"])


@pytest.mark.spec("A5")
def test_who_acted_in_one_step_is_kept_apart_from_another(plant: Plant) -> None:
    verify = step("verify", people("liangchen", "zhengkai"))
    pay = step(
        "pay", people("liangchen") + '<dj:apart step="verify"/>', kind="work",
        empty="assign", emptyTo="zhoumin", ofInitiator="forbid",
    )  # fmt: skip
    instance = plant.begin(line(verify, pay))
    plant.acts("梁晨", instance, "approve")

    assert names(plant, instance) == ["周敏"]
    refused = plant.act("周敏", instance, "transfer", people=(plant.id("梁晨"),))
    assert refused.code == "approvals.person.barred"
    refused = plant.act("周敏", instance, "transfer", people=(plant.id("李明"),))
    assert refused.code == "approvals.person.barred"
    plant.acts("周敏", instance, "complete")
    assert state(plant, instance) == "approved"


@pytest.mark.spec("A2")
def test_work_is_given_to_whoever_has_least(plant: Plant) -> None:
    buy = step("buy", role("buyer"), kind="work", distribution="load")
    version = plant.deploy(line(buy), {"f": FORM})
    got = [
        next(iter(plant.open_items(plant.submit("李明", "test", version, VALUES))))
        for _ in range(4)
    ]

    assert got == ["何莉", "高翔", "马骏", "何莉"]


@pytest.mark.spec("A8")
def test_hidden_field_never_reaches_the_step(plant: Plant) -> None:
    review = step("review", people("zhoumin"), fields='<dj:field key="secret" access="hidden"/>')
    version = plant.deploy(line(review), {"f": FORM})
    instance = plant.submit("李明", "test", version, {**VALUES, "secret": "秘密"})

    answer = plant.act("周敏", instance, "approve", values={"secret": "改"})

    assert answer.status == 422
    assert "秘密" not in str(answer)


@pytest.mark.spec("A4")
def test_people_added_after_me_decide_last(plant: Plant) -> None:
    instance = plant.begin(line(step("review", people("zhoumin")), NEXT))

    plant.acts("周敏", instance, "addAfter", people=(plant.id("郑凯"),), mode="all")
    assert names(plant, instance) == ["郑凯"]
    plant.acts("郑凯", instance, "approve")

    assert names(plant, instance) == ["沈江河"]


@pytest.mark.spec("A4")
def test_delegate_advises_and_the_item_comes_back(plant: Plant) -> None:
    instance = plant.begin(line(step("review", people("zhoumin")), NEXT))

    plant.acts("周敏", instance, "delegate", people=(plant.id("郑凯"),))
    assert names(plant, instance) == ["郑凯"]
    plant.acts("郑凯", instance, "advise", comment="可以")
    assert names(plant, instance) == ["周敏"]


@pytest.mark.spec("A9")
def test_handover_moves_open_items_to_somebody_else(plant: Plant) -> None:
    first = plant.begin(line(step("review", people("zhoumin")), NEXT))
    command = HandOver(person_id=plant.id("周敏"), to_person_id=plant.id("郑凯"), reason="离职")

    answer = plant.done(command, plant.actor("许波"))

    assert len(answer["moved"]) == 1
    assert names(plant, first) == ["郑凯"]
    assert plant.ask(command, plant.actor("李明")).status == 403


@pytest.mark.spec("A9")
def test_handover_respects_four_eyes(plant: Plant) -> None:
    review = step("review", people("zhoumin"), ofInitiator="forbid")
    instance = plant.begin(line(review, NEXT))

    answer = plant.done(
        HandOver(person_id=plant.id("周敏"), to_person_id=plant.id("李明")), plant.actor("许波")
    )

    assert answer["moved"] == []
    assert names(plant, instance) == ["周敏"]


def test_step_without_anybody_is_the_process_owners(plant: Plant) -> None:
    plant.done(SaveGroup(key="empty", name="空组"))
    review = step("review", '<dj:assignee source="group" value="empty"/>')

    assert names(plant, plant.begin(line(review))) == ["顾明远"]


def test_who_has_left_gets_nothing(plant: Plant) -> None:
    plant.done(DeactivatePerson(no="E011"))

    assert names(plant, plant.begin(line(step("review", people("zhoumin"))))) == ["顾明远"]


def test_open_items_of_who_leaves_go_to_somebody_else(plant: Plant) -> None:
    instance = plant.begin(line(step("review", people("zhoumin")), NEXT))

    plant.done(DeactivatePerson(no="E011"))
    plant.tick()

    assert names(plant, instance) == ["沈江河"]


def test_comment_is_asked_for_where_the_step_says_so(plant: Plant) -> None:
    review = step("review", people("zhoumin"), comment="required")
    instance = plant.begin(line(review))

    assert plant.act("周敏", instance, "approve").code == "approvals.comment.required"
    assert plant.act("周敏", instance, "approve", comment="好").is_accepted


def test_signature_is_asked_for_where_the_step_says_so(plant: Plant) -> None:
    review = step("review", people("zhoumin"), signature="typed")
    instance = plant.begin(line(review))

    assert plant.act("周敏", instance, "approve").code == "approvals.signature.required"
    assert plant.act("周敏", instance, "approve", signature="周敏").is_accepted


@pytest.mark.spec("A6")
def test_clock_approves_where_the_step_says_so(plant: Plant) -> None:
    review = step("review", people("zhoumin") + '<dj:deadline duration="PT2H" action="approve"/>')
    instance = plant.begin(line(review, NEXT))

    plant.clock.advance(timedelta(hours=2))
    plant.tick()

    assert names(plant, instance) == ["沈江河"]
    with plant.store.read() as reader:
        rows = plant.reader.story.history(reader, instance)
    assert [(r.kind, r.by_id, r.for_name) for r in rows if r.kind == "approved"] == [
        ("approved", 0, "周敏")
    ]


def test_draft_is_kept_for_the_hand_alone_and_goes_with_the_decision(plant: Plant) -> None:
    instance = plant.begin(line(step("review", people("zhoumin")), NEXT))
    item = plant.open_items(instance)["周敏"]
    command = SaveItemDraft(item_id=item, values={"purpose": "x"}, comment="想想")

    assert plant.ask(command, plant.actor("吴峰")).status == 404
    plant.done(command, plant.actor("周敏"))
    with plant.store.read() as reader:
        assert len(reader.find(DRAFT, "by_item", shard_of(item), item)) == 1
    plant.acts("周敏", instance, "approve")
    with plant.store.read() as reader:
        assert reader.find(DRAFT, "by_item", shard_of(item), item) == []


# At the same moment


def test_forty_people_act_at_once_and_exactly_one_counts(plant: Plant) -> None:
    logins = [p.login for p in plant.cache.current().people()]
    review = step("review", people(*logins), mode="any", ofInitiator="self")
    instance = plant.begin(line(review, NEXT))
    items = plant.open_items(instance)
    futures = [
        plant.dispatcher.submit(
            Request(
                DecideItem(item_id=item, action="approve"),
                plant.actor(name),
                f"click-{item}",
                plant.clock.now(),
            )
        )
        for name, item in items.items()
    ]
    plant.dispatcher.run_pending()

    answers = [future.result() for future in futures]

    assert len(answers) == 40
    assert [answer.is_accepted for answer in answers].count(True) == 1
    assert {a.code for a in answers if not a.is_accepted} == {"approvals.item.already_decided"}
    assert names(plant, instance) == ["沈江河"]


def test_all_of_a_crowd_count_when_all_must_agree(plant: Plant) -> None:
    review = step("review", people("zhoumin", "wufeng", "gumingyuan", "linjing"), mode="all")
    instance = plant.begin(line(review, NEXT))
    futures = [
        plant.dispatcher.submit(
            Request(
                DecideItem(item_id=item, action="approve"),
                plant.actor(name),
                None,
                plant.clock.now(),
            )
        )
        for name, item in plant.open_items(instance).items()
    ]
    plant.dispatcher.run_pending()

    assert all(future.result().is_accepted for future in futures)
    assert names(plant, instance) == ["沈江河"]


# Deputies of open items


def deputy(plant: Plant, who: str, other: str, **given: Any) -> int:
    command = SaveDeputy(
        who=plant.id(who),
        deputy=plant.id(other),
        from_at=plant.clock.now(),
        until_at=plant.clock.now() + timedelta(days=9),
        **given,
    )
    return int(plant.done(command, plant.actor(who))["deputy_id"])


@pytest.mark.spec("A7")
def test_open_items_move_to_the_deputy_where_the_rule_says_so(plant: Plant) -> None:
    instance = plant.begin(line(step("review", people("zhoumin")), NEXT))

    deputy(plant, "周敏", "郑凯")
    assert names(plant, instance) == ["周敏"]
    deputy(plant, "周敏", "郑凯", moves_open=True)

    assert names(plant, instance) == ["郑凯"]


@pytest.mark.spec("A7")
def test_principal_takes_an_open_item_back_from_the_deputy(plant: Plant) -> None:
    rule = deputy(plant, "周敏", "郑凯")
    instance = plant.begin(line(step("review", people("zhoumin")), NEXT))
    item = plant.open_items(instance)["郑凯"]

    plant.done(EndDeputy(deputy_id=rule), plant.actor("周敏"))
    plant.done(TakeOverItem(item_id=item), plant.actor("周敏"))

    assert names(plant, instance) == ["周敏"]
    assert plant.act("郑凯", instance, "approve", item_id=item).status == 403


def test_planned_transfer_happens_on_its_day(plant: Plant) -> None:
    plant.done(
        PlanChange(
            change=TransferPerson(no="E022", department="D60"),
            effective_at=plant.clock.now() + timedelta(days=7),
        )
    )
    head = step("review", '<dj:assignee source="departmentHead"/>')
    assert names(plant, plant.begin(line(head))) == ["陈刚"]

    plant.travel("2026-03-09 09:00")

    assert names(plant, plant.begin(line(head))) == ["许波"]


# What has left the house

SENT = (
    '<serviceTask id="send" name="通知 ERP"><extensionElements>'
    '<dj:job type="http" connection="erp" method="POST" path="/orders"{more}/>'
    "</extensionElements></serviceTask>"
)


def finish_job(plant: Plant, instance: int) -> None:
    """The peer has answered."""
    with plant.store.read() as reader:
        row = find_instance(reader, instance)
        assert row is not None
        active = load_instance_state(reader, row).active()
    key = next(key for key, element in active.items() if element == "send")
    plant.done(Advance(instance, CompleteJob(at=plant.clock.now(), key=key)))


@pytest.mark.spec("A4")
@pytest.mark.parametrize(("more", "code"), [("", "approvals.withdraw.sent"), (' query="true"', "")])
def test_withdrawal_is_refused_by_name_once_something_was_sent(
    plant: Plant, more: str, code: str
) -> None:
    xml = line(SENT.replace("{more}", more), NEXT, settings='withdraw="always"')
    instance = plant.begin(xml)
    finish_job(plant, instance)
    assert names(plant, instance) == ["沈江河"]

    answer = plant.ask(WithdrawInstance(instance_id=instance), plant.actor("李明"))

    assert answer.code == code
    if code:
        assert answer.params["step"] == "通知 ERP"
    else:
        assert names(plant, instance) == ["李明"]


@pytest.mark.spec("A4")
def test_withdrawal_takes_along_what_nobody_has_begun_to_send(plant: Plant) -> None:
    xml = line(SENT.replace("{more}", ""), NEXT, settings='withdraw="always"')
    instance = plant.begin(xml)

    plant.done(WithdrawInstance(instance_id=instance), plant.actor("李明"))

    assert names(plant, instance) == ["李明"]
