"""Picking: who handles a later step, chosen at the start form or by an earlier handler (A2).

A step asks for it by the source `picked`: `of` names who picks (the initiator, or the id of the
step whose handler does), `value` the group among whose members is picked; without it everybody who
works here may be.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.approvals.cases.step_case import PICKED, StepCase
from dujiang.approvals.rules.actions import Refusal
from dujiang.approvals.rules.model import Source, StepRules
from dujiang.bpmn.extensions import Step
from dujiang.engine import Program
from dujiang.kernel.ids import id_text

MAX_PICKED: Final = 50
"""People who can be picked for one step."""


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """A later step whose people are picked here; `pool` None: from everybody."""

    step: str
    pool: tuple[int, ...] | None = None


def picks_at(
    office: Office, version_id: int, program: Program, rules: StepRules
) -> tuple[Pick, ...]:
    """The later steps for which whoever handles this step picks people."""
    view = office.view()
    return tuple(
        Pick(step=step, pool=_pool(view, source))
        for step, source in _sources(office, version_id, program)
        if (source.of == rules.step or (rules.kind == "start" and source.of in ("", "initiator")))
    )


def _sources(office: Office, version_id: int, program: Program) -> Iterator[tuple[str, Source]]:
    for node in program.nodes.values():
        if node.extensions.find(Step) is not None:
            for source in office.rules(version_id, node).sources:
                if source.kind == "picked":
                    yield node.id, source


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
    for step, people in picked.items():
        pick = offered.get(step)
        if pick is None:
            return Refusal("approvals.pick.not_here", {"step": step}, 422)
        if len(people) > MAX_PICKED:
            return Refusal("approvals.pick.too_many", {"limit": MAX_PICKED}, 422)
        for person in people:
            if not case.view.is_active(person):
                return Refusal("approvals.person.inactive", {"person": person}, 422)
            if pick.pool is not None and person not in pick.pool:
                return Refusal("approvals.pick.not_in_pool", {"person": person}, 422)
        kept[step] = [id_text(person) for person in dict.fromkeys(people)]
    return {PICKED: kept} if picked else {}
