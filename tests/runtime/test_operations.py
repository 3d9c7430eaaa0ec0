"""What operators do to running instances: hold, correct, skip, move, migrate; and what it keeps."""

from datetime import timedelta

import pytest

from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import (
    Answer,
    BroadcastSignal,
    MigrateInstance,
    OperateInstance,
    RetryIncident,
    VariablesCorrected,
)
from dujiang.runtime.tables import INSTANCE, InstanceRow
from dujiang.store import Store
from tests.runtime.house import AT, House, opened
from tests.runtime.models import flow, job, line, model, script, timer, user

SIGNALS = '<signal id="alarm" name="alarm"/><signal id="ours" name="ours" dj:reach="process"/>'


def signal_catch(element_id: str, signal: str) -> str:
    return (
        f'<intermediateCatchEvent id="{element_id}">'
        f'<signalEventDefinition signalRef="{signal}"/></intermediateCatchEvent>'
    )


def with_signals(process_id: str, first: str, second: str) -> bytes:
    ids = [text.split('id="', 1)[1].split('"', 1)[0] for text in (first, second)]
    return model(
        process_id,
        f'<startEvent id="start"/>{first}{second}<endEvent id="end"/>'
        + flow("start", ids[0])
        + flow(ids[0], ids[1])
        + flow(ids[1], "end"),
        globals_=SIGNALS,
    )


def call(process_id: str, called: str, attributes: str = "") -> bytes:
    return line(
        process_id,
        f'<callActivity id="call"><extensionElements><dj:called processKey="{called}"'
        f" {attributes}/></extensionElements></callActivity>",
        user("after"),
    )


ERROR = '<error id="e" errorCode="BUDGET"/>'
MODELS = {
    "order": line("order", user("ask"), timer("pause", "PT1H"), user("check")),
    "listening": with_signals("listening", signal_catch("wait", "alarm"), user("after")),
    "talking": with_signals(
        "talking",
        user("ask"),
        '<intermediateThrowEvent id="say"><signalEventDefinition signalRef="ours"/>'
        "</intermediateThrowEvent>",
    ),
    "hearing": with_signals("hearing", signal_catch("wait", "ours"), user("after")),
    "machine": line("machine", job("ask", "unknown-machine"), user("after")),
    "sum": line("sum", script("add", "=a + b", "c"), user("after")),
    "caller": call("caller", "order"),
    "stray": line(
        "stray",
        user("ask"),
        '<callActivity id="call"><extensionElements><dj:called processKey="nowhere"/>'
        "</extensionElements></callActivity>",
    ),
    "over_budget": model(
        "over_budget",
        '<startEvent id="start"/>'
        + user("ask")
        + '<endEvent id="end"><extensionElements><dj:input target="amount"'
        ' source="= 7"/></extensionElements>'
        '<errorEventDefinition errorRef="e"/></endEvent>'
        + flow("start", "ask")
        + flow("ask", "end"),
        globals_=ERROR,
    ),
    "budget": model(
        "budget",
        '<startEvent id="start"/><callActivity id="call"><extensionElements>'
        '<dj:called processKey="over_budget"/></extensionElements></callActivity>'
        '<boundaryEvent id="no" attachedToRef="call"><errorEventDefinition errorRef="e"/>'
        "</boundaryEvent>"
        + user("repair")
        + '<endEvent id="end"/>'
        + flow("start", "call")
        + flow("call", "end")
        + flow("no", "repair"),
        globals_=ERROR,
    ),
}


def operate(house: House, instance_id: int, operation: object, reason: str = "修复") -> Answer:
    return house.ask(OperateInstance(instance_id, operation, reason))  # type: ignore[arg-type]


def children(house: House, instance_id: int) -> list[InstanceRow]:
    row = house.instance(instance_id)
    with house.store.read() as reader:
        return reader.find(INSTANCE, "by_parent", row.shard, row.id)


@pytest.mark.spec("E6")
def test_a_signal_that_came_while_an_instance_was_held_reaches_it_afterwards(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("listening")
        operate(house, instance_id, engine.Suspend(at=AT)).expect()
        house.ask(BroadcastSignal("alarm")).expect()
        house.wait(timedelta(minutes=5))
        assert house.active(instance_id) == ["wait"]

        operate(house, instance_id, engine.Resume(at=AT)).expect()
        house.wait(timedelta(0))

        assert house.active(instance_id) == ["after"]


def test_a_signal_reaches_the_instances_of_its_process_alone(store: Store) -> None:
    with opened(store, MODELS) as house:
        stranger = house.start("hearing")
        speaker = house.start("talking")

        house.complete(speaker, "ask").expect()
        house.duties.drain()

        assert house.active(stranger) == ["wait"]


@pytest.mark.spec("E6")
def test_called_instances_are_held_and_let_go_with_their_caller(store: Store) -> None:
    with opened(store, MODELS) as house:
        caller = house.start("caller")
        (child,) = children(house, caller)

        operate(house, caller, engine.Suspend(at=AT)).expect()
        assert house.instance(child.id).state == "SUSPENDED"
        refused = operate(house, child.id, engine.Resume(at=AT))
        assert refused.code == "runtime.operation.caller_suspended"

        operate(house, caller, engine.Resume(at=AT)).expect()
        assert house.instance(child.id).state == "ACTIVE"


@pytest.mark.spec("E6")
def test_corrected_variables_are_logged_with_what_they_replaced_and_why(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("order", days=5)
        new = Variables({"days": as_value(3), "note": "改正"})

        operate(house, instance_id, engine.SetVariables(at=AT, variables=new), "填错了").expect()

        corrected = [f for f in house.facts(instance_id) if isinstance(f, VariablesCorrected)]
        assert corrected == [VariablesCorrected(0, Variables({"days": as_value(5)}), new)]
        assert house.state(instance_id).variables["days"] == 3


@pytest.mark.spec("E6")
def test_a_held_instance_can_be_corrected_but_does_not_move(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("order", days=5)
        operate(house, instance_id, engine.Suspend(at=AT)).expect()

        changed = engine.SetVariables(at=AT, variables=Variables({"days": as_value(3)}))
        operate(house, instance_id, changed).expect()
        key = house.key_of(instance_id, "ask")
        refused = operate(house, instance_id, engine.Skip(at=AT, key=key))

        assert refused.code == "engine.instance.suspended"
        assert house.state(instance_id).variables["days"] == 3


@pytest.mark.spec("E4")
def test_a_job_that_nobody_can_do_is_an_incident(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("machine")

        house.duties.drain()

        (incident,) = house.incidents()
        assert incident.code == "runtime.job.no_handler"
        key = house.key_of(instance_id, "ask")
        operate(house, instance_id, engine.Skip(at=AT, key=key), "人工做了").expect()
        assert house.active(instance_id) == ["after"]
        assert house.jobs() == []
        assert house.incidents()[0].resolved_at is not None


@pytest.mark.spec("E6")
def test_an_incident_is_retried_with_corrected_variables(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("sum", a=1, b="x")
        (incident,) = house.incidents()

        repaired = RetryIncident(
            incident.id, variables=Variables({"b": as_value(2)}), reason="录错了"
        )
        house.ask(repaired).expect()

        assert house.active(instance_id) == ["after"]
        assert house.state(instance_id).variables["c"] == 3


def test_a_call_of_a_process_that_is_not_there_is_an_incident_of_the_call(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("stray")

        house.complete(instance_id, "ask").expect()

        (incident,) = house.incidents()
        assert (incident.element_id, incident.code) == ("call", "deployments.process.not_found")


def test_what_an_error_carries_reaches_the_caller(store: Store) -> None:
    with opened(store, MODELS) as house:
        caller = house.start("budget")
        (child,) = children(house, caller)

        house.complete(child.id, "ask").expect()

        assert house.active(caller) == ["repair"]
        assert house.state(caller).variables["amount"] == 7


def newer(middle: str) -> bytes:
    return line("order", user("ask"), timer(middle, "PT1H"), user("check2"))


@pytest.mark.spec("E7")
def test_a_running_instance_goes_on_by_another_version(store: Store) -> None:
    with opened(store, MODELS) as house:
        second = house.deploy("order", newer("pause2"))
        instance_id = house.start("order")
        house.complete(instance_id, "ask").expect()

        migrate = MigrateInstance(
            instance_id=instance_id,
            version_id=second,
            mapping={"pause": "pause2", "check": "check2"},
            reason="新版本上线",
        )
        house.ask(migrate).expect()

        assert house.instance(instance_id).version_id == second
        assert [row.element_id for row in house.timers()] == ["pause2"]
        house.wait(timedelta(hours=1))
        assert house.active(instance_id) == ["check2"]


@pytest.mark.spec("E7")
def test_migration_names_every_element_that_has_no_place(store: Store) -> None:
    with opened(store, MODELS) as house:
        second = house.deploy("order", line("order", user("ask")))
        instance_id = house.start("order")
        house.complete(instance_id, "ask").expect()

        answer = house.ask(MigrateInstance(instance_id=instance_id, version_id=second))

        assert (answer.status, answer.code) == (422, "engine.migrate.not_possible")
        assert [problem.path for problem in answer.problems] == ["pause"]
        assert house.instance(instance_id).version_id != second


@pytest.mark.spec("E7")
def test_a_held_instance_migrates_and_its_new_timers_sleep(store: Store) -> None:
    late = model(
        "order",
        '<startEvent id="start"/>'
        + user("ask")
        + '<boundaryEvent id="late" attachedToRef="ask" cancelActivity="false">'
        "<timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition>"
        "</boundaryEvent>"
        + user("told")
        + '<endEvent id="end"/>'
        + flow("start", "ask")
        + flow("ask", "end")
        + flow("late", "told"),
    )
    with opened(store, MODELS) as house:
        second = house.deploy("order", late)
        instance_id = house.start("order")
        operate(house, instance_id, engine.Suspend(at=AT)).expect()

        house.ask(MigrateInstance(instance_id=instance_id, version_id=second)).expect()
        house.wait(timedelta(minutes=5))
        assert house.active(instance_id) == ["ask"]
        operate(house, instance_id, engine.Resume(at=AT)).expect()
        house.wait(timedelta(0))

        assert house.active(instance_id) == ["ask", "told"]
        assert facts.InstanceMigrated("order") in house.facts(instance_id)


def test_a_caller_migrates_while_its_called_instance_runs(store: Store) -> None:
    with opened(store, MODELS) as house:
        second = house.deploy("caller", call("caller", "order").replace(b'"after"', b'"later"'))
        caller = house.start("caller")
        (child,) = children(house, caller)

        house.ask(MigrateInstance(instance_id=caller, version_id=second)).expect()
        operate(house, child.id, engine.Skip(at=AT, key=house.key_of(child.id, "ask"))).expect()
        house.wait(timedelta(hours=1))
        house.complete(child.id, "check").expect()

        assert house.active(caller) == ["later"]
