"""Messages reach the one that waits, once; early ones wait a while; signals reach everybody."""

from datetime import timedelta

from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import BroadcastSignal, PublishMessage
from dujiang.store import Store
from tests.runtime.house import House, opened
from tests.runtime.models import flow, line, model, user

MESSAGE = (
    '<message id="paid" name="paid"><extensionElements>'
    '<dj:message correlationKey="=order"/></extensionElements></message>'
    '<signal id="alarm" name="alarm"/>'
)


def waiting(process_id: str) -> bytes:
    return model(
        process_id,
        '<startEvent id="start"/>'
        '<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="paid"/>'
        "</intermediateCatchEvent>"
        + user("after")
        + '<endEvent id="end"/>'
        + flow("start", "wait")
        + flow("wait", "after")
        + flow("after", "end"),
        globals_=MESSAGE,
    )


LISTENING = model(
    "listening",
    '<startEvent id="start"/>'
    '<intermediateCatchEvent id="wait"><signalEventDefinition signalRef="alarm"/>'
    "</intermediateCatchEvent>"
    + user("after")
    + '<endEvent id="end"/>'
    + flow("start", "wait")
    + flow("wait", "after")
    + flow("after", "end"),
    globals_=MESSAGE,
)
SHOUTING = line(
    "shouting",
    '<intermediateThrowEvent id="shout"><signalEventDefinition signalRef="alarm"/>'
    "</intermediateThrowEvent>",
    user("after"),
).replace(b'<process id="shouting"', MESSAGE.encode() + b'<process id="shouting"')
MODELS = {"waiting": waiting("waiting"), "listening": LISTENING, "shouting": SHOUTING}


def paid(order: str, **options: timedelta) -> PublishMessage:
    variables = Variables({"amount": as_value(5)})
    return PublishMessage(name="paid", correlation=order, variables=variables, **options)


def test_a_message_reaches_the_instance_with_its_correlation_key(store: Store) -> None:
    with opened(store, MODELS) as house:
        one, two = house.start("waiting", order="A"), house.start("waiting", order="B")

        answer = house.ask(paid("B")).expect()

        assert answer == {"delivered": True, "instance_id": two}
        assert house.active(one) == ["wait"]
        assert house.active(two) == ["after"]


def test_a_message_is_delivered_to_one_of_several(store: Store) -> None:
    with opened(store, MODELS) as house:
        ids = [house.start("waiting", order="A") for _ in range(2)]

        house.ask(paid("A"))

        assert [house.active(i) for i in ids] == [["after"], ["wait"]]


def test_an_early_message_waits_for_its_receiver(store: Store) -> None:
    with opened(store, MODELS) as house:
        assert house.ask(paid("A")).expect()["delivered"] is False
        house.wait(timedelta(minutes=30))

        instance_id = house.start("waiting", order="A")

        assert house.active(instance_id) == ["after"]
        assert house.active(house.start("waiting", order="A")) == ["wait"]


def test_a_message_that_nobody_wanted_in_time_is_forgotten(store: Store) -> None:
    with opened(store, MODELS) as house:
        house.ask(paid("A", time_to_live=timedelta(minutes=5)))
        house.wait(timedelta(minutes=20))

        assert house.active(house.start("waiting", order="A")) == ["wait"]


def test_a_message_sent_twice_with_one_key_arrives_once(store: Store) -> None:
    with opened(store, MODELS) as house:
        ids = [house.start("waiting", order="A") for _ in range(2)]

        house.ask(paid("A"), key="webhook-7")
        house.ask(paid("A"), key="webhook-7")

        assert [house.active(i) for i in ids] == [["after"], ["wait"]]


def test_a_message_may_not_live_for_years(store: Store) -> None:
    with opened(store, MODELS) as house:
        answer = house.ask(paid("A", time_to_live=timedelta(days=400)))

        assert (answer.status, answer.code) == (422, "runtime.message.lives_too_long")


def test_a_signal_reaches_everybody_who_listens(store: Store) -> None:
    with opened(store, MODELS) as house:
        ids = [house.start("listening") for _ in range(3)]

        assert house.ask(BroadcastSignal("alarm")).expect() == {"receivers": 3}
        house.duties.drain()

        assert [house.active(i) for i in ids] == [["after"]] * 3


def test_a_thrown_signal_leaves_its_instance(store: Store) -> None:
    with opened(store, MODELS) as house:
        listener = house.start("listening")

        house.start("shouting")
        house.duties.drain()

        assert house.active(listener) == ["after"]


def test_a_message_waits_until_a_held_instance_goes_on(store: Store) -> None:
    from dujiang.engine import commands as engine
    from dujiang.runtime import OperateInstance

    with opened(store, MODELS) as house:
        instance_id = house.start("waiting", order="A")
        operate(house, instance_id, engine.Suspend(at=house.clock.now()))

        answer = house.ask(paid("A")).expect()
        assert answer["delivered"] is False
        operate(house, instance_id, engine.Resume(at=house.clock.now()))

        assert house.active(instance_id) == ["after"]
        assert OperateInstance


def operate(house: House, instance_id: int, operation) -> None:
    from dujiang.runtime import OperateInstance

    house.ask(OperateInstance(instance_id, operation)).expect()
