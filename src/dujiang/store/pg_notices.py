"""Notices over PostgreSQL's LISTEN and NOTIFY, on connections of their own."""

from collections.abc import Callable, Sequence
from threading import Condition, Thread
from typing import Any, Final, LiteralString

import msgspec
import psycopg
import structlog

from dujiang.store.notices import EVERYTHING, Hear

CHANNEL: Final[LiteralString] = "dujiang"
MAX_PAYLOAD_BYTES: Final = 7_000
"""PostgreSQL takes 8,000; what does not fit is told as `EVERYTHING`."""
RECONNECT_S: Final = 2.0
LOOK_UP_S: Final = 1.0

_log = structlog.get_logger("dujiang.store")
_decoder = msgspec.json.Decoder(tuple[str, list[str]])


class PostgresNotices:
    """Over LISTEN and NOTIFY. `origin` tells this node's own notices from those of others."""

    def __init__(self, connect: "Callable[[], psycopg.Connection[Any]]", origin: str) -> None:
        self._connect = connect
        self._origin = origin
        self._changed = Condition()
        self._waiting: dict[str, None] = {}
        self._is_stopping = False
        self._threads: list[Thread] = []

    def tell(self, topics: Sequence[str]) -> None:
        """Tell the other nodes, soon."""
        with self._changed:
            self._waiting.update(dict.fromkeys(topics))
            self._changed.notify_all()

    def start(self, hear: Hear) -> None:
        """Begin to hear and to tell."""
        self._threads = [
            Thread(target=self._run, args=(self._telling, "telling"), daemon=True),
            Thread(
                target=self._run, args=(lambda c: self._hearing(c, hear), "hearing"), daemon=True
            ),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the threads."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self, work: "Callable[[psycopg.Connection[Any]], None]", name: str) -> None:
        while not self._is_stopping:
            try:
                with self._connect() as connection:
                    connection.autocommit = True
                    work(connection)
            except psycopg.Error as error:
                _log.warning("notices_interrupted", what=name, reason=str(error))
                with self._changed:
                    self._changed.wait_for(lambda: self._is_stopping, RECONNECT_S)

    def _telling(self, connection: "psycopg.Connection[Any]") -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting) or self._is_stopping)
                topics, self._waiting = list(self._waiting), {}
            if topics:
                payload = self._payload(topics)
                connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, payload))
            if self._is_stopping:
                return

    def _payload(self, topics: list[str]) -> str:
        encoded = msgspec.json.encode((self._origin, topics))
        if len(encoded) > MAX_PAYLOAD_BYTES:
            encoded = msgspec.json.encode((self._origin, [EVERYTHING]))
        return encoded.decode()

    def _hearing(self, connection: "psycopg.Connection[Any]", hear: Hear) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        hear((EVERYTHING,))  # what was told while we were not listening
        while not self._is_stopping:
            for notice in connection.notifies(timeout=LOOK_UP_S, stop_after=1):
                self._heard(notice.payload, hear)

    def _heard(self, payload: str, hear: Hear) -> None:
        try:
            origin, topics = _decoder.decode(payload)
        except msgspec.DecodeError:
            return  # somebody else's use of the channel
        if origin != self._origin:
            hear(topics)
