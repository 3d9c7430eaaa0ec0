"""Small process models as BPMN text, for tests and benchmarks of the runtime."""

from collections.abc import Sequence
from itertools import pairwise

_DEFINITIONS = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:dj="http://dujiang.org/schema/bpmn/1.0"'
    ' id="definitions" targetNamespace="http://dujiang.org/test">'
)


def model(process_id: str, elements: str, *, globals_: str = "") -> bytes:
    """A document with one executable process."""
    text = (
        f'{_DEFINITIONS}{globals_}<process id="{process_id}" isExecutable="true">'
        f"{elements}</process></definitions>"
    )
    return text.encode()


def line(process_id: str, *nodes: str) -> bytes:
    """start -> nodes -> end; each node is an element with an id."""
    ids = ["start", *(node.split('id="', 1)[1].split('"', 1)[0] for node in nodes), "end"]
    flows = "".join(flow(source, target) for source, target in pairwise(ids))
    return model(process_id, f'<startEvent id="start"/>{"".join(nodes)}<endEvent id="end"/>{flows}')


def flow(source: str, target: str, condition: str = "") -> str:
    """A sequence flow, named `source_target`."""
    inside = (
        f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>'
        if condition
        else ""
    )
    return (
        f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">'
        f"{inside}</sequenceFlow>"
    )


def user(element_id: str) -> str:
    """A user task."""
    return f'<userTask id="{element_id}"/>'


def script(element_id: str, expression: str, result: str) -> str:
    """A FEEL script task."""
    return (
        f'<scriptTask id="{element_id}" scriptFormat="feel" dj:result="{result}">'
        f"<script>{expression}</script></scriptTask>"
    )


def job(element_id: str, job_type: str = "work", attributes: str = "", mapping: str = "") -> str:
    """A service task whose work a job handler does."""
    return (
        f'<serviceTask id="{element_id}"><extensionElements>'
        f'<dj:job type="{job_type}" {attributes}/>{mapping}</extensionElements></serviceTask>'
    )


def timer(element_id: str, duration: str) -> str:
    """An intermediate timer."""
    return (
        f'<intermediateCatchEvent id="{element_id}"><timerEventDefinition>'
        f'<timeDuration xsi:type="tFormalExpression">{duration}</timeDuration>'
        f"</timerEventDefinition></intermediateCatchEvent>"
    )


W1 = line(
    "w1",
    script("one", "=a + 1", "a"),
    script("two", "=a * 2", "b"),
    script("three", "=a + b", "c"),
)
"""Three script tasks in line."""

W2 = model(
    "w2",
    '<startEvent id="start"/>'
    + user("ask")
    + '<exclusiveGateway id="choose" default="choose_small"/>'
    + user("big")
    + user("small")
    + '<exclusiveGateway id="join"/><endEvent id="end"/>'
    + flow("start", "ask")
    + flow("ask", "choose")
    + flow("choose", "big", "=days &gt; 3")
    + flow("choose", "small")
    + flow("big", "join")
    + flow("small", "join")
    + flow("join", "end"),
)
"""User task, exclusive gateway, user task."""


def parallel(process_id: str, branches: Sequence[str]) -> bytes:
    """start -> parallel split -> branches -> join -> end."""
    ids = [node.split('id="', 1)[1].split('"', 1)[0] for node in branches]
    flows = "".join(flow("split", i) + flow(i, "join") for i in ids)
    return model(
        process_id,
        '<startEvent id="start"/><parallelGateway id="split"/>'
        + "".join(branches)
        + '<parallelGateway id="join"/><endEvent id="end"/>'
        + flow("start", "split")
        + flows
        + flow("join", "end"),
    )


W3 = parallel("w3", [script(f"s{n}", f"={n}", f"v{n}") for n in range(10)])
"""Parallel split and join of ten."""
