"""An instance goes on by another version: its request, tasks and items follow their steps."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from dujiang.approvals.tables import ITEM, REQUEST, TASK
from dujiang.engine import events as engine
from dujiang.runtime import FactContext, Work


def follow_migration(
    fact: engine.InstanceMigrated, context: FactContext, work: Work
) -> Iterable[Struct]:
    """Steps that are called differently now are renamed, what is done as well as what is open.

    A step that the new version does not have keeps its name and version: it is history.
    """
    instance = context.instance
    assert instance is not None
    request = work.get(REQUEST, instance.shard, instance.id)
    if request is None:
        return ()
    work.put(REQUEST, replace(request, version_id=instance.version_id))
    for task in work.find(TASK, "by_instance", instance.shard, instance.id):
        step = fact.mapping.get(task.step, task.step)
        if step in context.program.nodes:
            work.put(TASK, replace(task, step=step, version_id=instance.version_id))
    for item in work.find(ITEM, "by_instance", instance.shard, instance.id):
        step = fact.mapping.get(item.step, item.step)
        is_open = item.decided_at is None
        if is_open or step != item.step:  # who has it open must look again: the form may differ
            work.put(ITEM, replace(item, step=step, version=item.version + is_open))
    work.notify(f"instance:{instance.id}")
    return ()
