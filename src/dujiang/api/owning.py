"""Whose process it is: a process owner may see, design and repair their own, and no other."""

from collections.abc import Mapping
from typing import Any

from dujiang.api.desk import Call
from dujiang.deployments import ProcessRow
from dujiang.identity import Reach
from dujiang.kernel.errors import Forbidden


def owner_id(call: Call[Any, Any], process: ProcessRow) -> int | None:
    """The owner that the model names: a person, or the first who holds the role."""
    directory = call.desk.directory()
    kind, _, name = process.owner.partition(":")
    if kind == "role":
        return next(iter(directory.holders(name)), None)
    person = directory.person_by_login(name or kind)
    return person.id if person else None


def may_touch(call: Call[Any, Any], permission: str, process: ProcessRow) -> bool:
    """Whether the caller's permission reaches this process."""
    if not call.actor.may(permission):
        return False
    reach = call.desk.access(call.person_id).reach(permission)
    if reach.everything or _is_limited_to(reach, process):
        return True
    return reach.own and _is_own(call, process)


def require_touch(call: Call[Any, Any], permission: str, process_key: str) -> None:
    """Raise `Forbidden` unless the permission reaches the process; a new one has no owner yet."""
    process = call.desk.deployments.processes().get(process_key)
    if process is not None and not may_touch(call, permission, process):
        raise Forbidden("api.process.not_yours", process=process.name)


def touchable(call: Call[Any, Any], permission: str) -> tuple[str, ...] | None:
    """Keys of the processes that the permission reaches; None: all there are."""
    if call.desk.access(call.person_id).reach(permission).everything:
        return None
    processes: Mapping[str, ProcessRow] = call.desk.deployments.processes()
    return tuple(key for key, process in processes.items() if may_touch(call, permission, process))


def _is_limited_to(reach: Reach, process: ProcessRow) -> bool:
    return any(
        part.everything and part.covers(process.key, process.category) for part in reach.limits
    )


def _is_own(call: Call[Any, Any], process: ProcessRow) -> bool:
    if owner_id(call, process) == call.person_id:
        return True
    kind, _, name = process.owner.partition(":")
    return kind == "role" and name in call.desk.directory().roles_of(call.person_id)
