"""Server-sent events: after a commit browsers get topics, and refetch what they show.

Facts never travel this way. Topics that come close together leave as one event; a lost one costs
at most the browser's own polling interval.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Final

import msgspec

from dujiang.kernel.ids import id_text
from dujiang.store import EVERYTHING as EVERY_TOPIC

MAX_STREAMS: Final = 5_000
MAX_WAITING_TOPICS: Final = 200
"""Topics kept for a slow browser; beyond it gets `everything` and refetches all it shows."""
COALESCE_S: Final = 0.2
HEARTBEAT_S: Final = 20.0
EVERYTHING: Final = "everything"
_OF_ONE_PERSON: Final = frozenset({"items", "notices"})


class Listener:
    """One browser's open stream."""

    def __init__(self, person_id: int) -> None:
        self.person_id = person_id
        self.topics: dict[str, None] = {}
        self.woken = asyncio.Event()


class Live:
    """Passes topics from the dispatcher's thread to the streams of the event loop.

    Rooms speak of ids as they are inside; browsers get `instance:TEXT`, and `items:me` for what is
    theirs alone.
    """

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_closing = False

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Name the loop that the streams run on; call it once, before the first stream."""
        self._loop = loop

    @property
    def stream_count(self) -> int:
        """How many streams are open."""
        return len(self._listeners)

    def publish(self, topics: Iterable[str]) -> None:
        """Tell what has changed; called from any thread, after a commit."""
        loop = self._loop
        if loop is not None and self._listeners and not loop.is_closed():
            loop.call_soon_threadsafe(self._spread, tuple(topics))

    def close(self) -> None:
        """End all streams: the program stops. Called from any thread."""
        self._is_closing = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake_all)

    async def stream(self, person_id: int) -> AsyncIterator[bytes]:
        """The bytes of one stream, until the browser leaves or the program stops."""
        listener = Listener(person_id)
        self._listeners.add(listener)
        try:
            yield b"retry: 3000\n\n"
            while not self._is_closing:
                try:
                    await asyncio.wait_for(listener.woken.wait(), HEARTBEAT_S)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                await asyncio.sleep(COALESCE_S)
                listener.woken.clear()
                topics, listener.topics = list(listener.topics), {}
                if topics:
                    yield b"event: topics\ndata: " + msgspec.json.encode(topics) + b"\n\n"
        finally:
            self._listeners.discard(listener)

    def _wake_all(self) -> None:
        for listener in self._listeners:
            listener.woken.set()

    def _spread(self, topics: tuple[str, ...]) -> None:
        for listener in self._listeners:
            for topic in topics:
                shown = _as_seen_by(topic, listener.person_id)
                if shown is None:
                    continue
                if len(listener.topics) >= MAX_WAITING_TOPICS:
                    listener.topics = {EVERYTHING: None}
                listener.topics[shown] = None
                listener.woken.set()


def _as_seen_by(topic: str, person_id: int) -> str | None:
    kind, _, which = topic.partition(":")
    if kind in _OF_ONE_PERSON:
        return f"{kind}:me" if which == str(person_id) else None
    if kind == "instance" and which.isdecimal():
        return f"instance:{id_text(int(which))}"
    return EVERYTHING if topic == EVERY_TOPIC else topic
