"""Picking: who handles a later step, chosen at the start form or by an earlier handler (A2).

A step asks for it by the source `picked`: `of` names who picks (the initiator, or the id of the
step whose handler does), `value` the group among whose members is picked; without it everybody who
works here may be. Where nobody else would get the step, and it lies on the way, somebody must be.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from dujiang.approvals.cases.ahead import ahead_of, open_work
from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.approvals.cases.step_case import PICKED, StepCase
from dujiang.approvals.rules.actions import Refusal
from dujiang.approvals.rules.model import Source, StepRules
from dujiang.bpmn.extensions import Step
from dujiang.engine import Accepted, Program, step
from dujiang.engine import commands as engine
from dujiang.kernel.errors import Problem
from dujiang.kernel.ids import id_text
from dujiang.kernel.values import Variables

MAX_PICKED: Final = 50
"""People who can be picked for one step."""


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """A later step whose people are picked here; `pool` None: from everybody."""

    step: str
    pool: tuple[int, ...] | None = None
    is_needed: bool = False
    """Whether the step has nobody unless somebody is picked."""


def picks_at(
    office: Office, version_id: int, program: Program, rules: StepRules
) -> tuple[Pick, ...]:
    """The later steps for which whoever handles this step picks people."""
    view = office.view()
    return tuple(
        Pick(step=later.step, pool=_pool(view, source), is_needed=later.sources == (source,))
        for later, source in _sources(office, version_id, program)
        if (source.of == rules.step or (rules.kind == "start" and source.of in ("", "initiator")))
    )


def _sources(
    office: Office, version_id: int, program: Program
) -> Iterator[tuple[StepRules, Source]]:
    for node in program.nodes.values():
        if node.extensions.find(Step) is not None:
            rules = office.rules(version_id, node)
            for source in rules.sources:
                if source.kind == "picked":
                    yield rules, source


def _pool(view: DirectoryView, source: Source) -> tuple[int, ...] | None:
    return view.members(source.value) if source.value else None


def checked_picks(
    case: StepCase, picked: Mapping[str, Sequence[int]]
) -> Mapping[str, Any] | Refusal:
    """The variable that keeps what was picked; a refusal for people who cannot be."""
    offered = {
        pick.step: pick
        for pick in picks_at(case.office, case.instance.version_id, case.program, case.rules)
    }
    kept = dict(case.variables.get(PICKED) or {})
    for later, people in picked.items():
        pick = offered.get(later)
        if pick is None:
            return Refusal("approvals.pick.not_here", {"step": later}, 422)
        if len(people) > MAX_PICKED:
            return Refusal("approvals.pick.too_many", {"limit": MAX_PICKED}, 422)
        for person in people:
            if not case.view.is_active(person):
                return Refusal("approvals.person.inactive", {"person": person}, 422)
            if pick.pool is not None and person not in pick.pool:
                return Refusal("approvals.pick.not_in_pool", {"person": person}, 422)
        kept[later] = [id_text(person) for person in dict.fromkeys(people)]
    return {PICKED: kept} if picked else {}


def missing_picks(
    case: StepCase, changed: Mapping[str, Any], picks: Mapping[str, Any]
) -> tuple[Problem, ...]:
    """Steps on the way from here that would have nobody: whoever hands this in must pick."""
    offered = picks_at(case.office, case.instance.version_id, case.program, case.rules)
    kept = picks.get(PICKED) or case.variables.get(PICKED) or {}
    needed = [pick.step for pick in offered if pick.is_needed and not kept.get(pick.step)]
    on_way = _steps_ahead(case, changed) if needed else frozenset()
    return tuple(
        Problem(
            code="approvals.pick.required",
            path=f"picked.{later}",
            params={"step": case.program.nodes[later].name or later},
        )
        for later in needed
        if later in on_way
    )


def _steps_ahead(case: StepCase, changed: Mapping[str, Any]) -> frozenset[str]:
    """Steps that the instance would visit with these values, if everybody said yes."""
    at, state = case.work.at, case.work.state(case.instance)
    setting = engine.SetVariables(at=at, variables=Variables(dict(changed)))
    with_values = step(case.program, state, setting) if changed else Accepted(state, ())
    if not isinstance(with_values, Accepted):
        return frozenset()
    waiting = open_work(case.program, with_values.state, at)
    ahead = ahead_of(case.program, with_values.state, waiting, at)
    return frozenset(fact.element_id for fact, _ in ahead)
