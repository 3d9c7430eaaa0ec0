"""Going back: returns to an earlier step and withdrawals to the start step, on a real instance."""

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec.structs import replace

from dujiang.approvals.cases.office import Office, start_step_of
from dujiang.approvals.cases.step_case import StepCase
from dujiang.approvals.rules.actions import Refusal
from dujiang.approvals.rules.model import ComeBack
from dujiang.approvals.rules.returns import Lineage, Undone, Visit, may_resume
from dujiang.approvals.tables import REQUEST, TASK, RequestState
from dujiang.approvals.tasks.lineage import lineage_of
from dujiang.bpmn.extensions import Posting, Step
from dujiang.engine import Program
from dujiang.engine import commands as engine
from dujiang.ledgers import UndoPostings
from dujiang.runtime import Advance, InstanceRow, Work

WITH_INITIATOR: Final = ("returned", "withdrawn")
"""States in which the ball is with the initiator: everybody else's deadlines stand still."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A step that an item can be returned to, and how the case may come back from it."""

    visit: Visit
    come_back: tuple[ComeBack, ...]

    @property
    def step(self) -> str:
        """Id of the step."""
        return self.visit.element_id


def steps_of(program: Program) -> frozenset[str]:
    """Ids of all user tasks with settings."""
    return frozenset(n.id for n in program.nodes.values() if n.extensions.find(Step) is not None)


def targets(case: StepCase, lineage: Lineage) -> tuple[Target, ...]:
    """Where this step may return to, as the model allows and the run has come."""
    steps = steps_of(case.program)
    allowed = case.rules.return_to
    start = start_step_of(case.program)
    visits = lineage.targets(case.element_key, steps)
    approvals = [v for v in visits if _kind(case, v) == "approval"]
    wanted: dict[str, Visit] = {}
    for visit in visits:
        is_start = start is not None and visit.element_id == start.id
        is_previous = bool(approvals) and visit is approvals[-1]
        if (
            "any" in allowed
            or visit.element_id in allowed
            or ("initiator" in allowed and is_start)
            or ("previous" in allowed and is_previous)
        ):
            wanted[visit.element_id] = visit
    return tuple(
        Target(visit=visit, come_back=_come_back(case, lineage, visit)) for visit in wanted.values()
    )


def _kind(case: StepCase, visit: Visit) -> str:
    node = case.program.nodes[visit.element_id]
    return case.office.rules(case.instance.version_id, node).kind


def _come_back(case: StepCase, lineage: Lineage, visit: Visit) -> tuple[ComeBack, ...]:
    """`resume` is offered only where no gateway, posting or automatic step lies between."""
    stated = case.rules.come_back
    if "resume" not in stated:
        return stated
    plain = frozenset(
        step
        for step in steps_of(case.program)
        if not case.program.nodes[step].extensions.all(Posting)
    )
    undone = lineage.undo(visit)
    is_plain = visit.element_id in plain
    if is_plain and may_resume(undone, case.element_key, lineage, plain):
        return stated
    return tuple(way for way in stated if way != "resume") or ("rerun",)


def choose_target(
    case: StepCase, lineage: Lineage, step: str, come_back: str
) -> tuple[Target, ComeBack] | Refusal:
    """The target and the way back that were asked for; the first of each when nothing was said."""
    offered = targets(case, lineage)
    if not offered:
        return Refusal("approvals.return.nowhere")
    target = next((one for one in offered if one.step == step), None) if step else offered[0]
    if target is None:
        return Refusal("approvals.return.not_offered", {"step": step}, 422)
    if not come_back:
        return target, target.come_back[0]
    if come_back not in target.come_back:
        return Refusal("approvals.return.come_back_not_offered", {"come_back": come_back}, 422)
    return target, come_back


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How a case goes back: the request's state, how it comes back, and why."""

    state: RequestState
    reason: str
    come_back: str = ""
    resume_task: int = 0


def go_back(
    work: Work, instance: InstanceRow, undone: Undone, way: Way
) -> Iterable[msgspec.Struct]:
    """Move the tokens, take postings of undone steps back, mark what is history only."""
    request = work.get(REQUEST, instance.shard, instance.id)
    assert request is not None
    work.put(
        REQUEST,
        replace(
            request,
            state=way.state,
            return_target=undone.target.element_id,
            come_back=way.come_back,
            resume_task=way.resume_task,
            standing_since=work.at if way.state in WITH_INITIATOR else request.standing_since,
            updated_at=work.at,
        ),
    )
    keys = {visit.key for visit in undone.undone}
    for task in work.find(TASK, "by_instance", instance.shard, instance.id):
        if task.element_key in keys and not task.is_undone:
            work.put(TASK, replace(task, is_undone=True))
    cancel = tuple(visit.key for visit in undone.cancelled)
    yield UndoPostings(
        instance_id=instance.id, element_keys=tuple(sorted(keys | set(cancel))), reason=way.reason
    )
    move = engine.Move(at=work.at, cancel=cancel, activate=(undone.target.element_id,))
    yield Advance(instance.id, move)


def start_visit(lineage: Lineage, program: Program) -> Visit | None:
    """The latest completed visit of the start step."""
    start = start_step_of(program)
    if start is None:
        return None
    done = [
        visit
        for visit in lineage.visits.values()
        if visit.element_id == start.id and visit.state == "completed"
    ]
    return done[-1] if done else None


def load_lineage(office: Office, work: Work, instance: InstanceRow) -> Lineage:
    """How the instance came to where it stands."""
    return lineage_of(office.history(work, instance.id))
