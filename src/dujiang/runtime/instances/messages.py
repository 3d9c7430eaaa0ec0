"""Messages and signals across instances: by address, in constant time, early ones kept a while.

An instance on another shard is another command: what an instance throws is put into the outbox
(an alarm that is due at once) and delivered after the commit.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final, Protocol

import msgspec

from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.kernel.encoding import decode_value, encode_value
from dujiang.kernel.ids import SHARDS, shard_of, slot_of_key
from dujiang.kernel.values import NO_VARIABLES, Variables
from dujiang.runtime.commands import (
    Advance,
    BroadcastSignal,
    HearSignal,
    MatchEarlyMessage,
    PublishMessage,
    StartProcess,
)
from dujiang.runtime.deciding.work import FactContext, Work
from dujiang.runtime.requests import Handled, Known, Needs, Refused
from dujiang.runtime.tables import (
    EARLY_MESSAGE,
    SUBSCRIPTION,
    EarlyMessageRow,
    InstanceRow,
    SubscriptionRow,
)

MAX_TIME_TO_LIVE: Final = timedelta(days=90)
DEFAULT_TIME_TO_LIVE: Final = timedelta(hours=1)
LOOK_AGAIN_AFTER: Final = timedelta(seconds=2)
"""A message and a subscription on two nodes may miss each other at the same moment; this meets
them again."""


class MessageStarts(Protocol):
    """Which processes a message or signal starts; `deployments` knows."""

    def started_by_message(self, name: str, work: Work) -> tuple[str, str] | None:
        """Process key and start element for a message of this name, if there are any."""
        ...

    def beginning(self, start: StartProcess, work: Work) -> msgspec.Struct:
        """The command that begins what a message starts: the start itself, or one of a room above
        that gives it a number first."""
        ...

    def started_by_signal(self, name: str, work: Work) -> Iterable[tuple[str, str]]:
        """Process keys and start elements for a signal of this name."""
        ...


def address_of(name: str, correlation: str | None) -> str:
    """Where a message goes: name and correlation key in one text."""
    return f"{name}\n{correlation or ''}"


def waiting_for_message(work: Work, instance: InstanceRow, name: str) -> int | None:
    """Key of an instance's wait for a message of this name, the first of several."""
    rows = work.find(SUBSCRIPTION, "by_instance", instance.shard, instance.id)
    keys = (row.key for row in rows if row.kind == "message" and row.address.split("\n")[0] == name)
    return min(keys, default=None)


def open_subscription(
    fact: facts.SubscriptionOpened, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """An instance waits; a message that came early is delivered at once."""
    instance = context.instance
    assert instance is not None
    if fact.kind == "conditional":
        return
    is_message = fact.kind == "message"
    address = address_of(fact.name, fact.correlation) if is_message else fact.name
    work.insert(
        SUBSCRIPTION,
        SubscriptionRow(
            instance.shard,
            instance.id,
            fact.key,
            fact.element_id,
            "message" if is_message else "signal",
            address,
            instance.process_key,
            work.at,
        ),
    )
    if is_message and instance.state == "ACTIVE":
        yield from _early(work, address, instance.id, fact.key)


def _early(work: Work, address: str, instance_id: int, key: int) -> Iterable[Advance]:
    early = _oldest_alive(work, address)
    if early is not None:
        work.delete(EARLY_MESSAGE, early.shard, early.id)
        variables = Variables(decode_value(early.variables))
        deliver = engine.DeliverMessage(at=work.at, key=key, variables=variables)
        yield Advance(instance_id, deliver)


def catch_up(
    fact: facts.InstanceResumed, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """Messages that came while the instance was held are delivered now."""
    assert context.instance is not None
    key = (context.instance.shard, context.instance.id)
    for row in work.find(SUBSCRIPTION, "by_instance", *key):
        if row.kind == "message":
            yield from _early(work, row.address, row.instance_id, row.key)


def _oldest_alive(work: Work, address: str) -> EarlyMessageRow | None:
    waiting = work.find(EARLY_MESSAGE, "by_address", address)
    alive = (message for message in waiting if message.until > work.at)
    return min(alive, key=lambda message: message.id, default=None)


def close_subscription(
    fact: facts.SubscriptionClosed, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """It is waited for no longer."""
    assert context.instance is not None
    work.remove(SUBSCRIPTION, context.instance.shard, context.instance.id, fact.key)
    return ()


def send_message(
    fact: facts.MessageThrown, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A thrown message leaves after the commit."""
    assert context.instance is not None
    command = PublishMessage(
        name=fact.name,
        correlation=fact.correlation or "",
        variables=fact.variables,
        time_to_live=fact.time_to_live or DEFAULT_TIME_TO_LIVE,
    )
    work.schedule("message", context.instance.id, work.at, command)
    return ()


def send_signal(
    fact: facts.SignalThrown, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A thrown signal leaves after the commit; inside the instance it has arrived already."""
    assert context.instance is not None
    if fact.reach == "instance":
        return ()
    process_key = context.instance.process_key if fact.reach == "process" else ""
    command = BroadcastSignal(fact.name, fact.variables, process_key)
    work.schedule("signal", context.instance.id, work.at, command)
    return ()


def needs_of_message(command: PublishMessage, known: Known) -> Iterable[Needs]:
    """Who waits at the address, then the instance of the first."""
    address = ("message", address_of(command.name, command.correlation))
    yield Needs(finds=((SUBSCRIPTION, "by_address", address),))
    waiting = known.find(SUBSCRIPTION, "by_address", *address)
    if waiting:
        yield Needs(instances=(waiting[0].instance_id,))


class PublishingMessages:
    """Handler of `PublishMessage`."""

    def __init__(self, starts: MessageStarts) -> None:
        self._starts = starts

    def __call__(self, command: PublishMessage, work: Work) -> Handled | Refused:
        """Deliver to the one that waits longest, start a process, or keep the message a while.

        Instances that are held do not take part: what is kept reaches them when they resume.
        """
        if command.time_to_live > MAX_TIME_TO_LIVE:
            limit_days = MAX_TIME_TO_LIVE.days
            return Refused("runtime.message.lives_too_long", 422, {"limit_days": limit_days})
        address = address_of(command.name, command.correlation)
        delivery = _deliver(work, address, command.variables)
        if delivery is not None:
            answer = {"delivered": True, "instance_id": delivery.instance_id}
            return Handled(follow_ups=(delivery,), answer=answer)
        start = self._starts.started_by_message(command.name, work)
        if start is not None:
            instance_id = work.new_id()
            follow_up = StartProcess(
                process_key=start[0],
                start_element=start[1],
                variables=command.variables,
                instance_id=instance_id,
            )
            answer = {"delivered": True, "instance_id": instance_id}
            begun = self._starts.beginning(follow_up, work)
            told = None
            if begun is not follow_up:
                told = msgspec.structs.replace(command, variables=NO_VARIABLES)
            return Handled(follow_ups=(begun,), answer=answer, recorded=told)
        if command.time_to_live > timedelta(0):
            _keep(work, command, address)
        return Handled(answer={"delivered": False, "instance_id": None})


def _deliver(work: Work, address: str, variables: Variables) -> Advance | None:
    waiting = work.find(SUBSCRIPTION, "by_address", "message", address)
    for receiver in sorted(waiting, key=lambda row: (row.opened_at, row.instance_id)):
        if work.instance(receiver.instance_id).state == "ACTIVE":
            command = engine.DeliverMessage(at=work.at, key=receiver.key, variables=variables)
            return Advance(receiver.instance_id, command)
    return None


def _keep(work: Work, command: PublishMessage, address: str) -> None:
    message_id = work.new_id(slot_of_key(address))
    row = EarlyMessageRow(
        SHARDS[slot_of_key(address)],
        message_id,
        address,
        command.name,
        work.at + command.time_to_live,
        encode_value(command.variables),
    )
    work.insert(EARLY_MESSAGE, row)
    again = MatchEarlyMessage(message_id)
    work.schedule("early message", message_id, work.at + LOOK_AGAIN_AFTER, again)


def match_early(command: MatchEarlyMessage, work: Work) -> Handled:
    """Deliver a kept message to somebody who began to wait at the same moment elsewhere."""
    key = (shard_of(command.message_id), command.message_id)
    message = work.get(EARLY_MESSAGE, *key, lock=True)
    if message is None:
        return Handled()
    variables = Variables(decode_value(message.variables))
    delivery = _deliver(work, message.address, variables)
    if delivery is None:
        return Handled()
    work.delete(EARLY_MESSAGE, *key)
    return Handled(follow_ups=(delivery,))


def needs_of_hearing(command: HearSignal, known: Known) -> tuple[Needs, ...]:
    """The instance."""
    return (Needs(instances=(command.instance_id,)),)


def hear_signal(command: HearSignal, work: Work) -> Handled:
    """Deliver a signal; whoever no longer waits for it when it comes does not hear it."""
    instance = work.instance(command.instance_id)
    if (
        instance.ended_at is not None
        or work.state(instance).element_of(command.deliver.key) is None
    ):
        return Handled()
    deliver = msgspec.structs.replace(command.deliver, at=work.at)
    return Handled(follow_ups=(Advance(instance.id, deliver),))


class BroadcastingSignals:
    """Handler of `BroadcastSignal`."""

    def __init__(self, starts: MessageStarts) -> None:
        self._starts = starts

    def __call__(self, command: BroadcastSignal, work: Work) -> Handled:
        """Each receiver gets its own command after the commit: one that fails keeps none back."""
        count = 0
        for row in work.find(SUBSCRIPTION, "by_address", "signal", command.name):
            if command.process_key in ("", row.process_key):
                deliver = engine.DeliverSignal(at=work.at, key=row.key, variables=command.variables)
                to = row.instance_id
                work.schedule("signal", to, work.at, HearSignal(to, deliver), instance_id=to)
                count += 1
        starts = [
            StartProcess(process_key=key, start_element=element, variables=command.variables)
            for key, element in self._starts.started_by_signal(command.name, work)
            if command.process_key in ("", key)
        ]
        return Handled(follow_ups=tuple(starts), answer={"receivers": count + len(starts)})
