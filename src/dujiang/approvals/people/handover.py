"""Handover（交接）: when somebody leaves or moves, their work goes to others in one audited job.

What moves: open items (the principal changes, history says from whom), deputy rules in which they
stand in, and, when asked for, their roles, groups and headships. Future steps follow by themselves:
they are found through the organisation. The preview names everything beforehand; what cannot move
is named with its reason and stays.
"""

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from dujiang.approvals import events as ev
from dujiang.approvals.cases.history import Entry, record
from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.rows import item_of, row_with
from dujiang.approvals.cases.step_case import StepCase
from dujiang.approvals.commands import HandOver
from dujiang.approvals.rules.model import Reason
from dujiang.approvals.tables import DEPUTY, ITEM, REQUEST, TASK, DeputyRow, ItemRow
from dujiang.identity import AppointHeads, GiveRole, SaveGroup, TakeRole
from dujiang.runtime import Handled, InstanceRow, Outcome, Refused, Work

MAX_ITEMS: Final = 2_000
"""Items of one job; more are handed over in a second one."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """One item in the preview or report; with a `refusal` it stays."""

    item_id: int
    instance_id: int
    number: str
    title: str
    step: str
    refusal: Reason | None = None


class HandoverPreview(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a handover would move."""

    items: tuple[Moved, ...]
    deputies: tuple[DeputyRow, ...]
    roles: tuple[str, ...]
    groups: tuple[str, ...] = ()
    headships: tuple[int, ...] = ()
    """Departments that the person heads or is deputy head of."""


class Handover:
    """Handler and preview of handovers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def hand_over(self, command: HandOver, work: Work) -> Outcome:
        """Move the work of one person to another."""
        view = self._office.view()
        if command.person_id == command.to_person_id:
            return Refused("approvals.handover.same_person", 422)
        if not view.is_active(command.to_person_id):
            return Refused("approvals.handover.inactive", 422)
        refused = _not_permitted(command, work)
        if refused is not None:
            return refused
        rows = [r for r in work.find(ITEM, "by_hand", command.person_id) if r.state == "open"]
        if command.items is not None:
            wanted = set(command.items)
            rows = [row for row in rows if row.id in wanted]
        moved: list[int] = []
        stayed: list[int] = []
        for row in rows[:MAX_ITEMS]:
            is_moved = self._move(work, row, command)
            (moved if is_moved else stayed).append(row.id)
        if command.with_deputies:
            self._deputies(work, command)
        follow_ups = (
            *(self._roles(command) if command.with_roles else ()),
            *(self._groups(command) if command.with_groups else ()),
            *(self._headships(command) if command.with_headships else ()),
        )
        fact = ev.WorkHandedOver(
            person_id=command.person_id, to_person_id=command.to_person_id, items=tuple(moved)
        )
        answer = {"moved": moved, "stayed": stayed}
        return Handled((fact,), follow_ups, answer)

    def _move(self, work: Work, row: ItemRow, command: HandOver) -> bool:
        instance = work.instance(row.instance_id)
        case = self._case(work, instance, row)
        if case is None or self._refusal(case, command.to_person_id) is not None:
            return False
        reason = Reason(
            "approvals.reason.handed_over",
            {"person": command.person_id, "to": command.to_person_id},
        )
        entry = Entry(
            kind="handed_over",
            by=work.actor.id,
            on_behalf_of=command.person_id,
            to=command.to_person_id,
            step_name=case.rules.name,
            comment=command.reason,
            reason=reason,
        )
        record(self._office, work, row.instance_id, entry, item=row)
        item = item_of(row)
        principal = item.principal
        if principal == command.person_id:
            principal = command.to_person_id
        changed = replace(
            item,
            principal=principal,
            hand=command.to_person_id,
            reasons=(*item.reasons, reason),
        )
        work.put(ITEM, replace(row_with(row, changed), read_at=None))
        work.notify(
            f"items:{command.person_id}",
            f"items:{command.to_person_id}",
            f"instance:{row.instance_id}",
        )
        return True

    def _case(self, work: Work, instance: InstanceRow, row: ItemRow) -> StepCase | None:
        task = work.get(TASK, row.shard, row.task_id)
        if task is None or instance.ended_at is not None:
            return None
        return StepCase(self._office, work, instance, task.step, task.element_key, task=task)

    def _refusal(self, case: StepCase, to: int) -> Reason | None:
        """Four-eyes and separation of duties hold for handovers too."""
        if to in case.people.world().barred:
            return Reason("approvals.person.barred", {"person": to})
        return None

    def _deputies(self, work: Work, command: HandOver) -> None:
        """Rules in which the person stands in for others name the new one."""
        for rule in work.find(DEPUTY, "by_deputy", command.person_id):
            if rule.ended_at is None and rule.until_at > work.at:
                work.put(DEPUTY, replace(rule, ended_at=work.at))
                if rule.who != command.to_person_id:
                    fresh = replace(
                        rule,
                        id=work.new_id(0),
                        deputy=command.to_person_id,
                        from_at=max(rule.from_at, work.at),
                        made_by=work.actor.id,
                    )
                    work.insert(DEPUTY, fresh)

    def _roles(self, command: HandOver) -> tuple[msgspec.Struct, ...]:
        directory = self._office.directory()
        old = directory.person(command.person_id)
        new = directory.person(command.to_person_id)
        assert old is not None
        assert new is not None
        found: list[msgspec.Struct] = []
        for role in directory.roles_of(old.id):
            skills = " ".join(sorted(directory.skills(role, old.id)))
            found.append(GiveRole(role=role, person=new.no, skills=skills))
            found.append(TakeRole(role=role, person=old.no))
        return tuple(found)

    def _groups(self, command: HandOver) -> Iterator[msgspec.Struct]:
        directory = self._office.directory()
        for group in directory.rows.groups:
            members = directory.members_of_group(group.key)
            if command.person_id in members:
                kept = [m for m in members if m not in (command.person_id, command.to_person_id)]
                found = map(directory.person, (*kept, command.to_person_id))
                yield SaveGroup(
                    key=group.key,
                    name=group.name,
                    name_en=group.name_en,
                    members=tuple(one.no for one in found if one is not None),
                )

    def _headships(self, command: HandOver) -> Iterator[msgspec.Struct]:
        """The other one takes the seat; a deputy head who becomes head leaves theirs."""
        directory = self._office.directory()

        def seat(holder: int | None) -> str | None:
            held = command.to_person_id if holder == command.person_id else holder
            person = directory.person(held)
            return person.no if person is not None and person.is_active else None

        for department_id in directory.headed(command.person_id):
            department = directory.department(department_id)
            assert department is not None, "a headed department is known"
            head, deputy = seat(department.head_id), seat(department.deputy_head_id)
            yield AppointHeads(
                department=department.code,
                head=head,
                deputy_head=None if deputy == head else deputy,
            )

    def preview(self, work: Work, person_id: int, to_person_id: int) -> HandoverPreview:
        """What a handover would move, and what would stay and why; changes nothing, so a
        `Looking` may stand for the work of a command."""
        items: list[Moved] = []
        for row in work.find(ITEM, "by_hand", person_id):
            if row.state != "open":
                continue
            request = work.get(REQUEST, row.shard, row.instance_id)
            instance = work.instance(row.instance_id)
            case = self._case(work, instance, row)
            if request is None or case is None:
                continue
            items.append(
                Moved(
                    item_id=row.id,
                    instance_id=row.instance_id,
                    number=request.number,
                    title=request.title,
                    step=case.rules.name,
                    refusal=self._refusal(case, to_person_id),
                )
            )
        rules = work.find(DEPUTY, "by_deputy", person_id)
        deputies = [r for r in rules if r.ended_at is None and r.until_at > work.at]
        return HandoverPreview(
            items=tuple(items),
            deputies=tuple(deputies),
            roles=self._office.directory().roles_of(person_id),
            groups=self._office.directory().groups_of(person_id),
            headships=self._office.directory().headed(person_id),
        )


def _not_permitted(command: HandOver, work: Work) -> Refused | None:
    """Who hands work over needs the permissions of what goes with it."""
    needed = {
        "permission.manage": command.with_roles,
        "organisation.manage": command.with_groups or command.with_headships,
    }
    for permission, is_needed in needed.items():
        if is_needed and not work.actor.may(permission):
            return Refused("identity.permission.missing", 403, {"permission": permission})
    return None
