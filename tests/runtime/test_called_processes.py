"""Call activities: the called instance lives beside its caller, in the same transaction."""

from dujiang.engine import commands as engine
from dujiang.kernel.ids import slot_of
from dujiang.runtime import OperateInstance, RetryIncident
from dujiang.runtime.tables import INSTANCE, IncidentRow, InstanceRow
from dujiang.store import Store
from tests.runtime.house import House, opened
from tests.runtime.models import flow, line, model, user

GLOBALS = '<error id="e" errorCode="BUDGET"/><escalation id="s" escalationCode="LATE"/>'
ERROR = '<errorEventDefinition errorRef="e"/>'
ESCALATION = '<escalationEventDefinition escalationRef="s"/>'


def call(process_id: str, called: str, *boundary: str) -> bytes:
    """start -> call -> after; each boundary event leads to a user task of its own."""
    ids = [text.split('id="', 1)[1].split('"', 1)[0] for text in boundary]
    return model(
        process_id,
        '<startEvent id="start"/><callActivity id="call"><extensionElements>'
        f'<dj:called processKey="{called}"/></extensionElements></callActivity>'
        + user("after")
        + '<endEvent id="end"/>'
        + flow("start", "call")
        + flow("call", "after")
        + flow("after", "end")
        + "".join(boundary)
        + "".join(user(f"on_{name}") + flow(name, f"on_{name}") for name in ids),
        globals_=GLOBALS,
    )


def boundary(element_id: str, event: str, *, interrupts: bool = True) -> str:
    cancels = "true" if interrupts else "false"
    return (
        f'<boundaryEvent id="{element_id}" attachedToRef="call" cancelActivity="{cancels}">'
        f"{event}</boundaryEvent>"
    )


def ending(process_id: str, event: str, *, beside: str = "") -> bytes:
    """start -> inside -> an end event that throws; `beside` runs in parallel."""
    return model(
        process_id,
        '<startEvent id="start"/>'
        + user("inside")
        + f'<endEvent id="end">{event}</endEvent>'
        + flow("start", "inside")
        + flow("inside", "end")
        + (beside and user(beside) + flow("start", beside)),
        globals_=GLOBALS,
    )


MODELS = {
    "failing": ending("failing", ERROR, beside="other"),
    "late": ending("late", ESCALATION),
    "catches": call("catches", "failing", boundary("no", ERROR)),
    "does_not": call("does_not", "failing"),
    "above": call("above", "does_not", boundary("no", ERROR)),
    "hears": call("hears", "late", boundary("slow", ESCALATION, interrupts=False)),
    "gives_up": call("gives_up", "late", boundary("slow", ESCALATION)),
    "caller": line(
        "caller",
        '<callActivity id="call"><extensionElements><dj:called processKey="called"/>'
        "</extensionElements></callActivity>",
        user("after"),
    ),
    "called": line("called", user("inside")),
}


def children(house: House, instance_id: int) -> list[InstanceRow]:
    row = house.instance(instance_id)
    with house.store.read() as reader:
        return reader.find(INSTANCE, "by_parent", row.shard, row.id)


def stuck(house: House) -> list[IncidentRow]:
    return [row for row in house.incidents() if row.resolved_at is None]


def test_the_caller_waits_for_the_called_instance(store: Store) -> None:
    with opened(store, MODELS) as house:
        caller = house.start("caller")
        (child,) = children(house, caller)
        assert slot_of(child.id) == slot_of(caller)
        assert house.active(caller) == ["call"]

        house.complete(child.id, "inside").expect()

        assert house.instance(child.id).state == "COMPLETED"
        assert house.active(caller) == ["after"]


def test_cancelling_the_caller_cancels_the_called_instance(store: Store) -> None:
    with opened(store, MODELS) as house:
        caller = house.start("caller")
        (child,) = children(house, caller)
        cancel = engine.CancelInstance(at=house.clock.now(), outcome="cancelled")

        house.ask(OperateInstance(caller, cancel)).expect()

        assert house.instance(child.id).state == "CANCELLED"


def test_cancelling_the_called_instance_is_an_incident_of_the_caller(store: Store) -> None:
    with opened(store, MODELS) as house:
        caller = house.start("caller")
        (child,) = children(house, caller)
        cancel = engine.CancelInstance(at=house.clock.now(), outcome="cancelled")
        house.ask(OperateInstance(child.id, cancel)).expect()
        (incident,) = house.incidents()
        assert (incident.instance_id, incident.code) == (caller, "runtime.call.cancelled")

        house.ask(RetryIncident(incident.id)).expect()

        assert [row.state for row in children(house, caller)] == ["CANCELLED", "ACTIVE"]


def test_an_error_of_the_called_instance_is_caught_by_the_caller(store: Store) -> None:
    with opened(store, MODELS) as house:
        caller = house.start("catches")
        (child,) = children(house, caller)

        house.complete(child.id, "inside").expect()

        assert house.active(caller) == ["on_no"]
        assert house.instance(child.id).state == "CANCELLED"
        assert stuck(house) == []


def test_an_error_that_nobody_catches_ends_the_called_and_stops_the_caller(store: Store) -> None:
    with opened(store, MODELS) as house:
        caller = house.start("does_not")
        (child,) = children(house, caller)

        house.complete(child.id, "inside").expect()

        assert house.instance(child.id).state == "CANCELLED"
        (incident,) = stuck(house)
        assert (incident.instance_id, incident.code) == (caller, "engine.error.not_caught")

        house.ask(RetryIncident(incident.id)).expect()

        assert [row.state for row in children(house, caller)] == ["CANCELLED", "ACTIVE"]


def test_an_error_climbs_to_the_caller_that_catches_it(store: Store) -> None:
    with opened(store, MODELS) as house:
        top = house.start("above")
        (middle,) = children(house, top)
        (bottom,) = children(house, middle.id)

        house.complete(bottom.id, "inside").expect()

        assert house.active(top) == ["on_no"]
        assert house.instance(middle.id).state == "CANCELLED"
        assert house.instance(bottom.id).state == "CANCELLED"
        assert stuck(house) == []


def test_an_escalation_reaches_the_caller_and_the_call_goes_on(store: Store) -> None:
    with opened(store, MODELS) as house:
        caller = house.start("hears")
        (child,) = children(house, caller)

        house.complete(child.id, "inside").expect()

        assert sorted(house.active(caller)) == ["after", "on_slow"]
        assert house.instance(child.id).state == "COMPLETED"


def test_an_escalation_that_interrupts_the_call_leaves_its_end_unheard(store: Store) -> None:
    with opened(store, MODELS) as house:
        caller = house.start("gives_up")
        (child,) = children(house, caller)

        house.complete(child.id, "inside").expect()

        assert house.active(caller) == ["on_slow"]
        assert stuck(house) == []
