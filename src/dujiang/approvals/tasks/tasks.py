"""Tasks: opened when the engine visits a step, written by rounds, closed with their verdict."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from dujiang.approvals import events as ev
from dujiang.approvals.cases.clocks import reckoning, rules_of_clock, set_clock, stop_clock
from dujiang.approvals.cases.history import Entry, record
from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.rows import (
    encode_left_out,
    item_of,
    load_items,
    new_row,
    round_of,
    row_with,
)
from dujiang.approvals.cases.step_case import StepCase
from dujiang.approvals.commands import ShiftDeadlines
from dujiang.approvals.rules.model import Item, Reason, Round
from dujiang.approvals.rules.policies import Seating
from dujiang.approvals.rules.rounds import (
    Placement,
    apply_all,
    close,
    counts_of,
    open_round,
    settle,
)
from dujiang.approvals.tables import (
    ITEM,
    REQUEST,
    TASK,
    TURN,
    ItemRow,
    RequestRow,
    TaskRow,
    TurnRow,
)
from dujiang.engine import commands as engine
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime import Advance, InstanceRow, Work

HANDED_OUT: Final = frozenset({"open", "delegated"})
"""States in which somebody has the item in front of them."""
OUTCOME_WORDS: Final = {"passed": "approved", "rejected": "rejected"}


# Opening


def open_task(
    office: Office, work: Work, instance: InstanceRow, element_id: str, element_key: int
) -> StepCase:
    """A step was entered: find its people and open the first round."""
    case = StepCase(office, work, instance, element_id, element_key)
    request = case.request
    task_id = work.new_id_beside(instance.id)
    task = TaskRow(
        shard=shard_of(task_id),
        id=task_id,
        instance_id=instance.id,
        element_key=element_key,
        step=element_id,
        process_key=instance.process_key,
        version_id=instance.version_id,
        kind=case.rules.kind,
        opened_at=work.at,
        is_target_of_return=request.return_target == element_id,
    )
    case.task = task
    before = _resumed_task(case, request)
    if before is not None:
        _reopen(case, task, before)
        return case
    seating = _start_seating(case) if case.rules.kind == "start" else case.people.seating()
    task = replace(task, left_out=encode_left_out(seating.left_out), is_stuck=seating.is_stuck)
    round_, _ = open_round(
        1,
        seating.placements,
        case.rules,
        at=work.at,
        next_id=lambda: work.new_id_beside(instance.id),
        opening=case.people.opening,
    )
    _enter(case, task, replace(round_, left_out=seating.left_out))
    return case


def _enter(case: StepCase, task: TaskRow, round_: Round) -> None:
    case.task = task
    case.work.insert(TASK, task)
    opened = ev.TaskOpened(
        task_id=task.id,
        instance_id=task.instance_id,
        step=task.step,
        round=task.round,
        items=tuple(item.id for item in round_.items),
        left_out=round_.left_out,
    )
    case.events.append(opened)
    if task.is_stuck and not _without_person(round_):
        stuck = ev.ItemStuck(item_id=0, task_id=task.id, instance_id=task.instance_id)
        case.events.append(stuck)
    after_change(case, task, {}, round_)


def _start_seating(case: StepCase) -> Seating:
    """The start step is the initiator's; without one it is the process owner's."""
    person = case.initiator if case.view.is_active(case.initiator) else case.owner
    reason = Reason("approvals.reason.initiator", {"person": person})
    placement = Placement(principal=person, hand=person, reasons=(reason,))
    return Seating(placements=(placement,), is_stuck=person is None)


def _resumed_task(case: StepCase, request: RequestRow) -> TaskRow | None:
    """The task whose next round this is, when the case comes back by `resume`."""
    if request.come_back != "resume" or not request.resume_task or request.return_target:
        return None
    before = case.work.get(TASK, request.shard, request.resume_task)
    return before if before is not None and before.step == case.node.id else None


def _reopen(case: StepCase, task: TaskRow, before: TaskRow) -> None:
    """Round n+1 with the same people: decided items whose digest is equal carry over."""
    work = case.work
    work.put(REQUEST, replace(case.request, come_back="", resume_task=0))
    old = round_of(before, load_items(work, before).values())
    people = [item for item in old.top if item.state != "withdrawn"]
    round_, _ = open_round(
        before.round + 1,
        [_same_again(case, item, old) for item in people],
        case.rules,
        at=work.at,
        next_id=lambda: work.new_id_beside(task.instance_id),
        opening=case.people.opening,
    )
    digest = case.digest()
    items = tuple(
        _carried_over(item, old_item, digest)
        for item, old_item in zip(round_.items, people, strict=True)
    )
    settled, _ = settle(
        replace(round_, items=items), case.rules, at=work.at, opening=case.people.opening
    )
    _enter(case, replace(task, round=before.round + 1), settled)


def _same_again(case: StepCase, item: Item, round_: Round) -> Placement:
    if item.state == "skipped":
        return Placement(
            principal=item.principal, decided="skipped", counts=item.counts, reasons=item.reasons
        )
    return case.people.opening(item, round_)


def _carried_over(item: Item, old: Item, digest: bytes) -> Item:
    """The new item with the old decision, when what was seen is unchanged."""
    if old.state not in ("approved", "abstained") or old.digest != digest:
        return replace(item, weight=old.weight)
    return replace(
        item,
        state=old.state,
        weight=old.weight,
        decided_at=old.decided_at,
        decided_by=old.decided_by,
        digest=old.digest,
        reasons=(*item.reasons, Reason("approvals.reason.carried_over")),
    )


# Writing


def after_change(case: StepCase, task: TaskRow, before: dict[int, ItemRow], round_: Round) -> None:
    """Write a round as it is now; with a verdict, close the task and let the process go on."""
    write_items(case, task, before, round_)
    case.work.notify(f"instance:{task.instance_id}")
    if round_.verdict is None and _without_person(round_):
        case.follow_ups.append(_nobody_found(case, task))
    if round_.verdict in ("passed", "rejected"):
        close_task(case, task, round_)


def _without_person(round_: Round) -> bool:
    """Whether an item is open that nobody can act on."""
    return any(i.state == "open" and i.hand is None and not i.group for i in round_.items)


def _nobody_found(case: StepCase, task: TaskRow) -> Advance:
    """The step stands still with an incident; trying again looks for people anew."""
    failed = engine.FailJob(
        at=case.work.at,
        key=task.element_key,
        code="approvals.incident.nobody",
        params={"step": case.rules.name},
    )
    return Advance(task.instance_id, failed)


def write_items(case: StepCase, task: TaskRow, before: dict[int, ItemRow], round_: Round) -> None:
    """Bring the rows in line with the round, with their clocks and with what history says."""
    is_back = task.is_target_of_return or bool(case.request.come_back)
    initiator = case.instance.initiator_id
    for item in round_.items:
        known = before.get(item.id)
        if known is not None and item_of(known) == item:
            continue
        if known is not None:
            row = row_with(known, item)
        else:
            row = new_row(
                item,
                task,
                initiator_id=initiator,
                bars_initiator=case.rules.of_initiator == "forbid",
                is_resubmitted=is_back,
            )
        row = _with_clock(case, row, known)
        if row.state == "skipped":
            _record_skip(case, task, row)
        _count_turn(case.work, row, known)
        if known is None:
            case.work.insert(ITEM, row)
        else:
            case.work.put(ITEM, row)
        _tell(case, row, known)


def _tell(case: StepCase, row: ItemRow, known: ItemRow | None) -> None:
    """Lists of everybody concerned change; who is new is told that it is their turn."""
    people = {row.hand, row.principal, row.lent_by, known.hand if known else None} - {None}
    group = case.view.members(row.group_key) if row.group_key else ()
    case.work.notify(*(f"items:{person}" for person in (*people, *group)))
    is_new = known is None or known.state not in HANDED_OUT or known.hand != row.hand
    if row.state in HANDED_OUT and is_new:
        awaited = (row.hand,) if row.hand is not None else tuple(group)
        case.events.append(
            ev.ItemAwaits(
                item_id=row.id,
                task_id=row.task_id,
                instance_id=row.instance_id,
                people=awaited,
                due_at=row.due_at,
            )
        )


def _with_clock(case: StepCase, row: ItemRow, known: ItemRow | None) -> ItemRow:
    was_out = known is not None and known.state in HANDED_OUT
    is_out = row.state in HANDED_OUT
    if is_out and not was_out:
        started = replace(row, clock_from=case.work.at, rung_until=None, read_at=None)
        is_left = bool(case.task and case.task.is_target_of_return)
        rules = rules_of_clock(case.rules, is_left_with_initiator=is_left)
        return set_clock(case.work, started, rules, reckoning(case, started))
    if was_out and not is_out:
        stop_clock(case.work, row)
    if known is not None and known.hand != row.hand:
        return replace(row, read_at=None)
    return row


def _record_skip(case: StepCase, task: TaskRow, row: ItemRow) -> None:
    """Who was skipped and why; what people do is recorded by the handler of their action."""
    reasons = item_of(row).reasons
    entry = Entry(
        kind="skipped",
        on_behalf_of=row.principal or 0,
        step_name=case.rules.name,
        reason=reasons[-1] if reasons else None,
    )
    record(case.office, case.work, row.instance_id, entry, task=task, item=row)


def _count_turn(work: Work, row: ItemRow, known: ItemRow | None) -> None:
    """Keep how many open items somebody has from a group whose work is distributed."""
    was_out = known is not None and known.state in HANDED_OUT
    is_out = row.state in HANDED_OUT
    if was_out == is_out or row.principal is None:
        return
    groups = (
        str(reason.params.get("group", ""))
        for reason in item_of(row).reasons
        if reason.code == "approvals.reason.distributed"
    )
    for group in groups:
        turn = work.get(TURN, group, row.principal, lock=True)
        count = (turn.open_count if turn else 0) + (1 if is_out else -1)
        fresh = TurnRow(
            group_key=group,
            person_id=row.principal,
            last_given_at=work.at if is_out or turn is None else turn.last_given_at,
            open_count=max(0, count),
        )
        if turn is None:
            work.insert(TURN, fresh)
        else:
            work.put(TURN, fresh)


# Closing


def close_task(case: StepCase, task: TaskRow, round_: Round) -> None:
    """The round has its verdict: the task is over and the process goes on, or ends."""
    work = case.work
    assert round_.verdict is not None
    closed = replace(task, outcome=round_.verdict, closed_at=work.at)
    work.put(TASK, closed)
    case.task = closed
    case.events.append(
        ev.TaskClosed(
            task_id=task.id,
            instance_id=task.instance_id,
            step=task.step,
            outcome=round_.verdict,
        )
    )
    request = case.request
    if round_.verdict == "rejected" and case.rules.on_reject == "end":
        end_as_rejected(case)
    elif task.is_target_of_return and request.return_target == task.step:
        _come_back(case, closed, request, round_)
    else:
        case.follow_ups.append(_completion(case, closed, round_))


def _come_back(case: StepCase, task: TaskRow, request: RequestRow, round_: Round) -> None:
    """The target of a return is done again: go on as the returner chose."""
    is_kept = request.come_back in ("changed", "resume")
    after = replace(
        request,
        return_target="",
        state="running",
        updated_at=case.work.at,
        come_back=request.come_back if is_kept else "",
        standing_since=None,
    )
    case.work.put(REQUEST, after)
    if request.standing_since is not None:
        pause_s = int((case.work.at - request.standing_since).total_seconds())
        case.follow_ups.append(ShiftDeadlines(instance_id=task.instance_id, pause_s=pause_s))
    if request.come_back != "resume":
        case.follow_ups.append(_completion(case, task, round_))
        return
    returner = case.work.get(TASK, request.shard, request.resume_task)
    assert returner is not None, "a resumed task exists"
    move = engine.Move(at=case.work.at, cancel=(task.element_key,), activate=(returner.step,))
    case.follow_ups.append(Advance(task.instance_id, move))


def _completion(case: StepCase, task: TaskRow, round_: Round) -> Advance:
    """Complete the user task; the process gets the outcome and the counts, never the opinions."""
    counts = counts_of(round_)
    is_approval = case.rules.kind == "approval"
    result = {
        "outcome": OUTCOME_WORDS.get(round_.verdict or "", "") if is_approval else "completed",
        "approved": Decimal(counts.approved),
        "rejected": Decimal(counts.rejected),
        "abstained": Decimal(counts.abstained),
        "open": Decimal(counts.open),
        "reason": _last_reason(round_),
    }
    fields = {field.key for field in case.form.fields}
    variables = Variables({} if task.step in fields else {task.step: result})
    complete = engine.CompleteUserTask(at=case.work.at, key=task.element_key, variables=variables)
    return Advance(task.instance_id, complete)


def _last_reason(round_: Round) -> str:
    """Why the last one decided without a person; empty when people decided."""
    codes = [i.reasons[-1].code for i in round_.items if i.state == "skipped" and i.reasons]
    return codes[-1] if codes else ""


def end_as_rejected(case: StepCase) -> None:
    """End the root instance as rejected; a called one completes its caller with the outcome."""
    work, instance = case.work, case.instance
    cancel = engine.CancelInstance(at=work.at, outcome="rejected", reason=case.rules.step)
    case.follow_ups.append(Advance(instance.id, cancel))
    if instance.parent_id:
        outcome = Variables({"outcome": "rejected"})
        finish = engine.CompleteCall(at=work.at, key=instance.parent_key, variables=outcome)
        case.follow_ups.append(Advance(instance.parent_id, finish))


def cancel_task(
    office: Office, work: Work, instance: InstanceRow, element_key: int
) -> StepCase | None:
    """The engine needs the work no longer: an interruption, a return, the end of the instance."""
    task = find_task(work, instance, element_key)
    if task is None or task.outcome:
        return None
    case = StepCase(office, work, instance, task.step, element_key, task=task)
    rows = load_items(work, task)
    round_ = round_of(task, rows.values())
    reason = Reason("approvals.reason.task_cancelled")
    after = apply_all(round_, close(round_, "cancelled", work.at, reason))
    write_items(case, task, rows, after)
    work.put(TASK, replace(task, outcome="cancelled", closed_at=work.at))
    case.events.append(
        ev.TaskClosed(task_id=task.id, instance_id=instance.id, step=task.step, outcome="cancelled")
    )
    return case


# Finding


def find_task(work: Work, instance: InstanceRow, element_key: int) -> TaskRow | None:
    """The task of an element instance; after a repaired incident the latest one."""
    tasks = work.find(TASK, "by_instance", instance.shard, instance.id)
    found = [task for task in tasks if task.element_key == element_key]
    return max(found, key=lambda task: task.id, default=None)


def open_tasks(work: Work, instance: InstanceRow) -> list[TaskRow]:
    """Tasks that are not over."""
    tasks = work.find(TASK, "by_instance", instance.shard, instance.id)
    return [task for task in tasks if not task.outcome]


def awaited_items(work: Work, instance: InstanceRow) -> list[ItemRow]:
    """Items that somebody has in front of them."""
    rows: Iterable[ItemRow] = work.find(ITEM, "by_instance", instance.shard, instance.id)
    return [row for row in rows if row.state in HANDED_OUT]
