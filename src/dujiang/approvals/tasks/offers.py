"""What somebody may do with an item now, why not, and what it would lead to, in words."""

from typing import Any, Final, Literal

import msgspec

from dujiang.approvals.cases.rows import item_of, round_of
from dujiang.approvals.cases.step_case import StepCase
from dujiang.approvals.rules import actions as act
from dujiang.approvals.rules.actions import Refusal
from dujiang.approvals.rules.model import Item, Reason, Round
from dujiang.approvals.rules.returns import Undone, Visit
from dujiang.approvals.rules.rounds import Placement
from dujiang.approvals.tables import ITEM, TASK, ItemRow, TaskRow
from dujiang.approvals.tasks.deciding import sent_after, untouched_after
from dujiang.approvals.tasks.going_back import Target, load_lineage, targets
from dujiang.bpmn.extensions import Posting

_NOBODY: Final = -1
"""Stands for somebody who will be chosen: only whether anybody may be is asked."""

_COMES_BACK: Final = {
    "rerun": "approvals.consequence.come_back_rerun",
    "changed": "approvals.consequence.come_back_changed",
    "resume": "approvals.consequence.come_back_resume",
}


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One action; `refusal` says why it is not possible now."""

    action: str
    refusal: Refusal | None = None
    needs_comment: bool = False
    targets: tuple[Target, ...] = ()
    categories: tuple[str, ...] = ()


class Consequence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence about what an action will do, as a code with values."""

    kind: Literal["removed", "kept", "paused", "opened"]
    code: str
    params: dict[str, Any] = {}


def offers(case: StepCase, task: TaskRow, row: ItemRow, round_: Round) -> tuple[Offer, ...]:
    """Everything that whoever looks could do; what the step never allows is left out."""
    item = item_of(row)
    person = case.work.actor.id
    if item.is_final or round_.verdict is not None:
        return _afterwards(case, task, item, person)
    if item.state == "delegated":
        return _while_lent(case, round_, item, person)
    if item.group and item.hand is None:
        return (_offer(case, round_, act.Claim(by=person, item_id=item.id), "claim"),)
    found = [*_decisions(case, round_, item, person)]
    found.extend(_extras(case, round_, item, person))
    if item.group:
        found.append(_offer(case, round_, act.Release(by=person, item_id=item.id), "release"))
    return tuple(found)


def _decisions(case: StepCase, round_: Round, item: Item, person: int) -> list[Offer]:
    rules = case.rules
    yes = {"approval": "approve", "work": "complete", "start": "submit"}[rules.kind]
    is_asked = rules.comment == "required"
    approve = act.Approve(by=person, item_id=item.id)
    found = [_offer(case, round_, approve, yes, needs_comment=is_asked)]
    if rules.kind == "approval":
        reject = act.Reject(by=person, item_id=item.id)
        found.append(
            _offer(
                case,
                round_,
                reject,
                "reject",
                needs_comment=rules.comment != "optional",
                categories=rules.reason_categories,
            )
        )
    if rules.mode == "vote" and rules.vote.may_abstain and item.is_top:
        abstain = act.Abstain(by=person, item_id=item.id)
        found.append(_offer(case, round_, abstain, "abstain", needs_comment=is_asked))
    if rules.return_to and not (rules.mode == "vote" and not rules.vote.may_return):
        back = act.Return(by=person, item_id=item.id, to_step="")
        refusal = act.may_act(round_, back, case.people.setting(round_))
        where = _targets(case) if refusal is None else ()
        if where or refusal is not None:
            found.append(Offer(action="return", refusal=refusal, needs_comment=True, targets=where))
    return found


def _targets(case: StepCase) -> tuple[Target, ...]:
    lineage = load_lineage(case.office, case.work, case.instance)
    return targets(case, lineage) if case.element_key in lineage.visits else ()


def _extras(case: StepCase, round_: Round, item: Item, person: int) -> list[Offer]:
    """Actions that need another person: only whether they are possible at all is asked."""
    rules = case.rules
    found: list[Offer] = []
    for name in ("transfer", "delegate", "addBefore", "addAfter", "addBeside"):
        if name not in rules.actions:
            continue
        if name == "addBeside" and (rules.mode not in ("all", "vote") or not item.is_top):
            continue
        setting = msgspec.structs.replace(
            case.people.setting(round_), is_active=lambda one: True, place=_anybody
        )
        action = _trial(name, person, item.id)
        found.append(Offer(action=name, refusal=act.may_act(round_, action, setting)))
    return found


def _anybody(person: int) -> Placement:
    return Placement(principal=person, hand=person)


def _trial(name: str, person: int, item_id: int) -> act.Action:
    if name == "transfer":
        return act.Transfer(by=person, item_id=item_id, to=_NOBODY)
    if name == "delegate":
        return act.Delegate(by=person, item_id=item_id, to=_NOBODY)
    place = name.removeprefix("add").lower()
    return act.AddApprovers(
        by=person,
        item_id=item_id,
        place=place,  # type: ignore[arg-type]
        people=(_NOBODY,),
    )


def _while_lent(case: StepCase, round_: Round, item: Item, person: int) -> tuple[Offer, ...]:
    if item.hand == person:
        return (_offer(case, round_, act.Advise(by=person, item_id=item.id), "advise"),)
    return (_offer(case, round_, act.Recall(by=person, item_id=item.id), "recall"),)


def _afterwards(case: StepCase, task: TaskRow, item: Item, person: int) -> tuple[Offer, ...]:
    """What can be done with a decided item: take it back while nothing behind it is touched."""
    if item.decided_by != person or task.kind == "start":
        return ()
    refusal = may_take_back(case, task, item)
    return (Offer(action="takeBack", refusal=refusal),)


def may_take_back(case: StepCase, task: TaskRow, item: Item) -> Refusal | None:
    """Why a decision cannot be taken back now; None when it can."""
    if item.decided_by != case.work.actor.id:
        return Refusal("approvals.take_back.not_yours", {}, 403)
    if case.instance.ended_at is not None or task.outcome not in ("", "passed") or task.is_undone:
        return Refusal("approvals.take_back.too_late")
    if not task.outcome:
        rows = case.work.find(ITEM, "by_task", task.shard, task.id)
        round_ = round_of(task, [row for row in rows if row.round == task.round])
        action = act.TakeBack(by=case.work.actor.id, item_id=item.id)
        return act.may_act(round_, action, case.people.setting(round_))
    lineage = load_lineage(case.office, case.work, case.instance)
    visit = lineage.visits.get(task.element_key)
    if visit is None:
        return Refusal("approvals.take_back.too_late")
    undone = lineage.undo(visit)
    return untouched_after(case, undone) or sent_after(case, undone)


def _offer(
    case: StepCase,
    round_: Round,
    action: act.Action,
    name: str,
    *,
    needs_comment: bool = False,
    categories: tuple[str, ...] = (),
) -> Offer:
    refusal = act.may_act(round_, action, case.people.setting(round_))
    return Offer(action=name, refusal=refusal, needs_comment=needs_comment, categories=categories)


# What will happen


def consequences(
    case: StepCase, row: ItemRow, round_: Round, action: str, target: str, come_back: str
) -> tuple[Consequence, ...]:
    """The sentences that somebody reads before a return, a rejection or a withdrawal."""
    if action == "reject" and case.rules.on_reject == "end":
        others = [i for i in round_.items if i.id != row.id and not i.is_final]
        found = [Consequence(kind="removed", code="approvals.consequence.request_ends")]
        if others:
            params = {"count": len(others)}
            found.append(
                Consequence(kind="removed", code="approvals.consequence.others_end", params=params)
            )
        return tuple(found)
    if action != "return":
        return ()
    lineage = load_lineage(case.office, case.work, case.instance)
    offered = targets(case, lineage)
    chosen = next((one for one in offered if one.step == target), None)
    if chosen is None:
        return ()
    return _of_return(case, lineage.undo(chosen.visit), come_back or chosen.come_back[0])


def of_withdrawal(case: StepCase, visit: Visit) -> tuple[Consequence, ...]:
    """The sentences that the initiator reads before taking the request back."""
    lineage = load_lineage(case.office, case.work, case.instance)
    return _of_return(case, lineage.undo(visit), "")


def _of_return(case: StepCase, undone: Undone, come_back: str) -> tuple[Consequence, ...]:
    found: list[Consequence] = []
    for visit in undone.cancelled:
        found.extend(_removed(case, visit))
    if any(_posts(case, visit) for visit in undone.undone):
        found.append(Consequence(kind="removed", code="approvals.consequence.postings_back"))
    steps = [v for v in undone.undone if v.key != undone.target.key and _is_step(case, v)]
    if steps:
        params: dict[str, Any] = {"steps": [_name(case, visit) for visit in steps]}
        found.append(
            Consequence(kind="kept", code="approvals.consequence.opinions_stay", params=params)
        )
    for visit in undone.kept:
        params = {"step": _name(case, visit)}
        found.append(
            Consequence(kind="kept", code="approvals.consequence.branch_goes_on", params=params)
        )
    params = {"step": _name(case, undone.target)}
    found.append(Consequence(kind="opened", code="approvals.consequence.opens", params=params))
    if come_back:
        params = {"step": case.rules.name}
        found.append(Consequence(kind="paused", code=_COMES_BACK[come_back], params=params))
    return tuple(found)


def _removed(case: StepCase, visit: Visit) -> list[Consequence]:
    tasks = case.work.find(TASK, "by_instance", case.instance.shard, case.instance.id)
    task = next((t for t in tasks if t.element_key == visit.key and not t.outcome), None)
    params: dict[str, Any] = {"step": _name(case, visit)}
    if task is None:
        code = "approvals.consequence.work_ends"
        return [Consequence(kind="removed", code=code, params=params)]
    rows = case.work.find(ITEM, "by_task", task.shard, task.id)
    hands = [row.hand for row in rows if row.state in ("open", "delegated", "waiting")]
    names = [
        person.name for hand in hands if (person := case.view.directory.person(hand)) is not None
    ]
    params["people"] = names
    code = "approvals.consequence.items_end" if names else "approvals.consequence.work_ends"
    return [Consequence(kind="removed", code=code, params=params)]


def _posts(case: StepCase, visit: Visit) -> bool:
    return case.program.nodes[visit.element_id].extensions.find(Posting) is not None


def _is_step(case: StepCase, visit: Visit) -> bool:
    return bool(case.program.nodes[visit.element_id].kind == "userTask")


def _name(case: StepCase, visit: Visit) -> str:
    node = case.program.nodes[visit.element_id]
    return str(node.name or node.id)


def reasons_of(row: ItemRow) -> tuple[Reason, ...]:
    """Why somebody has an item."""
    return item_of(row).reasons
