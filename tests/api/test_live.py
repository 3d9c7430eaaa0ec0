"""Topics reach the browsers they concern, together and without facts."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from dujiang.api import live
from dujiang.api.live import EVERYTHING, Live


def _run(story: object) -> None:
    asyncio.run(asyncio.wait_for(story, 10))  # type: ignore[arg-type]


async def _topics(stream: AsyncIterator[bytes]) -> list[str]:
    event = await anext(stream)
    _, _, data = event.decode().partition("data: ")
    return msgspec.json.decode(data, type=list[str])


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "COALESCE_S", 0.0)


def test_topics_that_come_together_leave_as_one_event() -> None:
    async def story() -> None:
        hub = Live()
        hub.attach(asyncio.get_running_loop())
        stream = hub.stream(7)
        await anext(stream)
        waiting = asyncio.ensure_future(_topics(stream))
        await asyncio.sleep(0)

        hub.publish(["instance:7", "items:7"])
        hub.publish(["instance:7", "items:8"])

        assert await waiting == ["instance:0000000000007", "items:me"]

    _run(story())


def test_what_is_for_somebody_else_is_not_heard() -> None:
    async def story() -> None:
        hub = Live()
        hub.attach(asyncio.get_running_loop())
        stream = hub.stream(7)
        await anext(stream)
        waiting = asyncio.ensure_future(_topics(stream))
        await asyncio.sleep(0)

        hub.publish(["items:8", "notices:77"])
        hub.publish(["incidents"])

        assert await waiting == ["incidents"]

    _run(story())


def test_slow_browser_is_told_to_fetch_everything() -> None:
    async def story() -> None:
        hub = Live()
        hub.attach(asyncio.get_running_loop())
        stream = hub.stream(7)
        await anext(stream)
        waiting = asyncio.ensure_future(_topics(stream))
        await asyncio.sleep(0)

        hub.publish([f"instance:{n}" for n in range(live.MAX_WAITING_TOPICS + 1)])

        assert EVERYTHING in await waiting

    _run(story())


def test_browser_fetches_everything_when_another_node_says_so() -> None:
    async def story() -> None:
        hub = Live()
        hub.attach(asyncio.get_running_loop())
        stream = hub.stream(7)
        await anext(stream)
        waiting = asyncio.ensure_future(_topics(stream))
        await asyncio.sleep(0)

        hub.publish(["*"])

        assert await waiting == [EVERYTHING]

    _run(story())


def test_quiet_stream_says_that_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_S", 0.01)

    async def story() -> None:
        stream = Live().stream(7)
        await anext(stream)

        assert (await anext(stream)).startswith(b":")

    _run(story())


def test_stop_ends_the_streams() -> None:
    async def story() -> None:
        hub = Live()
        hub.attach(asyncio.get_running_loop())
        stream = hub.stream(7)
        await anext(stream)
        rest = asyncio.ensure_future(anext(stream, None))
        await asyncio.sleep(0)

        hub.close()

        assert await rest is None
        assert hub.stream_count == 0

    _run(story())
