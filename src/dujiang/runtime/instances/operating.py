"""Operators' repairs of one instance: hold, end, correct, move, skip, migrate. All with a reason.

A called instance lives with its caller: it is held and let go together with it.
"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from dujiang.engine import Rejected, State, plan_migration, step
from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime.commands import Advance, MigrateInstance, OperateInstance
from dujiang.runtime.deciding.work import FactContext, Work
from dujiang.runtime.events import VariablesCorrected
from dujiang.runtime.instances.running import advance, record
from dujiang.runtime.requests import Handled, Known, Needs, Refused
from dujiang.runtime.tables import INCIDENT, INSTANCE, JOB, SUBSCRIPTION, TIMER, InstanceRow
from dujiang.store import Table

NAMED: Final[tuple[Table[Any], ...]] = (TIMER, JOB, SUBSCRIPTION, INCIDENT)
"""Rows of an instance that repeat the id of an element."""


def operate(command: OperateInstance, work: Work) -> Handled | Refused:
    """An operator's repair, at the instant of the request."""
    operation = msgspec.structs.replace(command.operation, at=work.at)
    instance = work.instance(command.instance_id)
    if isinstance(operation, engine.Resume) and _is_held_by_caller(instance, work):
        return Refused("runtime.operation.caller_suspended")
    corrected: tuple[msgspec.Struct, ...] = ()
    if isinstance(operation, engine.SetVariables):
        corrected = corrections(work.state(instance), operation.scope_key, operation.variables)
    outcome = advance(Advance(instance.id, operation), work)
    if isinstance(outcome, Refused):
        return outcome
    return msgspec.structs.replace(outcome, events=(*corrected, *outcome.events))


def corrections(
    state: State, scope_key: int, variables: Variables
) -> tuple[VariablesCorrected, ...]:
    """What an operator's new values replace."""
    scope = state.scopes.get(scope_key)
    if scope is None or not variables:
        return ()
    known = scope.variables.to_dict()
    before = {name: known[name] for name in variables if name in known}
    return (VariablesCorrected(scope_key, Variables(before), variables),)


def _is_held_by_caller(instance: InstanceRow, work: Work) -> bool:
    if not instance.parent_id:
        return False
    caller = work.get(INSTANCE, shard_of(instance.parent_id), instance.parent_id)
    return caller is not None and caller.state == "SUSPENDED"


def hold_called(
    fact: facts.InstanceSuspended | facts.InstanceResumed, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """The instances that a held one has called are held with it, and let go with it."""
    caller = context.instance
    assert caller is not None
    is_held = isinstance(fact, facts.InstanceSuspended)
    for child in work.find(INSTANCE, "by_parent", caller.shard, caller.id):
        if is_held and child.state == "ACTIVE":
            yield Advance(child.id, engine.Suspend(at=work.at))
        elif not is_held and child.state == "SUSPENDED":
            yield Advance(child.id, engine.Resume(at=work.at))


def needs_of_migration(command: MigrateInstance, known: Known) -> tuple[Needs, ...]:
    """The instance itself."""
    return (Needs(instances=(command.instance_id,)),)


def migrate_instance(command: MigrateInstance, work: Work) -> Handled | Refused:
    """Go on by another version of the process, if everything active has its place there."""
    instance = work.instance(command.instance_id)
    if instance.version_id == command.version_id:
        return Refused("runtime.migration.same_version")
    kept = work.kept_state(instance)
    if kept.state.is_ended:
        return Refused("engine.instance.ended")
    before, after = work.program(instance), work.program_of_version(command.version_id)
    problems = plan_migration(before, after, kept.state, command.mapping)
    in_the_way = tuple(problem for problem in problems if problem.severity == "error")
    if in_the_way:
        return Refused("engine.migrate.not_possible", 422, problems=in_the_way)
    migrate = engine.Migrate(at=work.at, process_id=instance.process_key, mapping=command.mapping)
    outcome = step(after, kept.state, migrate)
    if isinstance(outcome, Rejected):
        return Refused(outcome.code, params=outcome.params, problems=outcome.problems)
    moved = msgspec.structs.replace(instance, version_id=command.version_id)
    record(work, moved, kept, outcome)
    work.notify(f"instance:{instance.id}")
    return Handled(outcome.facts, instance_id=instance.id)


def rename_elements(
    fact: facts.InstanceMigrated, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """Timers, jobs, subscriptions and incidents follow their elements."""
    instance = context.instance
    assert instance is not None
    for table in NAMED:
        for row in work.find(table, "by_instance", instance.shard, instance.id):
            element_id = fact.mapping.get(row.element_id)
            if element_id is not None:
                work.put(table, msgspec.structs.replace(row, element_id=element_id))
    return ()
