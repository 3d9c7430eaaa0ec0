"""Timers of instances and alarms of other rooms: set by facts, fired by the clock."""

from collections.abc import Callable, Iterable

import msgspec

from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.kernel.ids import shard_of
from dujiang.runtime.commands import Advance, FireAlarm, FireTimer
from dujiang.runtime.deciding.logbook import Vocabulary
from dujiang.runtime.deciding.work import FactContext, Work
from dujiang.runtime.instances.running import advance
from dujiang.runtime.requests import Handled, Known, Needs, Refused
from dujiang.runtime.tables import ALARM, INSTANCE, TIMER, TimerRow


def set_timer(
    fact: facts.TimerScheduled, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A timer runs."""
    assert context.instance is not None
    row = TimerRow(
        context.instance.shard,
        context.instance.id,
        fact.key,
        fact.element_id,
        fact.due_at,
        None if context.instance.state == "SUSPENDED" else fact.due_at,
    )
    work.insert(TIMER, row)
    return ()


def drop_timer(
    fact: facts.TimerFired | facts.TimerCancelled, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A timer is used up or not needed any more."""
    assert context.instance is not None
    work.remove(TIMER, context.instance.shard, context.instance.id, fact.key)
    return ()


def needs_of_timer(command: FireTimer, known: Known) -> tuple[Needs, ...]:
    """The instance, held."""
    key = (shard_of(command.instance_id), command.instance_id, command.key)
    return (Needs(instances=(command.instance_id,), rows=((TIMER, key),)),)


def fire_timer(command: FireTimer, work: Work) -> Handled | Refused:
    """Trigger a timer that is due. One that came too late or twice is dropped in silence."""
    instance = work.instance(command.instance_id)
    timer = work.get(TIMER, instance.shard, instance.id, command.key)
    if timer is None:
        return Handled()
    if instance.state == "SUSPENDED":
        work.put(TIMER, msgspec.structs.replace(timer, wake_at=None))
        return Handled()
    if timer.due_at > work.at:
        return Handled()
    trigger = engine.TriggerTimer(at=work.at, key=command.key)
    outcome = advance(Advance(instance.id, trigger), work)
    if isinstance(outcome, Refused):
        work.delete(TIMER, timer.shard, timer.instance_id, timer.key)
        return Handled()
    return outcome


class FiringAlarms:
    """Handler of `FireAlarm`: gives the command that a room has stored."""

    def __init__(self, vocabulary: Callable[[], Vocabulary]) -> None:
        self._vocabulary = vocabulary

    def __call__(self, command: FireAlarm, work: Work) -> Handled:
        """Give the command once; an alarm that is gone was given or cancelled."""
        alarm = work.get(ALARM, shard_of(command.alarm_id), command.alarm_id, lock=True)
        if alarm is None:
            return Handled()
        if alarm.instance_id:
            instance = work.get(INSTANCE, shard_of(alarm.instance_id), alarm.instance_id)
            if instance is None or instance.ended_at is not None:
                work.delete(ALARM, alarm.shard, alarm.id)
                return Handled()
            if instance.state == "SUSPENDED":
                work.put(ALARM, msgspec.structs.replace(alarm, wake_at=None))
                return Handled()
        work.delete(ALARM, alarm.shard, alarm.id)
        return Handled(follow_ups=(self._vocabulary().decode_named(alarm.payload),))


def hold_back(
    fact: facts.InstanceSuspended, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """While an instance is held its timers and alarms sleep."""
    assert context.instance is not None
    key = (context.instance.shard, context.instance.id)
    for timer in work.find(TIMER, "by_instance", *key):
        work.put(TIMER, msgspec.structs.replace(timer, wake_at=None))
    for alarm in work.find(ALARM, "by_instance", *key):
        work.put(ALARM, msgspec.structs.replace(alarm, wake_at=None))
    return ()


def let_go(
    fact: facts.InstanceResumed, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """They wake again; what became due meanwhile fires now."""
    assert context.instance is not None
    key = (context.instance.shard, context.instance.id)
    for timer in work.find(TIMER, "by_instance", *key):
        work.put(TIMER, msgspec.structs.replace(timer, wake_at=timer.due_at))
    for alarm in work.find(ALARM, "by_instance", *key):
        work.put(ALARM, msgspec.structs.replace(alarm, wake_at=alarm.due_at))
    return ()
