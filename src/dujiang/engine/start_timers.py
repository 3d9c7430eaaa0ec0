"""Timers of a version's start events: when an instance is to be started by the clock.

They belong to the version in force, not to an instance: whoever keeps them starts an instance with
`StartInstance(start_element)` when one is due, and asks for the next time.
"""

from datetime import datetime

import msgspec

from dujiang.engine.expressions import Stuck
from dujiang.engine.program import Program, TimerWait
from dujiang.engine.state import Trigger
from dujiang.engine.timers import due_of, next_of
from dujiang.feel import Environment


class StartTimer(msgspec.Struct, frozen=True):
    """When a start event fires next."""

    element_id: str
    due_at: datetime
    definition: int = 0
    repeats: int = 0
    """How often again after that; -1 for ever."""
    cycle: str = ""


def start_timers(program: Program, at: datetime) -> tuple[StartTimer, ...]:
    """The timers that run from the moment a version is in force.

    A timer whose definition makes no sense is left out: `check_start_timers` names it.
    """
    return tuple(found for found in _timers(program, at) if isinstance(found, StartTimer))


def check_start_timers(program: Program, at: datetime) -> tuple[str, ...]:
    """Ids of start events whose timer cannot be understood."""
    return tuple(found for found in _timers(program, at) if isinstance(found, str))


def next_start_timer(program: Program, timer: StartTimer) -> StartTimer | None:
    """The next time of a cycle, counted from when the last one was due; None after the last."""
    trigger = Trigger(
        element_id=timer.element_id,
        owner_key=0,
        kind="timer",
        due_at=timer.due_at,
        repeats=timer.repeats,
        cycle=timer.cycle,
    )
    due = next_of(trigger, program)
    if due is None:
        return None
    return StartTimer(timer.element_id, due.at, timer.definition, due.repeats, due.cycle)


def _timers(program: Program, at: datetime) -> list[StartTimer | str]:
    env = Environment(now=at, functions=program.functions)
    found: list[StartTimer | str] = []
    for point in program.starts:
        for index, wait in enumerate(point.waits):
            if not isinstance(wait, TimerWait):
                continue
            try:
                due = due_of(wait, program, at, {}, env)
            except Stuck:
                found.append(point.element_id)
                continue
            found.append(StartTimer(point.element_id, due.at, index, due.repeats, due.cycle))
    return found
