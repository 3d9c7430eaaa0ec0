"""Deciding one request on an overlay: permission, handler, reactors, follow-ups. No I/O of its own.

The agenda is worked off in order: a command's facts go to the reactors at once, then its
follow-ups and the reactors' commands queue behind what is there already.
"""

from collections import deque
from typing import Any, Final

import msgspec

from dujiang.kernel.errors import DujiangError
from dujiang.kernel.ids import shard_of
from dujiang.kernel.sealed import CannotOpen
from dujiang.runtime.deciding.routes import AnyRoute, Reactors, Routes
from dujiang.runtime.deciding.sealing import guarded
from dujiang.runtime.deciding.work import FactContext, Work
from dujiang.runtime.requests import Handled, Refused
from dujiang.runtime.tables import INSTANCE

MAX_FOLLOW_UPS: Final = 10_000
"""Commands that one request may lead to; beyond it the request is refused."""


class LogEntry(msgspec.Struct, frozen=True):
    """One command that was carried out, with its facts, and the instance it was about (0: none)."""

    instance_id: int
    command: msgspec.Struct
    facts: tuple[msgspec.Struct, ...]


class Accepted(msgspec.Struct, frozen=True):
    """The request happened: all its commands in order, and the answer."""

    entries: tuple[LogEntry, ...]
    answer: Any
    refusal: str = ""


def decide(work: Work, routes: Routes, reactors: Reactors) -> Accepted | Refused:
    """Carry out a request with everything that follows from it, or refuse it as a whole."""
    command = work.request.command
    route = _route(routes, command)
    if not work.actor.may(route.permission):
        return Refused("runtime.command.forbidden", 403, {"permission": route.permission})
    try:
        return _work_off(command, work, routes, reactors)
    except CannotOpen:
        return Refused("runtime.subject.erased")
    except DujiangError as error:
        if error.status >= 500:
            raise
        return Refused(error.code, error.status, error.params, error.problems)  # type: ignore[arg-type]


def _route(routes: Routes, command: msgspec.Struct) -> AnyRoute:
    route = routes.get(type(command))
    assert route is not None, f"no route for {type(command).__name__}"
    return route


def _work_off(
    first: msgspec.Struct, work: Work, routes: Routes, reactors: Reactors
) -> Accepted | Refused:
    agenda: deque[msgspec.Struct] = deque((first,))
    entries: list[LogEntry] = []
    answer: Any = None
    refusal = ""
    while agenda:
        command = guarded(agenda.popleft(), work)
        outcome = _route(routes, command).handle(command, work)
        if isinstance(outcome, Refused):
            return outcome
        if len(entries) >= MAX_FOLLOW_UPS:
            return Refused("runtime.command.too_many_follow_ups", params={"limit": MAX_FOLLOW_UPS})
        recorded = outcome.recorded or command
        entries.append(LogEntry(outcome.instance_id or 0, recorded, outcome.events))
        if answer is None:
            answer = outcome.answer
        refusal = refusal or outcome.refusal
        agenda.extend(outcome.follow_ups)
        agenda.extend(_react(command, outcome, work, reactors))
    return Accepted(tuple(entries), answer, refusal)


def _react(
    command: msgspec.Struct, outcome: Handled, work: Work, reactors: Reactors
) -> list[msgspec.Struct]:
    asked: list[msgspec.Struct] = []
    context: FactContext | None = None
    for fact in outcome.events:
        interested = reactors.get(type(fact))
        if not interested:
            continue
        if context is None:
            context = _context(command, outcome, work)
        for react in interested:
            asked.extend(react(fact, context, work))
    return asked


def _context(command: msgspec.Struct, outcome: Handled, work: Work) -> FactContext:
    if outcome.instance_id is None:
        return FactContext(command, None)
    key = (shard_of(outcome.instance_id), outcome.instance_id)
    instance = work.get(INSTANCE, *key)
    return FactContext(command, instance, work.program(instance) if instance else None)
