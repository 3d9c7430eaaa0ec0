"""Naming a colleague tells them once, and lets them read."""

from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave


def told(world: World, login: str) -> list[str]:
    """Codes of what a person was told, newest first."""
    return [notice["text"] for notice in world.as_(login).get("/notices")["items"]]


def test_an_opinion_that_names_a_colleague_lets_them_read_the_case(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    colleague = world.person_id("liuyang")

    world.decide("chengang", asked, "approve", comment="@刘洋 接一下班", mentions=[colleague])

    assert world.instance("liuyang", asked["id"])["number"] == asked["number"]
    assert len(told(world, "liuyang")) == 1


def test_a_remark_that_names_a_colleague_tells_them_once(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    body = {"text": "@刘洋 接一下班", "mentions": [world.person_id("liuyang")]}

    answer = world.as_("liming").send("POST", f"/instances/{asked['id']}/comments", body)

    assert answer.status_code == 201, answer.text
    assert len(told(world, "liuyang")) == 1
