"""Every rule of the linter finds its fault at exactly the element that has it."""

from itertools import pairwise

import pytest

from dujiang.bpmn import lint, parse
from dujiang.deployments import FIXES

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">'
)
FORMAL = '<conditionExpression xsi:type="tFormalExpression">=a &gt; 1</conditionExpression>'


def process(elements: str, *, beside: str = "", executable: str = "true") -> bytes:
    """A file with one process."""
    return (
        f'{HEAD}{beside}<process id="p" isExecutable="{executable}">{elements}</process>'
        "</definitions>"
    ).encode()


def flows(*pairs: str) -> str:
    """Sequence flows from `a>b`; each is called `a_b`."""
    text = ""
    for pair in pairs:
        source, target = pair.split(">")
        text += f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'
    return text


def line(*nodes: str) -> str:
    """start -> nodes -> end."""
    ids = ["s", *(node.split('id="', 1)[1].split('"', 1)[0] for node in nodes), "e"]
    pairs = [f"{a}>{b}" for a, b in pairwise(ids)]
    return '<startEvent id="s"/>' + "".join(nodes) + '<endEvent id="e"/>' + flows(*pairs)


TASK = '<task id="t"/>'
CATCH = '<intermediateCatchEvent id="x">{}</intermediateCatchEvent>'
THROW = '<intermediateThrowEvent id="x">{}</intermediateThrowEvent>'
BOUNDARY = '<boundaryEvent id="x" attachedToRef="t"{}>{}</boundaryEvent>'
TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
MESSAGE = '<message id="m" name="m"/>'

CASES: dict[str, tuple[bytes, str]] = {
    "bpmn.ad_hoc.not_allowed": (
        process(
            line('<adHocSubProcess id="h"><task id="a"/><startEvent id="x"/></adHocSubProcess>')
        ),
        "x",
    ),
    "bpmn.boundary.compensation_flow": (
        process(
            line(TASK)
            + BOUNDARY.format("", "<compensateEventDefinition/>")
            + '<task id="u"/>'
            + flows("x>u")
        ),
        "x",
    ),
    "bpmn.compensation.not_for_compensation": (
        process(
            line(TASK)
            + BOUNDARY.format("", "<compensateEventDefinition/>").replace('"x"', '"b"')
            + '<task id="x"/><association id="a" sourceRef="b" targetRef="x"/>'
        ),
        "x",
    ),
    "bpmn.error.missing": (
        process(
            '<startEvent id="s"/><endEvent id="x"><errorEventDefinition/></endEvent>' + flows("s>x")
        ),
        "x",
    ),
    "bpmn.escalation.no_code": (
        process(
            '<startEvent id="s"/><endEvent id="x"><escalationEventDefinition/></endEvent>'
            + flows("s>x")
        ),
        "x",
    ),
    "bpmn.event.no_outgoing": (
        process('<startEvent id="s"/>' + CATCH.format(TIMER) + '<endEvent id="e"/>' + flows("s>x")),
        "x",
    ),
    "bpmn.event_gateway.condition": (
        process(
            '<startEvent id="s"/><eventBasedGateway id="g"/>'
            + CATCH.format(TIMER).replace('"x"', '"a"')
            + CATCH.format(TIMER).replace('"x"', '"b"')
            + '<endEvent id="e"/>'
            + flows("s>g", "g>b", "a>e", "b>e")
            + f'<sequenceFlow id="x" sourceRef="g" targetRef="a">{FORMAL}</sequenceFlow>'
        ),
        "x",
    ),
    "bpmn.event_gateway.instantiates_late": (
        process(
            '<startEvent id="s"/><eventBasedGateway id="x" instantiate="true"/>'
            + CATCH.format(TIMER).replace('"x"', '"a"')
            + CATCH.format(TIMER).replace('"x"', '"b"')
            + '<endEvent id="e"/>'
            + flows("s>x", "x>a", "x>b", "a>e", "b>e")
        ),
        "x",
    ),
    "bpmn.flow.condition_ignored": (
        process(
            '<startEvent id="s"/><parallelGateway id="g"/><task id="a"/><task id="b"/>'
            '<endEvent id="e"/>'
            + flows("s>g", "g>b", "a>e", "b>e")
            + f'<sequenceFlow id="x" sourceRef="g" targetRef="a">{FORMAL}</sequenceFlow>'
        ),
        "x",
    ),
    "bpmn.flow.crosses_level": (
        process(line('<subProcess id="u"><task id="a"/></subProcess>') + flows("s>a")),
        "s_a",
    ),
    "bpmn.flow.from_artifact": (
        process(line(TASK) + '<textAnnotation id="n"/>' + flows("n>t")),
        "n_t",
    ),
    "bpmn.flow.to_artifact": (
        process(line(TASK) + '<textAnnotation id="n"/>' + flows("t>n")),
        "t_n",
    ),
    "bpmn.flow.not_a_flow_node": (
        process(line(TASK) + '<dataObject id="n"/>' + flows("t>n")),
        "t_n",
    ),
    "bpmn.flow.not_immediate": (
        process(line(TASK).replace('id="s_t"', 'id="s_t" isImmediate="false"')),
        "s_t",
    ),
    "bpmn.gateway.diverging_joins": (
        process(
            '<startEvent id="s"/><parallelGateway id="g"/><task id="a"/><task id="b"/>'
            '<parallelGateway id="x" gatewayDirection="Diverging"/><endEvent id="e"/>'
            + flows("s>g", "g>a", "g>b", "a>x", "b>x", "x>e")
        ),
        "x",
    ),
    "bpmn.gateway.not_mixed": (
        process(line('<exclusiveGateway id="x" gatewayDirection="Mixed"/>')),
        "x",
    ),
    "bpmn.link.incoming": (
        process(
            line(TASK, CATCH.format('<linkEventDefinition name="l"/>'))
            + THROW.format('<linkEventDefinition name="l"/>').replace('"x"', '"y"')
        ),
        "x",
    ),
    "bpmn.link.outgoing": (
        process(
            line(TASK, THROW.format('<linkEventDefinition name="l"/>'))
            + CATCH.format('<linkEventDefinition name="l"/>').replace('"x"', '"y"')
        ),
        "x",
    ),
    "bpmn.link.no_source": (
        process(
            '<startEvent id="s"/>'
            + CATCH.format('<linkEventDefinition name="l"/>')
            + '<endEvent id="e"/>'
            + flows("s>e", "x>e")
        ),
        "x",
    ),
    "bpmn.node.no_way_out": (
        process('<startEvent id="s"/><task id="x"/><endEvent id="e"/>' + flows("s>x", "s>e")),
        "x",
    ),
    "bpmn.node.no_way_in": (
        process('<startEvent id="s"/><task id="x"/><endEvent id="e"/>' + flows("x>e", "s>e")),
        "x",
    ),
    "bpmn.process.public_executable": (
        process(line(TASK)).replace(b'id="p"', b'id="p" processType="Public"'),
        "p",
    ),
    "bpmn.start.no_outgoing": (process('<startEvent id="x"/><endEvent id="e"/>'), "x"),
    "bpmn.node.unreachable": (process(line(TASK) + '<userTask id="x"/>' + flows("x>x")), "x"),
    "bpmn.gateway.no_default": (
        process(
            '<startEvent id="s"/><exclusiveGateway id="x"/><task id="a"/><task id="b"/>'
            '<endEvent id="e"/>'
            + flows("s>x", "a>e", "b>e")
            + f'<sequenceFlow id="xa" sourceRef="x" targetRef="a">{FORMAL}</sequenceFlow>'
            + f'<sequenceFlow id="xb" sourceRef="x" targetRef="b">{FORMAL}</sequenceFlow>'
        ),
        "x",
    ),
    "bpmn.gateway.flow_without_condition": (
        process(
            '<startEvent id="s"/><exclusiveGateway id="x" default="xb"/><task id="a"/>'
            '<task id="b"/><task id="c"/><endEvent id="e"/>'
            + flows("s>x", "a>e", "b>e", "c>e")
            + '<sequenceFlow id="xa" sourceRef="x" targetRef="a"/>'
            + '<sequenceFlow id="xb" sourceRef="x" targetRef="b"/>'
            + f'<sequenceFlow id="xc" sourceRef="x" targetRef="c">{FORMAL}</sequenceFlow>'
        ),
        "x",
    ),
    "bpmn.gateway.does_nothing": (process(line('<parallelGateway id="x"/>')), "x"),
    "bpmn.gateway.converging_splits": (
        process(
            '<startEvent id="s"/><parallelGateway id="x" gatewayDirection="Converging"/>'
            '<task id="a"/><task id="b"/><endEvent id="e"/>'
            + flows("s>x", "x>a", "x>b", "a>e", "b>e")
        ),
        "x",
    ),
    "bpmn.join.deadlock": (
        process(
            '<startEvent id="s"/><exclusiveGateway id="g" default="g_a"/><task id="a"/>'
            '<task id="b"/><parallelGateway id="x"/><endEvent id="e"/>'
            + flows("s>g", "g>a", "a>x", "b>x", "x>e")
            + f'<sequenceFlow id="gb" sourceRef="g" targetRef="b">{FORMAL}</sequenceFlow>'
        ),
        "x",
    ),
    "bpmn.join.not_synchronised": (
        process(
            '<startEvent id="s"/><parallelGateway id="g"/><task id="a"/><task id="b"/>'
            '<exclusiveGateway id="x"/><task id="c"/><endEvent id="e"/>'
            + flows("s>g", "g>a", "g>b", "a>x", "b>x", "x>c", "c>e")
        ),
        "x",
    ),
    "bpmn.start.incoming": (
        process(
            '<startEvent id="x"/><task id="t"/><endEvent id="e"/>' + flows("x>t", "t>e", "t>x")
        ),
        "x",
    ),
    "bpmn.end.outgoing": (
        process('<startEvent id="s"/><endEvent id="x"/><task id="t"/>' + flows("s>x", "x>t")),
        "x",
    ),
    "bpmn.event.no_trigger": (process(line(CATCH.format(""))), "x"),
    "bpmn.event.wrong_trigger": (
        process(line(CATCH.format("<compensateEventDefinition/>"))),
        "x",
    ),
    "bpmn.message.missing": (
        process(line(CATCH.format('<messageEventDefinition id="x1"/>'))),
        "x",
    ),
    "bpmn.timer.missing": (process(line(CATCH.format("<timerEventDefinition/>"))), "x"),
    "bpmn.timer.several": (
        process(
            line(
                CATCH.format(
                    "<timerEventDefinition><timeDuration>PT1H</timeDuration>"
                    "<timeCycle>R/PT1H</timeCycle></timerEventDefinition>"
                )
            )
        ),
        "x",
    ),
    "bpmn.timer.not_understood": (
        process(
            line(
                CATCH.format(
                    "<timerEventDefinition><timeDuration>soon</timeDuration></timerEventDefinition>"
                )
            )
        ),
        "x",
    ),
    "bpmn.boundary.incoming": (
        process(
            line(TASK) + BOUNDARY.format("", TIMER) + '<endEvent id="f"/>' + flows("x>f", "s>x")
        ),
        "x",
    ),
    "bpmn.boundary.no_outgoing": (process(line(TASK) + BOUNDARY.format("", TIMER)), "x"),
    "bpmn.boundary.cancel_without_transaction": (
        process(
            line(TASK)
            + BOUNDARY.format("", "<cancelEventDefinition/>")
            + '<endEvent id="f"/>'
            + flows("x>f")
        ),
        "x",
    ),
    "bpmn.end.cancel_outside_transaction": (
        process(
            '<startEvent id="s"/><endEvent id="x"><cancelEventDefinition/></endEvent>'
            + flows("s>x")
        ),
        "x",
    ),
    "bpmn.compensation.no_handler": (
        process(line(TASK) + BOUNDARY.format("", "<compensateEventDefinition/>")),
        "x",
    ),
    "bpmn.link.no_target": (
        process(
            '<startEvent id="s"/>'
            + THROW.format('<linkEventDefinition id="l" name="A"/>')
            + '<task id="t"/><endEvent id="e"/>'
            + flows("s>x", "s>t", "t>e")
        ),
        "x",
    ),
    "bpmn.activity.quantity": (process(line('<task id="x" startQuantity="0"/>')), "x"),
    "bpmn.loop.no_count": (
        process(line('<task id="x"><multiInstanceLoopCharacteristics/></task>')),
        "x",
    ),
    "bpmn.loop.negative_maximum": (
        process(line('<task id="x"><standardLoopCharacteristics loopMaximum="-1"/></task>')),
        "x",
    ),
    "bpmn.ad_hoc.empty": (process(line('<adHocSubProcess id="x"/>')), "x"),
    "bpmn.script.no_language": (
        process(line('<scriptTask id="x"><script>1</script></scriptTask>')),
        "x",
    ),
    "bpmn.event_gateway.wrong_target": (
        process(
            '<startEvent id="s"/><eventBasedGateway id="x"/><task id="t"/>'
            + CATCH.format(TIMER).replace('id="x"', 'id="w"')
            + '<endEvent id="e"/>'
            + flows("s>x", "x>t", "x>w", "t>e", "w>e")
        ),
        "x",
    ),
    "bpmn.event_gateway.no_choice": (
        process(
            '<startEvent id="s"/><eventBasedGateway id="x"/>'
            + CATCH.format(TIMER).replace('id="x"', 'id="w"')
            + '<endEvent id="e"/>'
            + flows("s>x", "x>w", "w>e")
        ),
        "x",
    ),
    "bpmn.event_subprocess.flows": (
        process(
            line(
                '<subProcess id="x" triggeredByEvent="true"><startEvent id="i">'
                f'{TIMER}</startEvent><endEvent id="j"/>{flows("i>j")}</subProcess>'
            )
        ),
        "x",
    ),
    "bpmn.event_subprocess.starts": (
        process(
            line(TASK) + '<subProcess id="x" triggeredByEvent="true"><task id="i"/></subProcess>'
        ),
        "x",
    ),
    "bpmn.receive.instantiates_late": (
        process(line('<receiveTask id="x" instantiate="true" messageRef="m"/>'), beside=MESSAGE),
        "x",
    ),
    "bpmn.level.end_without_start": (
        process('<task id="t"/><endEvent id="e"/>' + flows("t>e")),
        "p",
    ),
    "bpmn.level.start_without_end": (
        process('<startEvent id="s"/><task id="t"/>' + flows("s>t")),
        "p",
    ),
    "bpmn.reference.dangling": (
        process(line(TASK) + '<sequenceFlow id="x" sourceRef="t" targetRef="nowhere"/>'),
        "x",
    ),
    "bpmn.flow.only_conditional": (
        process(
            '<startEvent id="s"/><task id="x"/><endEvent id="e"/>'
            + flows("s>x")
            + f'<sequenceFlow id="xe" sourceRef="x" targetRef="e">{FORMAL}</sequenceFlow>'
        ),
        "x",
    ),
    "bpmn.flow.default_elsewhere": (
        process(
            '<startEvent id="s"/><exclusiveGateway id="x" default="s_x"/><task id="a"/>'
            '<task id="b"/><endEvent id="e"/>'
            + flows("s>x", "a>e", "b>e", "x>b")
            + f'<sequenceFlow id="xa" sourceRef="x" targetRef="a">{FORMAL}</sequenceFlow>'
        ),
        "x",
    ),
}


@pytest.mark.spec("P1")
@pytest.mark.parametrize("code", sorted(CASES))
def test_a_fault_is_found_at_exactly_its_element(code: str) -> None:
    xml, element = CASES[code]
    parsed = parse(xml)

    found = list(parsed.problems)
    if parsed.definitions is not None:
        found += lint(parsed.definitions)

    assert [problem.path for problem in found if problem.code == code] == [element], [
        (problem.code, problem.path) for problem in found
    ]


def test_a_sound_model_gets_no_finding_above_a_hint() -> None:
    parsed = parse(process(line('<userTask id="a"/>', CATCH.format(TIMER), '<userTask id="b"/>')))
    assert parsed.definitions is not None

    assert [p.code for p in lint(parsed.definitions) if p.severity != "hint"] == []


def test_every_finding_that_offers_a_correction_has_an_example() -> None:
    offered = {code for code in FIXES if code.startswith("bpmn.")}

    assert offered - CASES.keys() == {
        "bpmn.message_flow.same_pool",  # these need pools: the validity suite has files for them
        "bpmn.message_flow.to_artifact",
        "bpmn.message_flow.from_artifact",
    }
