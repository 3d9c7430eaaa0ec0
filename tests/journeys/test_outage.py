"""A database that is away for ten seconds: the page is told to repeat, and that counts once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.harness import World
from tests.journeys.test_s01_leave import available, leave
from tests.postgres import PrivatePostgres, needs_postgres

pytestmark = [needs_postgres, pytest.mark.spec("E3")]


@pytest.fixture
def server() -> Iterator[PrivatePostgres]:
    started = PrivatePostgres(is_durable=True)
    yield started
    started.remove()


def test_request_is_repeated_with_its_key_and_counts_once(
    server: PrivatePostgres, tmp_path: Path
) -> None:
    world = World(tmp_path, url=server.url())
    browser = world.as_("liming")
    body = world.start_body("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))

    server.stop("immediate")
    refused = browser.send("POST", "/instances", body, key="kept")
    question = browser.request("GET", "/items")
    not_ready = world.client.get("/readyz")
    server.start()
    answers = [browser.send("POST", "/instances", body, key="kept") for _ in range(2)]

    assert (refused.status_code, refused.json()["code"]) == (503, "api.database.away")
    assert refused.headers["retry-after"]
    assert (question.status_code, question.json()["code"]) == (503, "api.database.away")
    assert not_ready.status_code == 503
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len(browser.get("/instances")["items"]) == 1
    assert available(world, "liming") == 7.0
    assert world.client.get("/readyz").status_code == 200
    world.close()
