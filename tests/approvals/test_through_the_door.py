"""Modes, returns, resumes, four eyes and handovers on real instances, through the one door."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from dujiang.approvals import AddComment, CopyTo, HandOver, ItemQuery, RequestQuery, SaveItemDraft
from dujiang.approvals.tables import DRAFT, REQUEST
from dujiang.identity import DeactivatePerson, SaveGroup
from dujiang.kernel.ids import shard_of
from dujiang.runtime import find_instance, load_instance_state
from tests.approvals.models import FORM, VALUES, branches, line, people, role, step
from tests.approvals.plant import Plant, plant_of


@pytest.fixture
def plant() -> Iterator[Plant]:
    with plant_of() as found:
        yield found


def begin(plant: Plant, xml: str, name: str = "李明") -> int:
    version = plant.deploy(xml, {"f": FORM})
    return plant.submit(name, "test", version, VALUES)


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
    instance = begin(plant, line(ALL_THREE, NEXT))
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
    instance = begin(plant, line(ALL_THREE, NEXT))

    plant.acts("周敏", instance, "reject", category="RULE")

    assert state(plant, instance) == "rejected"
    assert names(plant, instance) == []


@pytest.mark.spec("A4")
def test_rejection_may_go_on_in_the_flow(plant: Plant) -> None:
    review = step("review", people("zhoumin"), onReject="flow")
    instance = begin(plant, line(review, NEXT))

    plant.acts("周敏", instance, "reject", category="RULE")

    assert variables(plant, instance)["review"]["outcome"] == "rejected"  # type: ignore[index]
    assert names(plant, instance) == ["沈江河"]


@pytest.mark.spec("A3")
def test_vote_passes_at_the_first_certain_moment(plant: Plant) -> None:
    vote = step(
        "review", people("zhoumin", "wufeng", "gumingyuan"), mode="vote", ratio="2/3",
        returnTo="none",
    )  # fmt: skip
    instance = begin(plant, line(vote, NEXT))

    plant.acts("周敏", instance, "reject", category="RULE")
    plant.acts("吴峰", instance, "approve")
    assert names(plant, instance) == ["顾明远"]
    plant.acts("顾明远", instance, "approve")

    assert names(plant, instance) == ["沈江河"]


@pytest.mark.spec("A3")
def test_one_after_another(plant: Plant) -> None:
    review = step("review", people("zhoumin", "wufeng"), mode="sequence")
    instance = begin(plant, line(review, NEXT))

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
    instance = begin(plant, line(first, review, NEXT))
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
    instance = begin(plant, line(review, NEXT))
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
    instance = begin(plant, xml)
    plant.acts("周敏", instance, "approve")
    assert names(plant, instance) == sorted(["吴峰", "林静"])

    plant.acts("吴峰", instance, "return", return_to="a1", comment="再看")

    assert names(plant, instance) == sorted(["周敏", "林静"])


@pytest.mark.spec("A4")
def test_return_before_a_split_cancels_all_its_branches(plant: Plant) -> None:
    xml = branches([step("a1", people("zhoumin"))], [step("b1", people("linjing"))])
    instance = begin(plant, xml)

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
    instance = begin(plant, line(verify, pay))
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
    instance = begin(plant, line(step("review", people("zhoumin")), NEXT))

    plant.acts("周敏", instance, "addAfter", people=(plant.id("郑凯"),), mode="all")
    assert names(plant, instance) == ["郑凯"]
    plant.acts("郑凯", instance, "approve")

    assert names(plant, instance) == ["沈江河"]


@pytest.mark.spec("A4")
def test_delegate_advises_and_the_item_comes_back(plant: Plant) -> None:
    instance = begin(plant, line(step("review", people("zhoumin")), NEXT))

    plant.acts("周敏", instance, "delegate", people=(plant.id("郑凯"),))
    assert names(plant, instance) == ["郑凯"]
    plant.acts("郑凯", instance, "advise", comment="可以")
    assert names(plant, instance) == ["周敏"]


@pytest.mark.spec("A9")
def test_handover_moves_open_items_to_somebody_else(plant: Plant) -> None:
    first = begin(plant, line(step("review", people("zhoumin")), NEXT))
    command = HandOver(person_id=plant.id("周敏"), to_person_id=plant.id("郑凯"), reason="离职")

    answer = plant.done(command, plant.actor("许波"))

    assert len(answer["moved"]) == 1
    assert names(plant, first) == ["郑凯"]
    assert plant.ask(command, plant.actor("李明")).status == 403


@pytest.mark.spec("A9")
def test_handover_respects_four_eyes(plant: Plant) -> None:
    review = step("review", people("zhoumin"), ofInitiator="forbid")
    instance = begin(plant, line(review, NEXT))

    answer = plant.done(
        HandOver(person_id=plant.id("周敏"), to_person_id=plant.id("李明")), plant.actor("许波")
    )

    assert answer["moved"] == []
    assert names(plant, instance) == ["周敏"]


def test_step_without_anybody_is_the_process_owners(plant: Plant) -> None:
    plant.done(SaveGroup(key="empty", name="空组"))
    review = step("review", '<dj:assignee source="group" value="empty"/>')

    assert names(plant, begin(plant, line(review))) == ["顾明远"]


def test_who_has_left_gets_nothing(plant: Plant) -> None:
    plant.done(DeactivatePerson(no="E011"))

    assert names(plant, begin(plant, line(step("review", people("zhoumin"))))) == ["顾明远"]


def test_open_items_of_who_leaves_go_to_somebody_else(plant: Plant) -> None:
    instance = begin(plant, line(step("review", people("zhoumin")), NEXT))

    plant.done(DeactivatePerson(no="E011"))
    plant.tick()

    assert names(plant, instance) == ["沈江河"]


def test_comment_is_asked_for_where_the_step_says_so(plant: Plant) -> None:
    review = step("review", people("zhoumin"), comment="required")
    instance = begin(plant, line(review))

    assert plant.act("周敏", instance, "approve").code == "approvals.comment.required"
    assert plant.act("周敏", instance, "approve", comment="好").is_accepted


def test_signature_is_asked_for_where_the_step_says_so(plant: Plant) -> None:
    review = step("review", people("zhoumin"), signature="typed")
    instance = begin(plant, line(review))

    assert plant.act("周敏", instance, "approve").code == "approvals.signature.required"
    assert plant.act("周敏", instance, "approve", signature="周敏").is_accepted


@pytest.mark.spec("A6")
def test_clock_approves_where_the_step_says_so(plant: Plant) -> None:
    review = step("review", people("zhoumin") + '<dj:deadline duration="PT2H" action="approve"/>')
    instance = begin(plant, line(review, NEXT))

    plant.clock.advance(timedelta(hours=2))
    plant.tick()

    assert names(plant, instance) == ["沈江河"]
    with plant.store.read() as reader:
        rows = plant.reader.story.history(reader, instance)
    assert [(r.kind, r.by_id, r.for_name) for r in rows if r.kind == "approved"] == [
        ("approved", 0, "周敏")
    ]


def test_draft_is_kept_for_the_hand_alone_and_goes_with_the_decision(plant: Plant) -> None:
    instance = begin(plant, line(step("review", people("zhoumin")), NEXT))
    item = plant.open_items(instance)["周敏"]
    command = SaveItemDraft(item_id=item, values={"purpose": "x"}, comment="想想")

    assert plant.ask(command, plant.actor("吴峰")).status == 404
    plant.done(command, plant.actor("周敏"))
    with plant.store.read() as reader:
        assert len(reader.find(DRAFT, "by_item", shard_of(item), item)) == 1
    plant.acts("周敏", instance, "approve")
    with plant.store.read() as reader:
        assert reader.find(DRAFT, "by_item", shard_of(item), item) == []


# Lists


def query(plant: Plant, name: str, **given: object) -> ItemQuery:
    now = plant.clock.now()
    return ItemQuery(
        person_id=plant.id(name),
        at=now,
        today_end=now + timedelta(hours=15),
        week_end=now + timedelta(days=6),
        **given,  # type: ignore[arg-type]
    )


def test_lists_page_by_cursor_without_loss_or_repeat(plant: Plant) -> None:
    version = plant.deploy(line(step("review", people("zhoumin"))), {"f": FORM})
    started = [plant.submit("李明", "test", version, VALUES) for _ in range(7)]
    seen: list[int] = []
    cursor = ""
    with plant.store.read() as reader:
        while True:
            page = plant.reader.lists.list_items(
                reader, query(plant, "周敏", cursor=cursor, limit=3)
            )
            seen += [line_.request.id for line_ in page.lines]
            if page.next_cursor is None:
                break
            cursor = page.next_cursor

    assert sorted(seen) == sorted(started)
    assert len(seen) == 7


def test_counts_tell_what_the_lists_hold(plant: Plant) -> None:
    begin(plant, line(step("review", people("zhoumin"))))
    shared = step("file", role("hr", claim=True), kind="work")
    begin(plant, line(shared, process="test"))

    with plant.store.read() as reader:
        mine = plant.reader.lists.count_boxes(reader, query(plant, "周敏"))
        hr = plant.reader.lists.count_boxes(reader, query(plant, "彭丽"))
        initiator = plant.reader.lists.count_boxes(reader, query(plant, "李明"))

    assert (mine.todo, mine.unread) == (1, 1)
    assert hr.todo == 1
    assert (initiator.todo, initiator.mine_running) == (0, 2)


def test_done_list_has_what_i_decided(plant: Plant) -> None:
    instance = begin(plant, line(step("review", people("zhoumin")), NEXT))
    plant.acts("周敏", instance, "approve")

    with plant.store.read() as reader:
        page = plant.reader.lists.list_items(reader, query(plant, "周敏", box="done"))

    assert [line_.request.id for line_ in page.lines] == [instance]


def test_copies_have_their_own_list(plant: Plant) -> None:
    instance = begin(plant, line(step("review", people("zhoumin"))))
    plant.done(CopyTo(instance_id=instance, people=(plant.id("叶青"),)), plant.actor("李明"))

    with plant.store.read() as reader:
        page = plant.reader.lists.list_items(reader, query(plant, "叶青", box="cc"))
        counts = plant.reader.lists.count_boxes(reader, query(plant, "叶青"))

    assert [line_.request.id for line_ in page.lines] == [instance]
    assert counts.cc_unread == 1


@pytest.mark.spec("C1")
@pytest.mark.parametrize(
    ("name", "sees"),
    [("李明", True), ("陈刚", True), ("苏婉", True), ("周敏", True), ("高翔", False)],
)
def test_requests_are_seen_by_who_takes_part_or_is_permitted(
    plant: Plant, name: str, sees: bool
) -> None:
    instance = begin(plant, line(step("review", people("zhoumin"))))

    with plant.store.read() as reader:
        page = plant.reader.requests.list_requests(
            reader, RequestQuery(person_id=plant.id(name), scope="visible")
        )

    assert ([row.id for row in page.requests] == [instance]) == sees


def test_search_finds_chinese_titles_numbers_and_initiators(plant: Plant) -> None:
    instance = begin(plant, line(step("review", people("zhoumin"))))

    for text in ("李明", "CS2026", "测试"):
        with plant.store.read() as reader:
            page = plant.reader.lists.list_items(reader, query(plant, "周敏", text=text))
        assert [line_.request.id for line_ in page.lines] == [instance], text
    with plant.store.read() as reader:
        page = plant.reader.lists.list_items(reader, query(plant, "周敏", text="100%"))
    assert page.lines == ()


def test_comment_of_nothing_is_refused(plant: Plant) -> None:
    instance = begin(plant, line(step("review", people("zhoumin"))))

    answer = plant.ask(AddComment(instance_id=instance, text="  "), plant.actor("李明"))

    assert answer.code == "approvals.comment.required"
