"""Handover（离职交接）: what would move, and moving it in one job."""

from typing import Any, Final

from dujiang.api.deputising import Deputising
from dujiang.api.desk import Call, required_id
from dujiang.api.mentions import who_names
from dujiang.api.rendering import local, named_department, person
from dujiang.api.schemas import absences as doc
from dujiang.api.schemas.common import Named
from dujiang.approvals import HandOver, Handover, Moved, Sentences
from dujiang.identity import Person
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import id_from_text, id_text


def preview_handover(call: Call[None, doc.HandoverAsked]) -> doc.HandoverPreview:
    """Everything that would move."""
    one, to = _person(call, call.body.person_id), _person(call, call.body.to_person_id)
    desk, directory, language = call.desk, call.desk.directory(), call.language
    with desk.read() as reader:
        looking = desk.people_work.looking(reader, call.actor, call.at)
        found = Handover(desk.office).preview(looking.as_work(), one.id, to.id)
        words = Deputising(call, reader)
        deputies = [words.deputy(row) for row in found.deputies]
    rows = directory.rows
    return doc.HandoverPreview(
        person=person(one, directory, language),
        to=person(to, directory, language),
        items=[_item(call, moved) for moved in found.items],
        deputies=deputies,
        roles=[
            Named(id=role.key, name=local(role.name, role.name_en, language))
            for role in rows.roles
            if role.key in found.roles
        ],
        groups=[
            Named(id=group.key, name=local(group.name, group.name_en, language))
            for group in rows.groups
            if group.key in found.groups
        ],
        headships=[
            named
            for department_id in found.headships
            if (named := named_department(department_id, directory, language))
        ],
        models=[
            Named(
                id=naming.process.key,
                name=local(naming.process.name, naming.process.name_en, language),
            )
            for naming in who_names(desk.deployments, "user", one.login)
        ],
        may_move_roles=call.actor.may("permission.manage"),
        may_move_seats=call.actor.may("organisation.manage"),
    )


async def hand_over(call: Call[None, doc.HandoverDone]) -> doc.HandoverResult:
    """Move it all, in one transaction."""
    body = call.body
    one, to = _person(call, body.person_id), _person(call, body.to_person_id)
    before = await call.question(_items_of(one, to))
    wanted = None if body.item_ids is None else tuple(map(required_id, body.item_ids))
    answer = await call.submit(
        HandOver(
            person_id=one.id,
            to_person_id=to.id,
            items=wanted,
            with_deputies=body.with_deputies,
            with_roles=body.with_roles,
            with_groups=body.with_groups,
            with_headships=body.with_headships,
            reason=body.reason,
        )
    )
    stayed = set(answer["stayed"])
    return doc.HandoverResult(
        moved_count=len(answer["moved"]),
        stayed=[_item(call, moved) for moved in before if moved.item_id in stayed],
    )


def _items_of(one: Person, to: Person) -> Any:  # noqa: ANN401 - a question to the database
    def ask(call: Call[Any, Any]) -> tuple[Moved, ...]:
        with call.desk.read() as reader:
            looking = call.desk.people_work.looking(reader, call.actor, call.at)
            return Handover(call.desk.office).preview(looking.as_work(), one.id, to.id).items

    return ask


def _item(call: Call[Any, Any], moved: Moved) -> doc.HandoverItem:
    sentences = Sentences(call.desk.words, call.desk.directory(), call.language)
    return doc.HandoverItem(
        item_id=id_text(moved.item_id),
        instance_id=id_text(moved.instance_id),
        number=moved.number,
        title=moved.title,
        step=moved.step,
        stays_because=sentences.reason(moved.refusal) if moved.refusal else None,
    )


def _person(call: Call[Any, Any], text: str) -> Person:
    found = call.desk.directory().person(id_from_text(text))
    if found is None:
        raise NotFound("api.id.unknown", id=text)
    return found


HANDLERS: Final = {"previewHandover": preview_handover, "handOver": hand_over}
