"""What is wrong with the people's side of a model, for `deployments` and the designer."""

from collections.abc import Iterable, Iterator
from typing import Any

from dujiang.approvals.organisation import DirectoryView
from dujiang.approvals.settings import read_rules
from dujiang.bpmn.extensions import Settings, Step
from dujiang.bpmn.model import Process, walk
from dujiang.deployments import Check
from dujiang.kernel.errors import Problem


def step_check(directory: Any = None) -> Check:  # noqa: ANN401 - a callable that gives a Directory
    """A check of every step's settings; with a directory also of the people they name."""

    def check(package: object, process: Process) -> Iterable[Problem]:
        view = DirectoryView(directory()) if directory is not None else None
        return list(_problems(process, view))

    return check


def _problems(process: Process, view: DirectoryView | None) -> Iterator[Problem]:
    starts = 0
    steps: set[str] = set()
    for node, _level in walk(process.body):
        step = node.extensions.find(Step)
        if step is None:
            continue
        steps.add(node.id)
        starts += step.kind == "start"
        yield from read_rules(node.id, node.name or node.id, step).problems
        if view is not None:
            yield from _unknown_people(node.id, step, view)
    if starts > 1:
        yield Problem(code="approvals.settings.several_starts", path=process.id)
    yield from _unknown_steps(process, steps)
    if view is not None:
        yield from _owner(process, view)


def _unknown_steps(process: Process, steps: set[str]) -> Iterator[Problem]:
    """Steps that settings name but the model does not have."""
    for node, _level in walk(process.body):
        step = node.extensions.find(Step)
        if step is None:
            continue
        named = [apart.step for apart in step.apart if apart.step]
        words = step.returnTo.replace(",", " ").split()
        named += [w for w in words if w not in ("none", "initiator", "previous", "any")]
        for name in named:
            if name not in steps:
                params = {"step": name}
                yield Problem(code="approvals.settings.unknown_step", path=node.id, params=params)


def _unknown_people(element_id: str, step: Step, view: DirectoryView) -> Iterator[Problem]:
    """People, roles and groups that the organisation does not know: a warning, they may come."""
    rows = view.directory.rows
    known = {
        "role": {role.key for role in rows.roles},
        "group": {group.key for group in rows.groups},
        "position": {position.key for position in rows.positions},
    }
    for assignee in step.assignees:
        keys = known.get(assignee.source)
        if keys is not None and assignee.value not in keys:
            yield _unknown(element_id, f"{assignee.source}:{assignee.value}")
        if assignee.source == "user":
            for login in assignee.value.split():
                if view.person_of(login) is None:
                    yield _unknown(element_id, login)
    for text in step.emptyTo.replace(",", " ").split():
        is_role = text.startswith("role:")
        if not is_role and view.person_of(text.removeprefix("user:")) is None:
            yield _unknown(element_id, text)


def _unknown(element_id: str, who: str) -> Problem:
    return Problem(
        code="approvals.settings.unknown_person",
        path=element_id,
        params={"who": who},
        severity="warning",
    )


def _owner(process: Process, view: DirectoryView) -> Iterator[Problem]:
    """Every process needs somebody who is asked when nobody else is left."""
    settings = process.extensions.find(Settings)
    kind, _, name = (settings.owner if settings else "").partition(":")
    is_known = (kind == "user" and view.person_of(name) is not None) or (
        kind in ("role", "group") and bool(view.members(f"{kind}:{name}"))
    )
    if not is_known:
        yield Problem(
            code="approvals.settings.no_owner",
            path=process.id,
            params={"owner": f"{kind}:{name}" if name else ""},
            severity="warning",
        )
