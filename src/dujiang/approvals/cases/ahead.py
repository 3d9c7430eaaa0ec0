"""Going on in memory: which elements would be entered if every open task were done.

The same conditions are asked as for real, and nothing is written.
"""

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from dujiang.bpmn.extensions import Step
from dujiang.engine import Accepted, Program, State, step
from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.kernel.values import Variables

MAX_EXPECTED: Final = 60
"""Elements that are looked ahead."""


def done(program: Program, element_id: str, key: int, at: datetime) -> engine.Command | None:
    """What would end an open task (with a yes), a job or a call; None for what ends by itself."""
    node = program.nodes.get(element_id)
    match node.kind if node is not None else "":
        case "userTask":
            found = program.nodes[element_id].extensions.find(Step)
            is_approval = found is not None and found.kind == "approval"
            outcome = {"outcome": "approved" if is_approval else "completed"}
            return engine.CompleteUserTask(
                at=at, key=key, variables=Variables({element_id: outcome})
            )
        case "serviceTask" | "sendTask":
            return engine.CompleteJob(at=at, key=key)
        case "callActivity":
            return engine.CompleteCall(at=at, key=key)
        case _:
            return None


def open_work(program: Program, state: State, at: datetime) -> deque[engine.Command]:
    """What would bring an instance on, wherever it stands."""
    visits = [
        (visit.element_id, key)
        for scope in state.scopes.values()
        for key, visit in scope.visits.items()
        if visit.is_open
    ]
    visits += [(s.element_id, s.key) for s in state.scopes.values() if s.is_open]
    commands = (done(program, element_id, key, at) for element_id, key in sorted(visits))
    return deque(command for command in commands if command is not None)


def ahead_of(
    program: Program, state: State, waiting: deque[engine.Command], at: datetime
) -> Iterator[tuple[facts.ElementActivated, State]]:
    """Elements that would be entered, with the state in which they would be."""
    yield from following(program, Accepted(state, ()), waiting, at)


def following(
    program: Program, outcome: Accepted, waiting: deque[engine.Command], at: datetime
) -> Iterator[tuple[facts.ElementActivated, State]]:
    found = 0
    while True:
        for fact in outcome.facts:
            if isinstance(fact, facts.ElementActivated) and fact.element_id in program.nodes:
                found += 1
                yield fact, outcome.state
                command = done(program, fact.element_id, fact.key, at)
                if command is not None:
                    waiting.append(command)
        if not waiting or outcome.state.is_ended or found >= MAX_EXPECTED:
            return
        found_next = step(program, outcome.state, waiting.popleft())
        stays = Accepted(outcome.state, ())
        outcome = found_next if isinstance(found_next, Accepted) else stays
