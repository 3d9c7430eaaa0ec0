"""The way back that a process has drawn itself: a message that tells it to undo itself."""

from dujiang.approvals.cases.office import settings_of
from dujiang.runtime import InstanceRow, Work, waiting_for_message


def undoing_message(work: Work, instance: InstanceRow) -> int | None:
    """Key of the wait that takes the process back as drawn (`cancelMessage` of its settings); None
    where it has none, or does not wait for it now."""
    name = settings_of(work.program(instance)).cancelMessage
    return waiting_for_message(work, instance, name) if name else None
