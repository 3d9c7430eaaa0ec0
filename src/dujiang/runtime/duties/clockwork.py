"""The duty that fires timers and alarms: leases what is due, gives the commands, catches up."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import structlog
from sqlalchemy import func, select

from dujiang.kernel.errors import DujiangError
from dujiang.runtime.commands import FireAlarm, FireTimer
from dujiang.runtime.door.dispatcher import Dispatcher
from dujiang.runtime.requests import SYSTEM, Answer, Request
from dujiang.runtime.tables import ALARM, DUE_ALARMS, DUE_TIMERS, TIMER
from dujiang.store import AnyTable, Tx

LEASE: Final = timedelta(seconds=60)
"""How long others leave a timer alone that we are firing."""
MAX_CLAIMED: Final = 256

_log = structlog.get_logger("dujiang.runtime")


class Clockwork:
    """Fires what is due. After downtime it works off what was missed, oldest first."""

    name = "timers"
    tables: frozenset[AnyTable] = frozenset((TIMER, ALARM))

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def tick(self, now: datetime) -> datetime | None:
        """Fire up to a batch of what is due."""
        next_at = self._next_at()
        if next_at is None or next_at > now:
            return next_at
        commands = self._dispatcher.run(lambda tx: _claim(tx, now))
        self._fire(commands, now)
        return self._next_at()

    def stop(self) -> None:
        """Nothing is left under way: a tick waits for its answers."""

    def _fire(self, commands: Sequence[msgspec.Struct], now: datetime) -> None:
        futures = [self._dispatcher.submit(Request(c, SYSTEM, None, now)) for c in commands]
        self._dispatcher.work_here()
        for command, future in zip(commands, futures, strict=True):
            self._settle(command, future)

    def _settle(self, command: msgspec.Struct, future: "Future[Answer]") -> None:
        try:
            answer = future.result()
        except DujiangError as error:
            _log.error("timer_failed", command=type(command).__name__, code=error.code)
            return
        self._dispatcher.metrics.timers.inc()
        if not answer.is_accepted:
            _log.warning("timer_refused", command=type(command).__name__, code=answer.code)

    def _next_at(self) -> datetime | None:
        with self._dispatcher.store.read() as reader:
            wakes: list[Any] = [
                reader.value(select(func.min(table.c.wake_at))) for table in (TIMER, ALARM)
            ]
        return min((at for at in wakes if at is not None), default=None)


def _claim(tx: Tx, now: datetime) -> list[msgspec.Struct]:
    until = now + LEASE
    timers = tx.claim(DUE_TIMERS, now=now, until=until, limit=MAX_CLAIMED)
    alarms = tx.claim(DUE_ALARMS, now=now, until=until, limit=MAX_CLAIMED)
    return [
        *(FireTimer(timer.instance_id, timer.key) for timer in timers),
        *(FireAlarm(alarm.id) for alarm in alarms),
    ]
