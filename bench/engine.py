"""The engine alone, in memory, against SpiffWorkflow with its own serialiser, in one run.

    python -m bench.engine            prints a table and merges rows into build/bench.json

Both sides do the same: between two commands of an instance its state is written to bytes (or JSON
text) and read back, as a server must. Times are CPU time of this process, the best of several.
Where a law says how cost grows, the peer is ourselves at a smaller size.
"""

import gc
import json
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

from tests.build import Build, process

from dujiang.bpmn import parse
from dujiang.engine import (
    Accepted,
    Head,
    Program,
    Scope,
    State,
    changed_scopes,
    compile_process,
    step,
)
from dujiang.engine import commands as c
from dujiang.kernel.encoding import decoder, encode
from dujiang.kernel.values import Variables, as_value

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
RESULTS = Path(__file__).parents[1] / "build" / "bench.json"
ROUNDS = 5
AGAIN = Variables({"again": True})

Ours = Callable[[Program], None]
Peer = Callable[["Spiff"], None]

_scopes = decoder(Scope)
_heads = decoder(Head)


class Stored:
    """An instance as a store has it: a head and rows."""

    def __init__(self) -> None:
        self.head = b""
        self.rows: dict[int, bytes] = {}

    def load(self) -> State | None:
        """Read it."""
        if not self.head:
            return None
        return State.load(_heads.decode(self.head), map(_scopes.decode, self.rows.values()))

    def advance(self, program: Program, command: c.Command) -> Accepted:
        """Read, step, write what changed and one log row."""
        before = self.load()
        outcome = step(program, before, command)
        assert isinstance(outcome, Accepted), outcome
        self.head = encode(outcome.state.head)
        for key, scope in changed_scopes(before, outcome.state).items():
            if scope is None:
                del self.rows[key]
            else:
                self.rows[key] = encode(scope)
        self.log = encode(outcome.facts)
        return outcome


def w1() -> Build:
    """Three script tasks in line."""
    build = process("w1").start().script("a", "1 + 1", "x").script("b", "x * 2", "y")
    return build.script("c", "x + y", "z").end()


def w2() -> Build:
    """User task, exclusive gateway, user task."""
    build = process("w2").start().user("apply").xor("limit").when("days > 3").user("manager").end()
    return build.at("limit").otherwise().to("end")


def w3() -> Build:
    """Parallel split and join of ten script tasks."""
    build = process("w3").start().all_("fork")
    for number in range(10):
        build.at("fork").script(f"t{number}", f"{number} + 1", f"r{number}")
        build.to("join") if number else build.all_("join")
    return build.at("join").end()


def nested() -> Build:
    """Three script tasks inside five subprocesses inside each other."""

    def level(depth: int) -> Callable[[Build], object]:
        def inside(build: Build) -> object:
            build.start(f"s{depth}")
            if depth:
                build.sub(f"sub{depth}", level(depth - 1))
            else:
                build.script("a", "1 + 1", "x").script("b", "x * 2", "y").script("c", "x + y", "z")
            return build.end(f"e{depth}")

        return inside

    return process("nested").start().sub("sub5", level(4)).end()


def inclusive() -> Build:
    """Inclusive split and join of ten script tasks."""
    build = process("inclusive").start().some("fork")
    for number in range(10):
        build.at("fork").when("1 < 2").script(f"t{number}", f"{number} + 1", f"r{number}")
        build.to("join") if number else build.some("join")
    return build.at("join").end()


def turns(count: int = 200) -> Build:
    """A parallel loop of script tasks."""
    build = process("turns").start().script("work", "1 + 1", "x").end()
    return build.each("work", count=str(count))


def approvals(count: int) -> Build:
    """A parallel loop of user tasks."""
    return process("approvals").start().user("approve").end().each("approve", count=str(count))


def circle() -> Build:
    """A user task that comes back to itself until nobody wants it again."""
    build = process("circle").start().script("count", "0", "n").user("work").xor("again")
    return build.when("again = true").to("count").at("again").otherwise().end()


def large() -> Build:
    """25 branches of 19 script tasks and a user task, at which it waits.

    One line of 500 is too long for the peer's parser.
    """
    build = process("large").start().all_("fork")
    for branch in range(25):
        build.at("fork")
        for number in range(19):
            build.script(f"t{branch}-{number}", "1 + 1", "x")
        build.user(f"u{branch}")
        build.to("join") if branch else build.all_("join")
    return build.at("join").end()


def ours_w1(program: Program) -> None:
    """One instance."""
    Stored().advance(program, c.StartInstance(at=AT))


def ours_w2(program: Program) -> None:
    """One instance with two tasks."""
    stored = Stored()
    stored.advance(program, c.StartInstance(at=AT))
    for days in (5, None):
        state = stored.load()
        assert state is not None
        ((key, _),) = state.active().items()
        variables = Variables({} if days is None else {"days": as_value(days)})
        stored.advance(program, c.CompleteUserTask(key, variables, at=AT))


@dataclass
class Spiff:
    """A model as SpiffWorkflow has it."""

    spec: Any
    inner: Any
    serializer: Any

    def start(self) -> Any:  # noqa: ANN401 - the peer is untyped
        """A new instance, as far as it goes by itself."""
        from SpiffWorkflow.bpmn import BpmnWorkflow

        workflow = BpmnWorkflow(self.spec, self.inner)
        workflow.do_engine_steps()
        return workflow


def spiff_parts(build: Build) -> Spiff:
    """The same model for SpiffWorkflow."""
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

    parser = BpmnParser()
    xml = build.xml().replace(b"tFormalExpression", b"bpmn:tFormalExpression")
    parser.add_bpmn_str(_python_scripts(xml))
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    spec = parser.get_spec(build.process_id)
    return Spiff(spec, parser.get_subprocess_specs(build.process_id), serializer)


def _python_scripts(xml: bytes) -> bytes:
    """SpiffWorkflow runs Python: `x = 1 + 1` instead of a FEEL expression with a result."""
    from lxml import etree

    from dujiang.bpmn.names import bpmn, dj

    root = etree.fromstring(xml)
    for task in root.iter(bpmn("scriptTask")):
        script = task.find(bpmn("script"))
        result = task.attrib.pop(dj("result"), None)
        if script is not None and result is not None:
            script.text = f"{result} = {script.text}"
    return etree.tostring(root)


def spiff_straight(model: Spiff) -> None:
    """One instance without tasks."""
    workflow = model.start()
    assert workflow.is_completed()
    model.serializer.serialize_json(workflow)


def spiff_tasks(model: Spiff) -> None:
    """One instance with two tasks, written and read between commands."""
    from SpiffWorkflow import TaskState

    text = model.serializer.serialize_json(model.start())
    for _ in range(2):
        workflow = model.serializer.deserialize_json(text)
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        task.data["days"] = 5
        task.run()
        workflow.do_engine_steps()
        text = model.serializer.serialize_json(workflow)
    assert workflow.is_completed()


def seconds_each(action: Callable[[], object], count: int) -> float:
    """CPU seconds of one call, the best of several rounds."""
    action()
    best = float("inf")
    gc.collect()
    for _ in range(ROUNDS):
        begun = process_time()
        for _ in range(count):
            action()
        best = min(best, (process_time() - begun) / count)
    return best


def compare() -> list[dict[str, Any]]:
    """All cases against the peer."""
    rows = []
    cases: list[tuple[str, Build, Ours, Peer]] = [
        ("engine W1 three scripts", w1(), ours_w1, spiff_straight),
        ("engine W2 task xor task", w2(), ours_w2, spiff_tasks),
        ("engine W3 split and join of ten", w3(), ours_w1, spiff_straight),
        ("engine five nested subprocesses", nested(), ours_w1, spiff_straight),
        ("engine inclusive split and join of ten", inclusive(), ours_w1, spiff_straight),
        ("engine parallel loop of 200", turns(), ours_w1, spiff_straight),
    ]
    for case, build, ours, peer in cases:
        program = build.program()
        model = spiff_parts(build)
        count = 10 if build.process_id == "turns" else 200
        mine = 1 / seconds_each(partial(ours, program), count)
        theirs = 1 / seconds_each(partial(peer, model), max(1, count // 20))
        rows.append(row(case, "instances/s", mine, theirs, "SpiffWorkflow"))
    rows.extend(large_model())
    rows.extend(growth())
    return rows


def growth() -> list[dict[str, Any]]:
    """How cost grows: with what is active, not with what is finished."""
    few, many = (seconds_a_turn(count) * 1e6 for count in (100, 1_000))
    rows = [row("engine parallel loop of 1,000", "µs/turn", many, few, "itself at 100")]
    few, many = (seconds_a_task(count) * 1e6 for count in (100, 1_000))
    rows.append(row("engine one of 1,000 open tasks", "µs/step", many, few, "itself at 100"))
    few, many = (seconds_after(count) * 1e6 for count in (50, 5_000))
    rows.append(row("engine step after 5,000 visits", "µs/step", many, few, "itself after 50"))
    return rows


def seconds_a_turn(count: int) -> float:
    """Processor time for each turn of a parallel loop of script tasks."""
    program = turns(count).program()
    return seconds_each(partial(ours_w1, program), 3_000 // count) / count


def seconds_a_task(count: int) -> float:
    """Processor time for completing one of many open tasks, the state kept in memory."""
    program = approvals(count).program()
    state = accepted(program, None, c.StartInstance(at=AT))
    keys = [key for key, element in state.active().items() if element == "approve"][1:]

    def complete_all() -> None:
        after = state
        for key in keys[:50]:
            before, after = after, accepted(program, after, c.CompleteUserTask(key, at=AT))
            for scope in changed_scopes(before, after).values():
                encode(scope)

    return seconds_each(complete_all, 3) / 50


def seconds_after(visits: int) -> float:
    """Processor time of a step in an instance that has made many visits already."""
    program = circle().program()
    stored = Stored()
    stored.advance(program, c.StartInstance(at=AT))
    for _ in range(visits // 3):
        _again(program, stored)
    return seconds_each(partial(_again, program, stored), 50)


def _again(program: Program, stored: Stored) -> None:
    state = stored.load()
    assert state is not None
    ((key, _),) = state.active().items()
    stored.advance(program, c.CompleteUserTask(key, AGAIN, at=AT))


def accepted(program: Program, state: State | None, command: c.Command) -> State:
    """The state after a command that is carried out."""
    outcome = step(program, state, command)
    assert isinstance(outcome, Accepted), outcome
    return outcome.state


def large_model() -> list[dict[str, Any]]:
    """Reading and compiling a model of 500 elements; what a waiting instance of it weighs."""
    build = large()
    xml = build.xml()

    def ours() -> Program:
        parsed = parse(xml)
        assert parsed.definitions is not None
        return compile_process(parsed.definitions, "large")

    mine, theirs = seconds_each(ours, 3), seconds_each(lambda: spiff_parts(build), 3)
    rows = [row("engine compile 500 elements", "ms", mine * 1000, theirs * 1000, "SpiffWorkflow")]
    program = ours()
    stored = Stored()
    stored.advance(program, c.StartInstance(at=AT))
    weight = len(stored.head) + sum(map(len, stored.rows.values()))
    peer = spiff_parts(build)
    peer_weight = len(peer.serializer.serialize_json(peer.start()))
    rows.append(row("engine stored instance of 500", "bytes", weight, peer_weight, "SpiffWorkflow"))
    kept, peer_kept = bytes_kept(stored.load, 200), bytes_kept(peer.start, 5)
    rows.append(row("engine kept instance of 500", "bytes", kept, peer_kept, "SpiffWorkflow"))
    return rows


def bytes_kept(make: Callable[[], object], count: int) -> float:
    """Memory of one of these, beyond what all share."""
    kept = [make()]
    gc.collect()
    tracemalloc.start()
    kept.extend(make() for _ in range(count))
    weight, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return weight / count


def row(case: str, unit: str, ours: float, peer: float, peer_name: str) -> dict[str, Any]:
    """One row of the results; `ratio` is how many times better we are."""
    better = ours / peer if unit.endswith("/s") else peer / ours
    return {
        "case": case,
        "unit": unit,
        "ours": round(ours, 3),
        "peer": round(peer, 3),
        "peer_name": peer_name,
        "ratio": round(better, 2),
    }


def merge(rows: list[dict[str, Any]]) -> None:
    """Put rows into build/bench.json, replacing those of the same case."""
    old = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else []
    cases = {each["case"] for each in rows}
    kept = [each for each in old if each["case"] not in cases]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept + rows, ensure_ascii=False, indent=2), "utf-8")


def main() -> None:
    """Measure, print, write."""
    rows = compare()
    merge(rows)
    for each in rows:
        values = f"{each['ours']:>12} {each['peer']:>12} {each['ratio']:>8}"
        sys.stdout.write(f"{each['case']:<40}{values}  {each['unit']}\n")


if __name__ == "__main__":
    main()
