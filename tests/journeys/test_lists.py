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
