"""Starts of one run for each item: what is wrong with them is told before they are deployed."""

from dujiang.approvals import step_check
from dujiang.bpmn import parse
from dujiang.deployments import Package

_TIMER = """<timerEventDefinition id="t"><timeCycle>0 8 * * *</timeCycle></timerEventDefinition>"""


def found(each: str, timer: str = _TIMER) -> list[tuple[str, str]]:
    """What the check says of a start event with this `dj:each`: code and place."""
    xml = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
        xmlns:dj="http://dujiang.org/schema/bpmn/1.0" id="d" targetNamespace="t">
      <process id="scan" isExecutable="true">
        <startEvent id="start">
          <extensionElements>{each}</extensionElements>{timer}
        </startEvent>
      </process>
    </definitions>""".encode()
    definitions = parse(xml).definitions
    assert definitions is not None
    problems = step_check()(Package(xml=xml), definitions.processes[0])
    return [(problem.code.rpartition(".")[2], problem.path) for problem in problems]


def test_sound_start_has_no_problems() -> None:
    assert found('<dj:each collection="=people()" as="p" key="=p.no" initiator="=p.no" />') == []


def test_expressions_that_cannot_be_read_are_named() -> None:
    assert found('<dj:each collection="=people(" key="=p. " values="={" />') == [
        ("each_not_feel", "start"),
        ("each_not_feel", "start"),
        ("each_not_feel", "start"),
    ]


def test_only_the_clock_starts_for_each() -> None:
    assert found('<dj:each collection="=[1]" key="=item" />', timer="") == [
        ("each_without_timer", "start")
    ]
