"""To-do, done and copied lists, counts, search, and who may see which request."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from dujiang.approvals import (
    AddComment,
    CopyTo,
    ItemQuery,
    RequestQuery,
)
from tests.approvals.models import FORM, VALUES, line, people, role, step
from tests.approvals.plant import Plant, plant_of


@pytest.fixture
def plant() -> Iterator[Plant]:
    with plant_of() as found:
        yield found


NEXT = step("next", people("shenjianghe"))


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
    plant.begin(line(step("review", people("zhoumin"))))
    shared = step("file", role("hr", claim=True), kind="work")
    plant.begin(line(shared, process="test"))

    with plant.store.read() as reader:
        mine = plant.reader.lists.count_boxes(reader, query(plant, "周敏"))
        hr = plant.reader.lists.count_boxes(reader, query(plant, "彭丽"))
        initiator = plant.reader.lists.count_boxes(reader, query(plant, "李明"))

    assert (mine.todo, mine.unread) == (1, 1)
    assert hr.todo == 1
    assert (initiator.todo, initiator.mine_running) == (0, 2)


def test_done_list_has_what_i_decided(plant: Plant) -> None:
    instance = plant.begin(line(step("review", people("zhoumin")), NEXT))
    plant.acts("周敏", instance, "approve")

    with plant.store.read() as reader:
        page = plant.reader.lists.list_items(reader, query(plant, "周敏", box="done"))

    assert [line_.request.id for line_ in page.lines] == [instance]


def test_copies_have_their_own_list(plant: Plant) -> None:
    instance = plant.begin(line(step("review", people("zhoumin"))))
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
    instance = plant.begin(line(step("review", people("zhoumin"))))

    with plant.store.read() as reader:
        page = plant.reader.requests.list_requests(
            reader, RequestQuery(person_id=plant.id(name), scope="visible")
        )

    assert ([row.id for row in page.requests] == [instance]) == sees


def test_search_finds_chinese_titles_numbers_and_initiators(plant: Plant) -> None:
    instance = plant.begin(line(step("review", people("zhoumin"))))

    for text in ("李明", "CS2026", "测试"):
        with plant.store.read() as reader:
            page = plant.reader.lists.list_items(reader, query(plant, "周敏", text=text))
        assert [line_.request.id for line_ in page.lines] == [instance], text
    with plant.store.read() as reader:
        page = plant.reader.lists.list_items(reader, query(plant, "周敏", text="100%"))
    assert page.lines == ()


def test_comment_of_nothing_is_refused(plant: Plant) -> None:
    instance = plant.begin(line(step("review", people("zhoumin"))))

    answer = plant.ask(AddComment(instance_id=instance, text="  "), plant.actor("李明"))

    assert answer.code == "approvals.comment.required"
