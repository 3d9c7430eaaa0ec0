"""Which processes name a department, a role, a group or a person in their models."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from dujiang.bpmn.extensions import Assignee, Settings, Step
from dujiang.bpmn.model import Process, walk
from dujiang.deployments import Deployments, ProcessRow

BY_HEAD: Final = frozenset({"departmentHead", "headChain"})
"""Sources that find people through the heads of departments."""


class Naming(msgspec.Struct, frozen=True):
    """A process and the steps (name, English name) of it that name something."""

    process: ProcessRow
    steps: tuple[tuple[str, str], ...]


def who_names(
    deployments: Deployments, kind: str, value: str, *, also: frozenset[str] = frozenset()
) -> list[Naming]:
    """The processes in force that name `value` of `kind`, or find people by a source in `also`."""
    found = []
    for process in _in_force(deployments.processes()):
        model = deployments.version(process.version_id).process
        steps = tuple(
            (node.name, node.name_en)
            for node, _ in walk(model.body)
            if any(_names(a, kind, value, also) for a in _assignees(node.extensions.find(Step)))
        )
        if steps or _is_owned_or_started(model, process, kind, value):
            found.append(Naming(process, steps))
    return found


def _in_force(processes: Mapping[str, ProcessRow]) -> Iterator[ProcessRow]:
    return (processes[key] for key in sorted(processes) if processes[key].version_id)


def _assignees(step: Step | None) -> Iterable[Assignee]:
    return step.assignees if step is not None else ()


def _names(assignee: Assignee, kind: str, value: str, also: frozenset[str]) -> bool:
    if assignee.source in also:
        return True
    if assignee.value.startswith("="):
        return f'"{value}"' in assignee.value
    if assignee.source == kind:
        return value in assignee.value.replace(",", " ").split()
    return kind == "department" and assignee.of == value


def _is_owned_or_started(model: Process, process: ProcessRow, kind: str, value: str) -> bool:
    settings = model.extensions.find(Settings) or Settings()
    is_starter = any(s.source == kind and s.value == value for s in settings.starters)
    return is_starter or process.owner == f"{kind}:{value}"
