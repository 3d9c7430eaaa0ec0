"""Acting on an item: the one command behind page, bulk, mail link and API."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from dujiang.approvals import events as ev
from dujiang.approvals.cases.access import concerns
from dujiang.approvals.cases.history import Entry, changes_between, record
from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.rows import item_of, load_items, round_of
from dujiang.approvals.cases.step_case import StepCase, amount_of, homes_of, title_of
from dujiang.approvals.commands import DecideItem, MarkCopyRead, MarkRead, SaveItemDraft
from dujiang.approvals.rules import actions as act_
from dujiang.approvals.rules.actions import Refusal, act
from dujiang.approvals.rules.model import Item, StepRules
from dujiang.approvals.rules.returns import Undone
from dujiang.approvals.tables import COPY, DRAFT, ITEM, REQUEST, TASK, DraftRow, ItemRow, TaskRow
from dujiang.approvals.tasks.going_back import Way, choose_target, go_back, load_lineage
from dujiang.approvals.tasks.picking import checked_picks, missing_picks
from dujiang.approvals.tasks.tasks import HANDED_OUT, after_change, write_items
from dujiang.bpmn.extensions import Job
from dujiang.engine import commands as engine
from dujiang.forms import check_submission, covered
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime import (
    Advance,
    Handled,
    Known,
    LabelInstance,
    Needs,
    Outcome,
    Refused,
    Work,
    was_taken,
)

COMPLETING: Final = frozenset({"approve", "complete", "submit"})
"""Actions that hand the form in: everything required must be there."""
_DECISIONS: Final = frozenset({"approve", "complete", "submit", "reject", "abstain"})
NOTICES: Final = frozenset({"mail", "robot"})
"""Types of jobs that only tell people something."""
MAX_COMMENT_CHARS: Final = 4_000
MAX_DRAFT_BYTES: Final = 1_000_000
_HISTORY: Final = {
    "approve": "approved", "complete": "completed", "submit": "submitted", "reject": "rejected",
    "abstain": "abstained", "return": "returned", "transfer": "transferred",
    "delegate": "delegated", "advise": "advised", "recall": "recalled", "addBefore": "added",
    "addAfter": "added", "addBeside": "added", "remove": "removed", "claim": "claimed",
    "release": "released", "takeBack": "taken_back",
}  # fmt: skip
ACTIONS: Final = frozenset(_HISTORY)


class Deciding:
    """Handlers of what people do with items."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def decide(self, command: DecideItem, work: Work) -> Outcome:
        """Do what was asked with the item, or say why not."""
        if command.action not in ACTIONS:
            return Refused("approvals.action.unknown", 422, {"action": command.action})
        row = work.get(ITEM, shard_of(command.item_id), command.item_id)
        if row is None:
            return Refused("approvals.item.not_found", 404)
        instance = work.instance(row.instance_id)
        if instance.state == "SUSPENDED":
            return Refused("approvals.instance.suspended")
        task = work.get(TASK, row.shard, row.task_id)
        assert task is not None, "an item has a task"
        if command.action == "takeBack" and task.outcome:
            return self._take_back_closed(command, work, row, task)
        case = StepCase(self._office, work, instance, task.step, task.element_key, task=task)
        return self._act(command, case, task, row)

    def _act(self, command: DecideItem, case: StepCase, task: TaskRow, row: ItemRow) -> Outcome:
        work = case.work
        rows = load_items(work, task) if row.round == task.round else {row.id: row}
        round_ = round_of(task, rows.values())
        refused = _refused_by_version(command, row) or _refused_by_step(command, case.rules)
        refused = refused or _wrong_words(command, case.rules, item_of(row))
        if refused is None:
            found = self._prepared(command, case)
            if isinstance(found, Refused):
                return self._refuse_first(command, case, row, found)
            values, changed = found
            picks = checked_picks(case, command.picked)
            if isinstance(picks, Refusal):
                return _as_refused(picks, self._office)
            missing = missing_picks(case, changed, picks) if command.action in COMPLETING else ()
            if missing:
                unpicked = Refused("approvals.form.problems", 422, problems=missing)
                return self._refuse_first(command, case, row, unpicked)
        else:
            return _as_refused(refused, self._office)
        if command.action == "return":
            return self._return(command, case, task, rows, row)
        action = _action(command, work.actor.id, case.digest(values), row)
        outcome = act(round_, action, case.people.setting(round_))
        if isinstance(outcome, Refusal):
            return _as_refused(outcome, self._office)
        unproved = self._second_factor(command, case) or _foreign_signature(command, case)
        if unproved is not None:
            return unproved
        self._record(command, case, task, row, changed)
        self._keep_values(command, case, row, {**changed, **picks})
        if command.action in _DECISIONS or command.action == "transfer":
            _drop_drafts(work, row)
        case.events.append(_decided(command, work, row, changed))
        after_change(case, task, rows, outcome.round)
        return replace(_answer(case, command, row), recorded=self._recorded(command, case))

    def _recorded(self, command: DecideItem, case: StepCase) -> DecideItem:
        """What the log tells of the command: nothing that is sensitive."""
        if not command.values:
            return command
        return replace(command, values=self._told(case.instance.version_id, command.values))

    def _told(self, version_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
        return dict(covered(self._office.sealed.fields_of(version_id), values))

    def _second_factor(self, command: DecideItem, case: StepCase) -> Refused | None:
        """A step that asks for a code counts with one that nobody has used."""
        if not case.rules.second_factor or command.action not in COMPLETING:
            return None
        return self._office.check_code(case.work, case.work.actor.id, command.code)

    def _refuse_first(
        self, command: DecideItem, case: StepCase, row: ItemRow, problems: Refused
    ) -> Outcome:
        """Being too late, or not the one, is said before what is wrong with the form."""
        round_ = round_of(case.task, [row]) if case.task else None
        if round_ is not None:
            action = _action(command, case.work.actor.id, b"", row)
            refused = act_.may_act(round_, action, case.people.setting(round_))
            if refused is not None:
                return _as_refused(refused, self._office)
        return problems

    def _prepared(
        self, command: DecideItem, case: StepCase
    ) -> tuple[Mapping[str, Any], Mapping[str, Any]] | Refused:
        """All values after the action, and those that it changes; form problems refuse it."""
        if command.action not in _DECISIONS:
            return case.variables, {}
        is_complete = command.action in COMPLETING
        checked = check_submission(
            case.form,
            case.access,
            command.values or {},
            case.situation,
            is_complete=is_complete,
        )
        if not checked.is_fine:
            return Refused("approvals.form.problems", checked.status, problems=checked.problems)
        changed = case.kept(checked.changed)
        return {**case.variables, **changed}, changed

    def _record(
        self,
        command: DecideItem,
        case: StepCase,
        task: TaskRow,
        row: ItemRow,
        changed: Mapping[str, Any],
    ) -> None:
        by = case.work.actor.id
        is_again = row.kind != "start" or case.request.submitted_at is not None
        entry = Entry(
            kind=_HISTORY[command.action],
            by=by,
            on_behalf_of=_other(row.principal, by),
            to=command.people[0] if command.people else 0,
            step_name=case.rules.name,
            comment=command.comment,
            category=command.category,
            changes=changes_between(case.variables, changed.items()) if is_again else (),
            since=row.opened_at,
            signature=command.signature,
            via=command.via,
        )
        others = command.people[1:]
        record(case.office, case.work, row.instance_id, entry, task=task, item=row)
        for person in others:
            more = replace(entry, to=person, changes=(), comment="")
            record(case.office, case.work, row.instance_id, more, task=task, item=row)

    def _keep_values(
        self, command: DecideItem, case: StepCase, row: ItemRow, changed: Mapping[str, Any]
    ) -> None:
        """Changed fields become process variables; title and amount follow them."""
        work = case.work
        values = {**case.variables, **changed}
        request = case.request
        after = replace(request, updated_at=work.at, amount=amount_of(values))
        if command.action == "submit":
            title = title_of(case.program, values, case.environment, work.at)
            is_first = request.submitted_at is None
            after = replace(
                after,
                title=title,
                state="running",
                submitted_at=request.submitted_at or work.at,
            )
            case.events.append(
                ev.Submitted(instance_id=row.instance_id, number=request.number, is_first=is_first)
            )
        work.put(REQUEST, after)
        if after.title != request.title:
            case.follow_ups.append(LabelInstance(instance_id=row.instance_id, title=after.title))
        homes = homes_of(work.state(case.instance), case.element_key, changed)
        for scope_key, named in homes.items():
            setting = engine.SetVariables(
                at=work.at, scope_key=scope_key, variables=Variables(named)
            )
            case.follow_ups.append(Advance(row.instance_id, setting))

    def _return(
        self,
        command: DecideItem,
        case: StepCase,
        task: TaskRow,
        rows: dict[int, ItemRow],
        row: ItemRow,
    ) -> Outcome:
        work = case.work
        round_ = round_of(task, rows.values())
        action = act_.Return(by=work.actor.id, item_id=row.id, to_step=command.return_to)
        outcome = act(round_, action, case.people.setting(round_))
        if isinstance(outcome, Refusal):
            return _as_refused(outcome, self._office)
        lineage = load_lineage(self._office, work, case.instance)
        chosen = choose_target(case, lineage, command.return_to, command.come_back)
        if isinstance(chosen, Refusal):
            return _as_refused(chosen, self._office)
        target, come_back = chosen
        self._record(command, case, task, row, {})
        _drop_drafts(work, row)
        write_items(case, task, rows, outcome.round)
        work.put(TASK, replace(task, outcome="returned", closed_at=work.at))
        case.events.append(
            ev.InstanceReturned(
                instance_id=row.instance_id,
                item_id=row.id,
                by=work.actor.id,
                to_step=target.step,
                come_back=come_back,
            )
        )
        is_start = (
            case.office.rules(case.instance.version_id, case.program.nodes[target.step]).kind
            == "start"
        )
        case.follow_ups.extend(
            go_back(
                work,
                case.instance,
                lineage.undo(target.visit),
                Way(
                    state="returned" if is_start else "running",
                    reason="returned",
                    come_back=come_back,
                    resume_task=task.id if come_back == "resume" else 0,
                ),
            )
        )
        return _answer(case, command, row)

    def _take_back_closed(
        self, command: DecideItem, work: Work, row: ItemRow, task: TaskRow
    ) -> Outcome:
        """Undo an approval that has closed its step, while nobody has touched what follows."""
        instance = work.instance(row.instance_id)
        if row.decided_by != work.actor.id:
            return Refused("approvals.take_back.not_yours", 403)
        if instance.ended_at is not None or task.outcome != "passed" or task.is_undone:
            return Refused("approvals.take_back.too_late")
        case = StepCase(self._office, work, instance, task.step, task.element_key, task=task)
        lineage = load_lineage(self._office, work, instance)
        visit = lineage.visits.get(task.element_key)
        if visit is None:
            return Refused("approvals.take_back.too_late")
        undone = lineage.undo(visit)
        refused = untouched_after(case, undone) or sent_after(case, undone)
        if refused is not None:
            return _as_refused(refused, self._office)
        self._record(command, case, task, row, {})
        case.follow_ups.extend(
            go_back(work, instance, undone, Way(state="running", reason="taken_back"))
        )
        return _answer(case, command, row)

    # Looking and typing

    def save_draft(self, command: SaveItemDraft, work: Work) -> Outcome:
        """Keep what was typed; only the hand of an open item may."""
        row = work.get(ITEM, shard_of(command.item_id), command.item_id)
        if row is None or work.actor.id not in (row.hand, row.assistant):
            return Refused("approvals.item.not_found", 404)
        if row.state not in HANDED_OUT:
            return _as_refused(_ended(row), self._office)
        version_id = work.instance(row.instance_id).version_id
        values = self._office.sealed.typed(work, version_id, work.actor.id, command.values)
        if len(values) > MAX_DRAFT_BYTES:
            return Refused("approvals.draft.too_large", 413, {"limit": MAX_DRAFT_BYTES})
        draft = DraftRow(
            shard=row.shard,
            item_id=row.id,
            person_id=work.actor.id,
            values=values,
            comment=command.comment[:MAX_COMMENT_CHARS],
            saved_at=work.at,
        )
        if work.get(DRAFT, row.shard, row.id, work.actor.id) is None:
            work.insert(DRAFT, draft)
        else:
            work.put(DRAFT, draft)
        told = replace(command, values=self._told(version_id, command.values))
        return Handled(answer={"saved_at": work.at}, recorded=told)

    def mark_read(self, command: MarkRead, work: Work) -> Outcome:
        """Note when the hand first looked at the item."""
        row = work.get(ITEM, shard_of(command.item_id), command.item_id)
        if row is None or not concerns(self._office, row, work.actor.id):
            return Refused("approvals.item.not_found", 404)
        if row.read_at is None and work.actor.id == row.hand:
            work.put(ITEM, replace(row, read_at=work.at))
            work.notify(f"items:{work.actor.id}", f"instance:{row.instance_id}")
        return Handled()

    def mark_copy_read(self, command: MarkCopyRead, work: Work) -> Outcome:
        """Note when a reader first looked at their copy."""
        row = work.get(COPY, shard_of(command.instance_id), command.instance_id, work.actor.id)
        if row is None:
            return Refused("approvals.copy.not_found", 404)
        if row.read_at is None:
            work.put(COPY, replace(row, read_at=work.at))
            work.notify(f"items:{work.actor.id}")
        return Handled()


def needs_of_item(command: Any, known: Known) -> Any:  # noqa: ANN401 - rounds of Needs
    """The item, then its instance and everything of it."""
    key = (shard_of(command.item_id), command.item_id)
    yield Needs(rows=((ITEM, key),))
    row = known.get(ITEM, *key)
    if row is not None:
        of = (row.shard, row.instance_id)
        yield Needs(
            instances=(row.instance_id,),
            rows=((REQUEST, of),),
            finds=((TASK, "by_instance", of), (ITEM, "by_task", (row.shard, row.task_id))),
        )


def untouched_after(case: StepCase, undone: Undone) -> Refusal | None:
    """Whether nothing behind a step has been decided, claimed, delegated, added or drafted."""
    work, instance = case.work, case.instance
    keys = {visit.key for visit in (*undone.undone, *undone.cancelled)} - {undone.target.key}
    for task in work.find(TASK, "by_instance", instance.shard, instance.id):
        if task.element_key not in keys:
            continue
        for row in work.find(ITEM, "by_task", task.shard, task.id):
            if row.state == "skipped":
                continue
            if not case.people.is_untouched(item_of(row)):
                name = case.office.rules(instance.version_id, case.program.nodes[task.step]).name
                return Refusal(
                    "approvals.withdraw.touched", {"step": name, "person": row.hand or 0}
                )
    return None


def sent_after(case: StepCase, undone: Undone) -> Refusal | None:
    """Whether something behind a step has left for another system: it cannot be called back.

    Questions change nothing at the receiver, and notifications are followed by "withdrawn": both
    do not stand in the way.
    """
    for visit in (*undone.undone, *undone.cancelled):
        node = case.program.nodes[visit.element_id]
        job = node.extensions.find(Job)
        if job is None or job.query or job.type in NOTICES:
            continue
        is_done = visit.state == "completed"
        if is_done or was_taken(case.work, case.instance, visit.key):
            return Refusal("approvals.withdraw.sent", {"step": node.name or node.id})
    return None


def _refused_by_version(command: DecideItem, row: ItemRow) -> Refusal | None:
    if command.version is None or command.version == row.version:
        return None
    if row.state not in HANDED_OUT:
        return _ended(row)
    return Refusal("approvals.item.changed", {"version": row.version})


def _ended(row: ItemRow) -> Refusal:
    params = {"state": row.state, "by": row.decided_by, "at": row.decided_at}
    return Refusal("approvals.item.already_decided", params)


def _refused_by_step(command: DecideItem, rules: StepRules) -> Refusal | None:
    """Each kind of step has its own words for being done."""
    fits = {"approve": "approval", "complete": "work", "submit": "start"}
    wanted = fits.get(command.action)
    if wanted is not None and wanted != rules.kind:
        return Refusal("approvals.action.not_for_step", {"action": command.action}, 422)
    return None


def _wrong_words(command: DecideItem, rules: StepRules, item: Item) -> Refusal | None:
    """Comment, category and signature, as the step asks for them."""
    if len(command.comment) > MAX_COMMENT_CHARS:
        return Refusal("approvals.comment.too_long", {"limit": MAX_COMMENT_CHARS}, 422)
    is_reject = command.action == "reject"
    is_verdict = command.action in ("approve", "complete", "reject", "abstain")
    has_comment = bool(command.comment.strip())
    asks = rules.comment == "required" and is_verdict
    asks = asks or (rules.comment == "onReject" and is_reject)
    asks = asks or command.action == "return"
    if asks and not has_comment:
        return Refusal("approvals.comment.required", {}, 422)
    if is_reject and command.category not in rules.reason_categories:
        return Refusal("approvals.reject.no_category", {}, 422)
    if is_reject and command.category == "OTHER" and not has_comment:
        return Refusal("approvals.comment.required", {}, 422)
    if command.action == "approve" and rules.signature != "none" and not command.signature:
        return Refusal("approvals.signature.required", {}, 422)
    return None


def _foreign_signature(command: DecideItem, case: StepCase) -> Refused | None:
    """A typed signature is the name of whoever signs, in either language."""
    if case.rules.signature != "typed" or not command.signature:
        return None
    person = case.view.directory.person(case.work.actor.id)
    names = {_bare(person.name), _bare(person.name_en)} - {""} if person else set()
    if _bare(command.signature) in names:
        return None
    return Refused("approvals.signature.not_your_name", 422)


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()


def _as_refused(refusal: Refusal, office: Office) -> Refused:
    """People by name, instants as they are: what the words of a refusal need."""
    directory = office.directory()
    params: dict[str, Any] = {}
    for name, value in refusal.params.items():
        if name in ("by", "person", "hand", "to") and (value is None or isinstance(value, int)):
            person = directory.person(value)
            params[name] = person.name if person else ""
        else:
            params[name] = "" if value is None else value
    return Refused(refusal.code, refusal.status, params)


def _other(principal: int | None, by: int) -> int:
    return principal if principal is not None and principal != by else 0


def _one(command: DecideItem) -> int:
    if len(command.people) != 1:
        raise InvalidInput("approvals.person.exactly_one")
    return command.people[0]


def _adding(place: str) -> Callable[[DecideItem, int, int, bytes], act_.Action]:
    def make(command: DecideItem, by: int, item_id: int, digest: bytes) -> act_.Action:
        return act_.AddApprovers(
            by=by,
            item_id=item_id,
            place=place,  # type: ignore[arg-type]
            people=command.people,
            mode=command.mode,
            digest=digest,
        )

    return make


_MAKERS: Final[dict[str, Callable[[DecideItem, int, int, bytes], act_.Action]]] = {
    "approve": lambda c, by, item, seen: act_.Approve(by=by, item_id=item, digest=seen),
    "complete": lambda c, by, item, seen: act_.Approve(by=by, item_id=item, digest=seen),
    "submit": lambda c, by, item, seen: act_.Approve(by=by, item_id=item, digest=seen),
    "reject": lambda c, by, item, seen: act_.Reject(by=by, item_id=item, digest=seen),
    "abstain": lambda c, by, item, seen: act_.Abstain(by=by, item_id=item, digest=seen),
    "return": lambda c, by, item, seen: act_.Return(by=by, item_id=item, to_step=c.return_to),
    "transfer": lambda c, by, item, seen: act_.Transfer(by=by, item_id=item, to=_one(c)),
    "delegate": lambda c, by, item, seen: act_.Delegate(by=by, item_id=item, to=_one(c)),
    "advise": lambda c, by, item, seen: act_.Advise(by=by, item_id=item),
    "recall": lambda c, by, item, seen: act_.Recall(by=by, item_id=item),
    "addBefore": _adding("before"),
    "addAfter": _adding("after"),
    "addBeside": _adding("beside"),
    "remove": lambda c, by, item, seen: act_.RemoveApprover(by=by, item_id=item),
    "claim": lambda c, by, item, seen: act_.Claim(by=by, item_id=item),
    "release": lambda c, by, item, seen: act_.Release(by=by, item_id=item),
    "takeBack": lambda c, by, item, seen: act_.TakeBack(by=by, item_id=item),
}


def _action(command: DecideItem, by: int, digest: bytes, row: ItemRow) -> act_.Action:
    return _MAKERS[command.action](command, by, row.id, digest)


def _decided(
    command: DecideItem, work: Work, row: ItemRow, changed: Mapping[str, Any]
) -> ev.ItemDecided:
    by = work.actor.id
    return ev.ItemDecided(
        item_id=row.id,
        task_id=row.task_id,
        instance_id=row.instance_id,
        action=command.action,
        by=by,
        on_behalf_of=row.principal if row.principal != by else None,
        category=command.category,
        changed_fields=tuple(changed),
    )


def _drop_drafts(work: Work, row: ItemRow) -> None:
    for draft in work.find(DRAFT, "by_item", row.shard, row.id):
        work.delete(DRAFT, draft.shard, draft.item_id, draft.person_id)


def _answer(case: StepCase, command: DecideItem, row: ItemRow) -> Handled:
    now = case.work.get(ITEM, row.shard, row.id) or row
    task = case.work.get(TASK, row.shard, row.task_id)
    return case.handled(
        item_id=row.id,
        state=now.state,
        version=now.version,
        instance_id=row.instance_id,
        task_outcome=task.outcome if task else "",
    )
