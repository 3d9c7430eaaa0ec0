"""A request on paper: its form as the reader may see it, with the approval trail."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.responses import Response

from dujiang.api.casework import Casework, outcome_of, state_of
from dujiang.api.desk import Call
from dujiang.api.rendering import named_department
from dujiang.api.schemas.forms import PrintQuery
from dujiang.approvals import (
    HistoryRow,
    RequestRow,
    access_of_reader,
    decode_reason,
)
from dujiang.documents import find_file
from dujiang.forms import Field, PrintHead, PrintReader, TrailEntry, hidden_now, print_form
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import id_from_text, id_text
from dujiang.kernel.words import Language
from dujiang.store import Reader

MAX_PRINTED_PICTURES: Final = 30
MAX_PICTURE_BYTES: Final = 4_000_000
_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_ON_PAPER: Final = frozenset(
    {"submitted", "approved", "completed", "rejected", "abstained", "returned", "transferred",
     "delegated", "advised", "added", "removed", "taken_back", "withdrawn", "cancelled",
     "skipped", "escalated", "handed_over", "ended"}
)  # fmt: skip


def print_instance(call: Call[PrintQuery, None]) -> Response:
    """The PDF of a request, in the language asked for or the reader's."""
    language = call.query.language or call.language
    with call.desk.read() as reader:
        people = call.desk.people_work
        request = people.load_request(reader, call.id("instance_id"), call.person_id)
        work = Casework(call, reader, language)
        pdf = _printed(work, request, language)
    name = quote(f"{request.number or id_text(request.id)}.pdf", safe="")
    headers = {
        "content-disposition": f"inline; filename*=UTF-8''{name}",
        "cache-control": "no-store",
        "x-frame-options": "SAMEORIGIN",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


def _printed(work: Casework, request: RequestRow, language: Language) -> bytes:
    desk, reader, call = work.desk, work.reader, work.call
    way = work.way(request)
    variables = dict(way.state.scopes[0].variables) if 0 in way.state.scopes else {}
    filling = desk.filling.of_instance(reader, call.at, request.version_id, variables)
    if filling is None:
        raise NotFound("approvals.instance.not_found")
    access = access_of_reader(desk.office, request, way.items, filling, call.person_id)
    absent = hidden_now(filling.form, access, filling.situation)
    history = desk.people_work.story.history(reader, request.id)
    return print_form(
        filling.form,
        {**access, **dict.fromkeys(absent, "hidden")},
        filling.situation.variables,
        head=_head(work, request),
        trail=list(_trail(work, request, history)),
        reader=PrintReader(
            language=language,
            zone=desk.zone,
            name_of=_namer(work),
            picture_of=_painter(call, reader),
        ),
    )


def _head(work: Casework, request: RequestRow) -> PrintHead:
    call, zone = work.call, work.desk.zone
    initiator = work.person(request.initiator_id)
    facts = {
        "initiator": initiator.name if initiator else "",
        "department": (initiator.department if initiator else "") or "",
        "submitted": _moment(request.submitted_at, zone),
        "ended": _moment(request.ended_at, zone),
    }
    reader = work.person(call.person_id)
    printed = {"by": reader.name if reader else "", "at": _moment(call.at, zone)}
    say = work.sentences.say
    return PrintHead(
        title=work.process(request.process_key).name,
        number=request.number,
        state=say(f"api.print.{outcome_of(request) or state_of(request)}", {}),
        link=f"{str(call.http.base_url).rstrip('/')}/requests/{id_text(request.id)}",
        facts=tuple((say(f"api.print.{key}", {}), text) for key, text in facts.items() if text),
        printed=say("api.print.printed", printed),
    )


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""


def _trail(work: Casework, request: RequestRow, rows: Sequence[HistoryRow]) -> Iterator[TrailEntry]:
    zone = work.desk.zone
    for row in rows:
        if row.kind not in _ON_PAPER:
            continue
        reason = decode_reason(row.reason)
        said = [row.comment, work.sentences.reason(reason) if reason else ""]
        if row.category:
            said.insert(0, work.sentences.say(f"api.category.{row.category}", {}))
        yield TrailEntry(
            at=_moment(row.at, zone),
            step=work.step(request.version_id, row.step).name if row.step else "",
            who=_who(work, row),
            verdict=work.sentences.say(
                f"api.print.verdict.{row.kind}", {"to": _name(work, row.to_id, row.to_name)}
            ),
            comment=" · ".join(part for part in said if part),
        )


def _who(work: Casework, row: HistoryRow) -> str:
    """ "B 代 A" where B stood in for A."""
    if row.by_id == 0:
        return work.sentences.say("api.print.system", {})
    hand = _name(work, row.by_id, row.by_name)
    if row.for_id in (0, row.by_id):
        return hand
    names = {"hand": hand, "principal": _name(work, row.for_id, row.for_name)}
    return work.sentences.say("api.print.on_behalf", names)


def _name(work: Casework, person_id: int, name_then: str) -> str:
    """The name in the reader's language; in Chinese as it was then."""
    if work.language == "zh-CN" and name_then:
        return name_then
    person = work.person(person_id) if person_id else None
    return person.name if person else name_then


def _namer(work: Casework) -> Callable[[Field, str], str]:
    """From ids of people, departments and files to what people know."""

    def name_of(field: Field, text: str) -> str:
        identifier = id_from_text(text)
        if identifier is None:
            return text
        if field.type == "user":
            person = work.person(identifier)
            return person.name if person else text
        if field.type == "department":
            department = named_department(identifier, work.directory, work.language)
            return department.name if department else text
        row = find_file(work.reader, identifier)
        return row.name if row else text

    return name_of


def _painter(call: Call[Any, Any], reader: Reader) -> Callable[[str], str]:
    """From ids of pictures to `data:` URLs, as many and as large as paper takes."""
    painted: list[str] = []

    def picture_of(text: str) -> str:
        identifier = id_from_text(text)
        row = find_file(reader, identifier) if identifier is not None else None
        if row is None or row.media_type not in _PICTURES or row.size_bytes > MAX_PICTURE_BYTES:
            return ""
        if len(painted) >= MAX_PRINTED_PICTURES:
            return ""
        painted.append(text)
        content = b"".join(call.desk.blobs.read(row.digest))
        return f"data:{row.media_type};base64,{b64encode(content).decode()}"

    return picture_of


HANDLERS: Final = {"printInstance": print_instance}
