"""Models of Camunda 7 and 8 and Flowable: what becomes ours, and what is told."""

import pytest

from dujiang.bpmn import extensions as x
from dujiang.bpmn import parse, walk, write
from dujiang.bpmn.dialects import NotTranslatable, feel_of, translate
from dujiang.engine import check_process
from dujiang.feel import compile_expression
from tests.engine.world import World, waiting

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
 xmlns:flowable="http://flowable.org/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
 id="d" targetNamespace="t">"""

CAMUNDA_7 = (
    HEAD
    + """
<process id="invoice" isExecutable="true" camunda:versionTag="v2" camunda:historyTimeToLive="P180D">
 <startEvent id="start" camunda:formKey="embedded:app:forms/start.html"/>
 <sequenceFlow id="f1" sourceRef="start" targetRef="approve"/>
 <userTask id="approve" camunda:assignee="${approver}" camunda:candidateGroups="accounting, sales"
   camunda:dueDate="${dueIn}">
  <extensionElements>
   <camunda:taskListener event="create" class="org.x.Notify"/>
   <camunda:inputOutput>
    <camunda:inputParameter name="limit">${amount * 2}</camunda:inputParameter>
    <camunda:outputParameter name="ok">${approved}</camunda:outputParameter>
   </camunda:inputOutput>
  </extensionElements>
 </userTask>
 <sequenceFlow id="f2" sourceRef="approve" targetRef="gate"/>
 <exclusiveGateway id="gate" default="f4"/>
 <sequenceFlow id="f3" sourceRef="gate" targetRef="book">
  <conditionExpression xsi:type="tFormalExpression">
   ${ok == true &amp;&amp; amount &gt; 100}
  </conditionExpression>
 </sequenceFlow>
 <sequenceFlow id="f4" sourceRef="gate" targetRef="end"/>
 <serviceTask id="book" camunda:type="external" camunda:topic="booking"/>
 <sequenceFlow id="f5" sourceRef="book" targetRef="java"/>
 <serviceTask id="java" camunda:class="org.x.ArchiveInvoice"/>
 <sequenceFlow id="f6" sourceRef="java" targetRef="end"/>
 <endEvent id="end"/>
</process></definitions>"""
).encode()


def elements(definitions):
    return {node.id: node for node, _ in walk(definitions.processes[0].body)}


def test_camunda_7_runs_after_translation() -> None:
    parsed = parse(CAMUNDA_7)
    assert parsed.definitions is not None
    translated = translate(parsed.definitions)

    compiled = check_process(translated.definitions, "invoice")
    assert compiled.program is not None, compiled.problems
    world = World(compiled.program)
    instance = world.start("invoice", {"amount": 500})
    world.complete(instance, "approve", approved=True)

    assert waiting(instance) == ["book"]
    assert instance.state is not None
    assert instance.state.variables["ok"] is True


def test_people_and_deadlines_become_steps() -> None:
    parsed = parse(CAMUNDA_7)
    assert parsed.definitions is not None

    approve = elements(translate(parsed.definitions).definitions)["approve"]

    step = approve.extensions.find(x.Step)
    assert step is not None
    assert [(a.source, a.value, a.claim) for a in step.assignees] == [
        ("expression", "= approver", False),
        ("group", "accounting", True),
        ("group", "sales", True),
    ]
    assert step.deadlines[0].duration == "= dueIn"


def test_report_lists_what_was_not_translated_and_why() -> None:
    parsed = parse(CAMUNDA_7)
    assert parsed.definitions is not None

    translated = translate(parsed.definitions)

    assert {(entry.path, entry.code) for entry in translated.left} == {
        ("approve", "bpmn.dialect.listener_needs_worker"),
        ("java", "bpmn.dialect.java_needs_worker"),
    }


def test_vendor_elements_stay_in_the_file() -> None:
    parsed = parse(CAMUNDA_7)
    assert parsed.definitions is not None

    text = write(translate(parsed.definitions).definitions).decode()

    assert 'camunda:topic="booking"' in text
    assert "camunda:taskListener" in text


FLOWABLE = (
    HEAD
    + """
<process id="p" isExecutable="true">
 <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="each"/>
 <userTask id="each" flowable:assignee="${person}">
  <multiInstanceLoopCharacteristics isSequential="true" flowable:collection="people"
    flowable:elementVariable="person">
   <completionCondition>${nrOfCompletedInstances &gt;= 2}</completionCondition>
  </multiInstanceLoopCharacteristics>
 </userTask>
 <sequenceFlow id="f2" sourceRef="each" targetRef="call"/>
 <serviceTask id="call" flowable:type="http">
  <extensionElements>
   <flowable:field name="requestMethod"><flowable:string>POST</flowable:string></flowable:field>
   <flowable:field name="requestUrl">
    <flowable:expression>${base}/x</flowable:expression>
   </flowable:field>
   <flowable:field name="saveResponse" stringValue="true"/>
  </extensionElements>
 </serviceTask>
 <sequenceFlow id="f3" sourceRef="call" targetRef="e"/><endEvent id="e"/>
</process></definitions>"""
).encode()


def test_flowable_loops_and_http_tasks_become_ours() -> None:
    parsed = parse(FLOWABLE)
    assert parsed.definitions is not None

    translated = translate(parsed.definitions)

    call = elements(translated.definitions)["call"].extensions.find(x.Job)
    assert call is not None
    assert (call.type, call.method, call.path) == ("http", "POST", '= string(base) + "/x"')
    assert [entry.params["what"] for entry in translated.left] == ["field saveResponse"]
    compiled = check_process(translated.definitions, "p")
    assert compiled.program is not None, compiled.problems
    loop = compiled.program.nodes["each"].loop
    assert loop is not None
    assert loop.condition is not None
    assert loop.condition.text == "numberOfCompletedInstances >= 2"


CAMUNDA_8 = (
    HEAD
    + """
<process id="p" isExecutable="true">
 <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="work"/>
 <serviceTask id="work"><extensionElements>
   <zeebe:taskDefinition type="pay" retries="5"/>
   <zeebe:taskHeaders><zeebe:header key="method" value="POST"/></zeebe:taskHeaders>
   <zeebe:ioMapping><zeebe:input source="=total" target="sum"/></zeebe:ioMapping>
 </extensionElements></serviceTask>
 <sequenceFlow id="f2" sourceRef="work" targetRef="check"/>
 <userTask id="check"><extensionElements>
   <zeebe:assignmentDefinition assignee="=owner" candidateGroups="a, b"/>
   <zeebe:formDefinition formId="check-form"/>
 </extensionElements></userTask>
 <sequenceFlow id="f3" sourceRef="check" targetRef="e"/><endEvent id="e"/>
</process></definitions>"""
).encode()


def test_camunda_8_elements_become_ours() -> None:
    parsed = parse(CAMUNDA_8)
    assert parsed.definitions is not None

    translated = translate(parsed.definitions)

    found = elements(translated.definitions)
    job = found["work"].extensions.find(x.Job)
    assert job is not None
    assert (job.type, job.retries, job.headers) == ("pay", "5", '= {"method": "POST"}')
    assert found["work"].extensions.find(x.Input) == x.Input(source="=total", target="sum")
    assert found["check"].extensions.find(x.Form) == x.Form(key="check-form")
    assert translated.left == ()


def test_a_model_without_vendor_settings_comes_back_as_it_was() -> None:
    plain = HEAD + '<process id="p"><task id="t"/></process></definitions>'
    parsed = parse(plain.encode())
    assert parsed.definitions is not None

    translated = translate(parsed.definitions)

    assert translated.definitions is parsed.definitions


@pytest.mark.parametrize(
    ("uel", "feel"),
    [
        ("${amount > 1000}", "amount > 1000"),
        ("${a == 'x' && !b}", 'a = "x" and not(b)'),
        ("${a or b and c}", "a or b and c"),
        ("${x eq 5 ? 'a' : 'b'}", '(if x = 5 then "a" else "b")'),
        ("${order.items[0].price * 2}", "order.items[0 + 1].price * 2"),
        ("${execution.getVariable('sum') ge 3}", "sum >= 3"),
        ("${name.startsWith('A')}", 'starts with(name, "A")'),
        ("${list.size() % 2 == 0}", "modulo(count(list), 2) = 0"),
        ("Order ${number} is ${state}", '"Order " + string(number) + " is " + string(state)'),
        ("#{not done}", "not(done)"),
        ("plain", '"plain"'),
    ],
)
def test_uel_becomes_feel(uel: str, feel: str) -> None:
    assert feel_of(uel) == feel
    compile_expression(feel)


@pytest.mark.parametrize(
    "uel", ["${bean.call(x)}", "${dateTime().plusDays(3)}", "${a +}", "${f()}", "${a ? b}"]
)
def test_what_needs_java_is_not_translated(uel: str) -> None:
    with pytest.raises(NotTranslatable):
        feel_of(uel)
