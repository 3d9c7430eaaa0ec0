"""Two hundred instances while the other system dies before, during and after their calls."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from dujiang.connectors.connections.tables import CALL
from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from dujiang.runtime import StartProcess
from dujiang.runtime.tables import INSTANCE, JOB
from tests.connectors.models import call, deploy
from tests.connectors.test_calls import TELL, Things, connected, things
from tests.installation import Browser

__all__ = ["connected", "things"]

NOBODY_LISTENS = "http://127.0.0.1:9"


class Story:
    """Starts instances, lets time pass, repairs what an operator sees."""

    def __init__(self, app: App, admin: Browser, clock: ManualClock) -> None:
        self._app = app
        self._admin = admin
        self._clock = clock

    def start(self, count: int) -> None:
        for _ in range(count):
            self._app.submit(StartProcess(process_key="order"))
        self.wait(timedelta(0))

    def wait(self, duration: timedelta, steps: int = 1) -> None:
        for _ in range(steps):
            self._clock.advance(duration)
            self._app.rooms.duties.drain()

    def point_to(self, address: str) -> None:
        shown = self._admin.get("/connections/things")
        body = {
            "key": "things",
            "name": "物料系统",
            "baseUrl": address,
            "allowedNetworks": ["127.0.0.0/8"],
            "authentication": {"kind": "bearer"},
            "secrets": {"secret": "the-bearer-token"},
        }
        headers = {"if-match": f'"{shown["version"]}"'}
        answer = self._admin.request("PUT", "/connections/things", json=body, headers=headers)
        assert answer.status_code == 200, answer.text

    def repair(self) -> int:
        """One click for each incident; how many there were."""
        count = 0
        while found := self._admin.get("/incidents", limit=100)["items"]:
            for incident in found:
                path = f"/incidents/{incident['id']}/retry"
                assert self._admin.send("POST", path).status_code == 200
            count += len(found)
        return count

    def states(self) -> dict[str, int]:
        asked = select(INSTANCE.c.state, func.count()).group_by(INSTANCE.c.state)
        with self._app.store.read() as reader:
            return dict(reader.rows(asked))

    def told(self) -> list[str]:
        """Keys of the calls that the log calls done."""
        asked = select(CALL.c.idempotency_key).where(CALL.c.verdict == "done")
        with self._app.store.read() as reader:
            return [key for (key,) in reader.rows(asked)]

    def jobs_left(self) -> int:
        with self._app.store.read() as reader:
            return int(reader.value(select(func.count()).select_from(JOB.sql)) or 0)


@pytest.mark.spec("E4")
@pytest.mark.spec("I1")
def test_peer_that_dies_before_during_and_after_calls_leaves_nothing_lost_or_doubled(
    app: App, admin: Browser, clock: ManualClock, things: Things, connected: Any
) -> None:
    deploy(app, call("things", **TELL))
    story = Story(app, admin, clock)

    story.point_to(NOBODY_LISTENS)
    story.start(70)
    story.wait(timedelta(minutes=1), steps=5)
    assert things.kept == {}

    story.point_to(things.url)
    things.fail(503, after_success=True)
    story.start(70)
    story.wait(timedelta(minutes=1), steps=5)
    assert things.kept

    things.fail(400)
    story.start(60)
    story.wait(timedelta(minutes=1), steps=5)

    things.heal()
    repaired = story.repair()
    story.wait(timedelta(minutes=30), steps=20)

    assert repaired >= 60
    assert story.repair() == 0
    assert story.states() == {"COMPLETED": 200}
    assert story.jobs_left() == 0
    assert len(things.kept) == 200
    assert sorted(story.told()) == sorted(things.kept)
