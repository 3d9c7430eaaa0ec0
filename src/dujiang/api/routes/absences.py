"""Deputies and absences: one's own, and those of others for administrators."""

from typing import Any, Final

from dujiang.api.deputising import Deputising
from dujiang.api.desk import Call
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas import absences as doc
from dujiang.api.schemas.common import Nothing
from dujiang.approvals import (
    DeputyRow,
    EndAbsence,
    EndDeputy,
    PresenceNow,
    SaveAbsence,
    SaveDeputy,
)
from dujiang.kernel.errors import Forbidden, NotFound
from dujiang.kernel.ids import id_from_text, id_text


def read_standing_in(call: Call[doc.StandingInQuery, None]) -> doc.StandingIn:
    """Who stands in for a person, for whom they do, and when they are away."""
    person_id = _whom(call, call.query.person)
    directory, standing_in = call.desk.directory(), call.desk.people_work.standing_in
    person = person_by_id(person_id, directory, call.language)
    if person is None:
        raise NotFound("api.id.unknown", id=call.query.person)
    with call.desk.read() as reader:
        words = Deputising(call, reader)
        rules = standing_in.deputies(reader, person_id)
        is_away = PresenceNow(reader, call.at).is_absent(person_id)
        return doc.StandingIn(
            person=person,
            is_away=is_away,
            now=words.now(person_id, rules, is_away=is_away),
            deputies=[words.deputy(row) for row in rules],
            stands_in_for=[
                words.deputy(row) for row in standing_in.stands_in_for(reader, person_id)
            ],
            absences=[words.absence(row) for row in standing_in.absences(reader, person_id)],
        )


async def add_deputy(call: Call[None, doc.NewDeputy]) -> doc.Made:
    """Name a deputy."""
    body = call.body
    answer = await call.submit(
        SaveDeputy(
            who=_whom(call, body.person_id),
            deputy=_known(call, body.deputy_id),
            from_at=body.from_at,
            until_at=body.until_at,
            kind=body.kind,
            amount_limit=body.amount_limit,
            processes=tuple(body.processes),
            moves_open=body.moves_open,
        )
    )
    return doc.Made(id=id_text(answer["deputy_id"]))


def explain_deputy(call: Call[None, doc.NewDeputy]) -> doc.DeputyMeaning:
    """What the rule would mean."""
    body = call.body
    row = DeputyRow(
        id=0,
        who=_whom(call, body.person_id),
        deputy=_known(call, body.deputy_id),
        kind=body.kind,
        from_at=body.from_at,
        until_at=body.until_at,
        amount_limit=body.amount_limit,
        processes=" ".join(body.processes),
        moves_open=body.moves_open,
    )
    with call.desk.read() as reader:
        words = Deputising(call, reader)
        return doc.DeputyMeaning(sentence=words.meaning(row), warnings=words.warnings(row))


async def end_deputy(call: Call[None, None]) -> Nothing:
    """The rule is over."""
    await call.submit(EndDeputy(deputy_id=call.id("deputy_id")))
    return Nothing()


async def add_absence(call: Call[None, doc.NewAbsence]) -> doc.Made:
    """Somebody is away."""
    body = call.body
    answer = await call.submit(
        SaveAbsence(
            person_id=_whom(call, body.person_id), from_at=body.from_at, until_at=body.until_at
        )
    )
    return doc.Made(id=id_text(answer["absence_id"]))


async def end_absence(call: Call[None, None]) -> Nothing:
    """Back again."""
    await call.submit(EndAbsence(absence_id=call.id("absence_id")))
    return Nothing()


def _whom(call: Call[Any, Any], text: str) -> int:
    """Oneself, or somebody else for whom the caller may set deputies."""
    person_id = _known(call, text) if text else call.person_id
    if person_id != call.person_id and not call.actor.may("deputy.manage"):
        raise Forbidden("approvals.deputy.not_allowed")
    return person_id


def _known(call: Call[Any, Any], text: str) -> int:
    found = call.desk.directory().person(id_from_text(text))
    if found is None:
        raise NotFound("api.id.unknown", id=text)
    return found.id


HANDLERS: Final = {
    "readStandingIn": read_standing_in,
    "addDeputy": add_deputy,
    "explainDeputy": explain_deputy,
    "endDeputy": end_deputy,
    "addAbsence": add_absence,
    "endAbsence": end_absence,
}
