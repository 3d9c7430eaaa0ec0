"""Lists cost the same number of statements however long they are."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave


@contextmanager
def counted() -> Iterator[list[str]]:
    told: list[str] = []

    def tell(connection: object, cursor: object, text: str, *_: object) -> None:
        told.append(text)

    event.listen(Engine, "before_cursor_execute", tell)
    try:
        yield told
    finally:
        event.remove(Engine, "before_cursor_execute", tell)


def test_one_request_costs_a_list_as_much_as_many(world: World) -> None:
    for day in ("2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12"):
        asked = world.submit("liming", "leave", leave(f"{day} AM", f"{day} AM"))
    world.decide("chengang", asked, "approve")
    world.drain()
    world.as_("liming").get("/instances", scope="mine")

    with counted() as one:
        world.as_("liming").get("/instances", scope="mine", limit=1)
    with counted() as four:
        world.as_("liming").get("/instances", scope="mine", limit=4)

    assert len(four) == len(one)


def test_a_row_shows_the_way_as_far_as_it_goes(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-13 PM"))
    world.decide("chengang", asked, "approve", comment="注意交接")

    (row,) = world.as_("liming").get("/instances", scope="mine", limit=1)["items"]
    whole = world.instance("liming", asked["id"])

    assert [(node["name"], node["state"]) for node in row["path"]] == [
        (node["name"], node["state"]) for node in whole["path"]
    ]
    assert row["waiting"] == whole["waiting"]
    assert row["actions"] == [action["action"] for action in whole["actions"] if action["enabled"]]
    assert row["lastComment"] == "注意交接"


def test_one_item_costs_a_to_do_list_as_much_as_many(world: World) -> None:
    for day in ("2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12"):
        world.submit("liming", "leave", leave(f"{day} AM", f"{day} AM"))
    world.todo("chengang")

    with counted() as one:
        world.as_("chengang").get("/items", box="todo", limit=1)
    with counted() as three:
        world.as_("chengang").get("/items", box="todo", limit=3)

    assert len(three) == len(one)


def test_a_row_shows_the_fields_that_the_model_chose_in_the_language_of_the_reader(
    world: World,
) -> None:
    world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-12 PM"))

    (row,) = world.todo("chengang")
    translated = (
        world.as_("chengang")
        .request("GET", "/items", params={"box": "todo"}, headers={"accept-language": "en-US"})
        .json()["items"]
    )

    assert row["keyFacts"] == [
        {"label": "开始日期", "text": "3月10日"},
        {"label": "结束日期", "text": "3月12日"},
    ]
    assert [fact["text"] for fact in translated[0]["keyFacts"]] == ["Mar 10", "Mar 12"]
    assert translated[0]["initiator"]["position"] == "Engineer"
    assert translated[0]["step"]["name"] == "Department approval"


def test_a_row_says_whether_it_can_be_decided_with_others(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-12 PM"))

    (row,) = world.todo("chengang")

    assert row["bulkReady"] is True
    assert row["bulk"]["action"] == "approve"
    assert row["bulk"]["rejectNeedsComment"] is True
    assert "AMT" in [category["code"] for category in row["bulk"]["reasonCategories"]]
    world.decide("chengang", asked, "approve")
    (claimable,) = world.todo("pengli")
    assert (claimable["bulkReady"], claimable["bulk"]) == (False, None)


def test_what_was_changed_since_i_returned_it_is_named(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-12 PM"))
    item = world.item("chengang", asked)
    detail = world.as_("chengang").get(f"/items/{item['id']}")
    back = next(action for action in detail["actions"] if action["action"] == "return")
    assert [target["person"]["name"] for target in back["targets"]] == ["李明"]

    world.decide("chengang", asked, "return", comment="少请一天", returnTo="apply")
    form = world.as_("liming").get(f"/items/{world.item('liming', asked)['id']}")
    values = {**form["values"], **leave("2026-03-10 AM", "2026-03-11 PM")}
    world.decide("liming", asked, "submit", values=values)

    again = world.as_("chengang").get(f"/items/{world.item('chengang', asked)['id']}")
    assert again["changedFields"] == ["end_on", "days"]


def test_a_started_request_comes_back_with_its_title(world: World) -> None:
    answer = world.try_submit("liming", "leave", leave("2026-03-10 AM", "2026-03-12 PM"))

    assert answer.json()["title"] == "李明 年假 3 天"


def test_an_owner_sees_how_many_requests_are_late(world: World) -> None:
    world.submit("liming", "leave", leave("2026-03-16 AM", "2026-03-16 PM"))
    before = world.as_("linjing").get("/processes")["items"]

    asked = world.submit(
        "zhangwei", "leave", leave("2026-03-17 AM", "2026-03-17 PM", kind="PERSONAL")
    )
    world.decide("chengang", asked, "approve")
    world.travel("2026-03-04 10:00")

    after = world.as_("linjing").get("/processes")["items"]
    late = {row["key"]: row["overdueCount"] for row in after}
    assert {row["key"]: row["overdueCount"] for row in before}["leave"] == 0
    assert late["leave"] == 1


def test_sentences_about_steps_name_them_in_the_language_of_the_reader(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    item = world.item("chengang", asked)
    path = f"/items/{item['id']}/consequences"
    query = {"action": "return", "target": "apply"}

    told = world.as_("chengang").request(
        "GET", path, params=query, headers={"accept-language": "en-US"}
    )

    said = " ".join(one["text"] for one in told.json()["sentences"])
    assert "Apply" in said
    assert "提交申请" not in said
