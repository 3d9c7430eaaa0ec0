"""One repair for many instances: background work that gives the command of each through the door.

Every instance has its own transaction, its own line in the audit trail and its own idempotency key:
a portion that is done twice after a crash happens once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Final, Literal, Protocol, TypeAlias

import msgspec

from dujiang.engine import commands as engine
from dujiang.kernel.clock import Clock
from dujiang.kernel.errors import DujiangError
from dujiang.kernel.ids import id_from_text, id_text
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime.commands import MigrateInstance, OperateInstance, RetryIncident
from dujiang.runtime.deciding.work import Work
from dujiang.runtime.errands.commands import (
    BeginErrand,
    ErrandDone,
    ErrandOutcome,
    ErrandStopped,
)
from dujiang.runtime.errands.working import Errand, Progress
from dujiang.runtime.requests import Actor, Answer, Handled, Refused, Request

BULK: Final = "runtime.bulk"
"""Kind of this background work."""
MAX_IN_BULK: Final = 20_000
"""Instances or incidents of one piece of bulk work."""
PORTION: Final = 20
"""Commands that are given together between two reports."""
MAX_NAMED: Final = 100
"""Refused ones that the result names; the others are counted by their reason."""

BulkAction: TypeAlias = Literal["suspend", "resume", "cancel", "migrate", "retry"]


class OperateMany(msgspec.Struct, frozen=True, kw_only=True):
    """The same repair for many instances (`retry`: of many incidents), in the background.

    Answer: `{"errand_id": ...}`. What is refused for one keeps none of the others back.
    """

    action: BulkAction
    ids: tuple[int, ...]
    reason: str
    language: str
    version_id: int = 0
    mapping: dict[str, str] = {}


def operate_many(command: OperateMany, work: Work) -> Handled | Refused:
    """Write the background work down; its commands are the actor's own."""
    ids = tuple(dict.fromkeys(command.ids))
    if not ids:
        return Refused("runtime.bulk.none", 422)
    if len(ids) > MAX_IN_BULK:
        return Refused("runtime.bulk.too_many", 413, {"limit": MAX_IN_BULK})
    plain = {
        "action": command.action,
        "ids": [id_text(one) for one in ids],
        "reason": command.reason,
        "version": id_text(command.version_id) if command.version_id else "",
        "mapping": command.mapping,
        "permissions": sorted(work.actor.permissions),
    }
    begin = BeginErrand(
        kind=BULK,
        owner_id=work.actor.id,
        language=command.language,
        title=f"runtime.bulk.{command.action}",
        title_params=Variables({"count": as_value(len(ids))}),
        params=Variables(as_value(plain)),
        total=len(ids),
    )
    return Handled(follow_ups=(begin,))


class Door(Protocol):
    """The part of the dispatcher that this work needs."""

    @property
    def clock(self) -> Clock:
        """The present."""
        ...

    def submit(self, request: Request) -> "Future[Answer]":
        """Queue a request."""
        ...

    def work_here(self) -> None:
        """Work off what is queued, where the door has no thread of its own."""
        ...


class _Order(msgspec.Struct, frozen=True):
    action: BulkAction
    ids: list[str]
    reason: str
    version: str
    mapping: dict[str, str]
    permissions: list[str]


class BulkWork:
    """Handler of this kind of background work."""

    def __init__(self, door: Callable[[], Door]) -> None:
        self._door = door

    def __call__(self, errand: Errand, progress: Progress) -> ErrandOutcome:
        """Give the commands from where the last attempt reported on."""
        order = msgspec.convert(errand.params.to_dict(), _Order)
        tally = _Tally(errand.cursor)
        while tally.at < len(order.ids):
            portion = order.ids[tally.at : tally.at + PORTION]
            for name, answer in zip(portion, self._give(errand, order, portion), strict=True):
                tally.count(name, answer)
            if not progress.report(tally.at, len(order.ids), tally.cursor()):
                return ErrandStopped(result=tally.result())
        return ErrandDone(result=tally.result())

    def _give(self, errand: Errand, order: _Order, portion: Sequence[str]) -> list[str]:
        """Code of each refusal; empty for what has happened."""
        door = self._door()
        actor = Actor(
            person_id=errand.owner_id,
            permissions=frozenset(order.permissions),
            language=errand.language,
        )
        futures = [
            door.submit(
                Request(
                    _command(order, name, door), actor, f"bulk:{errand.id}:{name}", door.clock.now()
                )
            )
            for name in portion
        ]
        door.work_here()
        return [_code(future) for future in futures]


def _code(future: "Future[Answer]") -> str:
    try:
        answer = future.result()
    except DujiangError as error:
        if error.status == 503:
            raise
        return error.code
    return "" if answer.is_accepted else answer.code


def _command(order: _Order, name: str, door: Door) -> msgspec.Struct:
    identifier = id_from_text(name) or 0
    now = door.clock.now()
    match order.action:
        case "suspend":
            return OperateInstance(identifier, engine.Suspend(at=now), order.reason)
        case "resume":
            return OperateInstance(identifier, engine.Resume(at=now), order.reason)
        case "cancel":
            cancel = engine.CancelInstance(at=now, outcome="cancelled", reason=order.reason)
            return OperateInstance(identifier, cancel, order.reason)
        case "retry":
            return RetryIncident(identifier, reason=order.reason)
        case "migrate":
            return MigrateInstance(
                instance_id=identifier,
                version_id=id_from_text(order.version) or 0,
                mapping=order.mapping,
                reason=order.reason,
            )


class _Tally:
    """What came of it so far."""

    def __init__(self, cursor: Any) -> None:  # noqa: ANN401 - a Value
        known = cursor if isinstance(cursor, dict) else {}
        self.at = int(known.get("at", 0))
        self.done = int(known.get("done", 0))
        self.codes: Counter[str] = Counter(
            {code: int(number) for code, number in known.get("codes", {}).items()}
        )
        self.named: list[dict[str, str]] = list(known.get("named", []))

    def count(self, name: str, code: str) -> None:
        """One more."""
        self.at += 1
        if not code:
            self.done += 1
            return
        self.codes[code] += 1
        if len(self.named) < MAX_NAMED:
            self.named.append({"id": name, "code": code})

    def cursor(self) -> Any:  # noqa: ANN401 - a Value
        """Where another attempt goes on."""
        return as_value({"at": self.at, **self._told()})

    def result(self) -> Variables:
        """What is said at the end."""
        return Variables(as_value(self._told()))

    def _told(self) -> dict[str, Any]:
        return {"done": self.done, "codes": dict(self.codes), "named": self.named}
