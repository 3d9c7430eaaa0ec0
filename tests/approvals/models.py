"""Small processes for tests of people's work: steps in a line, or in two branches."""

from itertools import pairwise
from typing import Any

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:dj="http://dujiang.org/schema/bpmn/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'id="d" targetNamespace="http://dujiang.org/tests">'
)
FORM: dict[str, Any] = {
    "type": "default",
    "id": "f",
    "schemaVersion": 19,
    "components": [
        {"id": "c1", "type": "textfield", "key": "purpose", "label": "用途",
         "validate": {"required": True}},
        {"id": "c2", "type": "money", "key": "amount", "label": "金额"},
        {"id": "c3", "type": "textfield", "key": "secret", "label": "机密"},
    ],
}  # fmt: skip
VALUES = {"purpose": "设备", "amount": 100}


def step(element_id: str, inner: str, fields: str = "", **attributes: str) -> str:
    """A user task with its settings; `inner` are `dj:assignee`s and the like."""
    given = {"kind": "approval", "onReject": "end", "returnTo": "any", **attributes}
    stated = " ".join(f'{name}="{value}"' for name, value in given.items())
    return (
        f'<userTask id="{element_id}" name="{element_id}"><extensionElements>'
        f'<dj:step {stated}>{inner}</dj:step><dj:form key="f"/>{fields}'
        f"</extensionElements></userTask>"
    )


def people(*logins: str) -> str:
    """Named users."""
    return f'<dj:assignee source="user" value="{" ".join(logins)}"/>'


def role(key: str, *, claim: bool = False) -> str:
    """Holders of a role."""
    return f'<dj:assignee source="role" value="{key}" claim="{str(claim).lower()}"/>'


APPLY = step("apply", '<dj:assignee source="initiator"/>', kind="start")


def line(*steps: str, process: str = "test", settings: str = "") -> str:
    """apply, then these steps one after another."""
    ids = ["start", "apply", *(s.split('id="')[1].split('"')[0] for s in steps), "end"]
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(pairwise(ids))
    )
    return (
        f'{HEAD}<process id="{process}" name="测试" isExecutable="true"><extensionElements>'
        f'<dj:settings owner="user:gumingyuan" numberPrefix="CS" {settings}/>'
        f'</extensionElements><startEvent id="start"/>{APPLY}{"".join(steps)}'
        f'<endEvent id="end"/>{flows}</process></definitions>'
    )


def branches(left: list[str], right: list[str], *, process: str = "test") -> str:
    """apply, then two branches at once, then an end."""

    def ids(steps: list[str]) -> list[str]:
        return [s.split('id="')[1].split('"')[0] for s in steps]

    chains = [["start", "apply", "split"], *(["split", *ids(b), "join"] for b in (left, right))]
    chains.append(["join", "end"])
    pairs = [pair for chain in chains for pair in pairwise(chain)]
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(pairs)
    )
    return (
        f'{HEAD}<process id="{process}" name="测试" isExecutable="true"><extensionElements>'
        f'<dj:settings owner="user:gumingyuan" numberPrefix="CS"/>'
        f'</extensionElements><startEvent id="start"/>{APPLY}'
        f'<parallelGateway id="split"/><parallelGateway id="join"/>'
        f'{"".join(left + right)}<endEvent id="end"/>{flows}</process></definitions>'
    )


def either(usual: str, other: str, *, condition: str, process: str = "test") -> str:
    """apply, then one of two steps: the other one where the condition holds."""
    usual_id, other_id = (s.split('id="')[1].split('"')[0] for s in (usual, other))
    pairs = [("start", "apply"), ("apply", "x"), ("x", usual_id), ("x", other_id),
             (usual_id, "y"), (other_id, "y"), ("y", "end")]  # fmt: skip
    text = condition.replace("<", "&lt;").replace(">", "&gt;")
    expression = f'<conditionExpression xsi:type="tFormalExpression">={text}</conditionExpression>'
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}">'
        f"{expression if b == other_id else ''}</sequenceFlow>"
        for n, (a, b) in enumerate(pairs)
    )
    return (
        f'{HEAD}<process id="{process}" name="测试" isExecutable="true"><extensionElements>'
        f'<dj:settings owner="user:gumingyuan" numberPrefix="CS"/></extensionElements>'
        f'<startEvent id="start"/>{APPLY}<exclusiveGateway id="x" default="f2"/>'
        f'<exclusiveGateway id="y"/>{usual}{other}<endEvent id="end"/>{flows}'
        f"</process></definitions>"
    )
