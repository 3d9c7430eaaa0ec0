"""Call activities: the called instance lives beside its caller, in the same transaction."""

from dujiang.engine import commands as engine
from dujiang.kernel.ids import slot_of
from dujiang.runtime import OperateInstance, RetryIncident
from dujiang.runtime.tables import INSTANCE, InstanceRow
from dujiang.store import Store
from tests.runtime.house import House, opened
from tests.runtime.models import line, user

MODELS = {
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
