"""Instances: lists, one of them, its history, diagram and discussion, the expected way."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from dujiang.api.casework import Casework
from dujiang.api.desk import Call, required_id
from dujiang.api.schemas.instances import (
    ActiveElement,
    Comment,
    CommentList,
    Diagram,
    FieldChange,
    InstanceDetail,
    InstanceList,
    InstancesQuery,
    Preview,
    PreviewRequest,
    StateCounts,
    Timeline,
    TimelineEntry,
)
from dujiang.approvals import (
    PICKED,
    HistoryRow,
    RequestQuery,
    RequestRow,
    access_of_reader,
    decode_reason,
)
from dujiang.forms import AccessMap, Field, Form, check_submission, visible_values
from dujiang.kernel.encoding import decode_value
from dujiang.kernel.ids import id_text
from dujiang.kernel.words import Language
from dujiang.store import Reader

_LIVE: Final = ("running", "returned", "withdrawn")
_ENDED: Final = ("approved", "rejected", "cancelled", "failed", "revoked")


def list_instances(call: Call[InstancesQuery, None]) -> InstanceList:
    """Instances started by me, or all that I may see."""
    asked = call.query
    query = RequestQuery(
        person_id=call.person_id,
        scope=asked.scope,
        states=_states(asked.state, asked.outcome),
        is_suspended=True if asked.state == "suspended" else None,
        process=asked.process,
        text=asked.q,
        cursor=asked.cursor,
        limit=asked.limit,
    )
    with call.desk.read() as reader:
        page = call.desk.finder.list_requests(reader, query)
        counted = call.desk.people_work.requests.count_requests(reader, query)
        counts = counted.by_state
        items = Casework(call, reader).rows(page.requests)
    return InstanceList(
        items=items,
        next_cursor=page.next_cursor,
        counts=StateCounts(
            running=sum(counts.get(state, 0) for state in _LIVE),
            ended=sum(counts.get(state, 0) for state in _ENDED),
            returned=counts.get("returned", 0) + counts.get("withdrawn", 0),
            is_exact=counted.is_exact,
        ),
    )


def read_instance(call: Call[None, None]) -> InstanceDetail:
    """One instance, as far as I may see it."""
    with call.desk.read() as reader:
        request = _request(call, reader)
        return Casework(call, reader).detail(request)


def read_timeline(call: Call[None, None]) -> Timeline:
    """What happened, newest first."""
    with call.desk.read() as reader:
        request = _request(call, reader)
        rows = call.desk.people_work.story.history(reader, request.id)
        work = Casework(call, reader)
        readers = _Readers(work, request)
        entries = [_entry(work, request, readers, row) for row in reversed(rows)]
    return Timeline(entries=entries)


def read_diagram(call: Call[None, None]) -> Diagram:
    """The model and how far the instance has come in it."""
    with call.desk.read() as reader:
        request = _request(call, reader)
        work = Casework(call, reader)
        way = work.way(request)
        stations = call.desk.paths.of_instance(reader, call.actor, call.at, way)
    version = call.desk.deployments.version(request.version_id)
    waiting = {row.step: row for row in way.items if row.state in ("open", "delegated")}
    ended = [visit for visit in way.trail.visits if visit.ended_at and not visit.is_terminated]
    return Diagram(
        xml=version.package.xml.decode(),
        walked_elements=list(dict.fromkeys(visit.element_id for visit in ended)),
        walked_flows=list(way.trail.flows),
        active=[
            ActiveElement(
                element_id=visit.element_id,
                persons=[
                    person
                    for row in way.items
                    if row.step == visit.element_id and row.state in ("open", "delegated")
                    if (person := work.person(row.hand))
                ],
                since=waiting[visit.element_id].opened_at or visit.began_at
                if visit.element_id in waiting
                else visit.began_at,
            )
            for visit in way.trail.active
        ],
        failed=[visit.element_id for visit in way.trail.active if visit.has_incident],
        expected=[s.element_id for s in stations if s.state == "expected"],
        durations_s={
            visit.element_id: int((visit.ended_at - visit.began_at).total_seconds())
            for visit in ended
            if visit.ended_at
        },
    )


def list_comments(call: Call[None, None]) -> CommentList:
    """The discussion, oldest first."""
    with call.desk.read() as reader:
        request = _request(call, reader)
        work = Casework(call, reader)
        rows = call.desk.people_work.story.comments(reader, request.id)
        items = [
            Comment(
                id=id_text(row.id),
                at=row.at,
                person=person,
                text=row.text,
                mentions=[
                    mentioned
                    for text in row.mentions.split()
                    if (mentioned := work.person(int(text)))
                ],
            )
            for row in rows
            if (person := work.person(row.by_id))
        ]
    return CommentList(items=items)


def preview_path(call: Call[None, PreviewRequest]) -> Preview:
    """The way that an instance with these values would take today."""
    body, desk = call.body, call.desk
    with desk.read() as reader:
        filling = desk.filling.at_start(
            reader,
            call.at,
            person_id=call.person_id,
            process_key=call.path["process_key"],
            version_id=required_id(body.version_id) if body.version_id else None,
        )
        checked = check_submission(
            filling.form, filling.access, body.values, filling.situation, is_complete=False
        )
        stations = desk.paths.preview(
            reader,
            call.actor,
            call.at,
            version_id=filling.version.id,
            variables={
                **filling.situation.variables,
                **checked.values,
                PICKED: {step: list(people) for step, people in body.picked.items()},
            },
        )
        nodes = Casework(call, reader).stations(filling.version.id, stations)
    return Preview(path=nodes, expected_end_at=_expected_end(call, filling.version.process_key))


def _request(call: Call[Any, Any], reader: Reader) -> RequestRow:
    return call.desk.people_work.load_request(reader, call.id("instance_id"), call.person_id)


def _states(state: str, outcome: str) -> tuple[str, ...]:
    if outcome:
        return ("approved",) if outcome == "completed" else (outcome,)
    match state:
        case "running":
            return _LIVE
        case "ended":
            return _ENDED
        case "returned" | "withdrawn":
            return (state,)
        case _:
            return ()


class _Readers:
    """What a reader may see of a request's form, asked for once a timeline."""

    def __init__(self, work: Casework, request: RequestRow) -> None:
        self._work = work
        self._request = request

    @cached_property
    def view(self) -> tuple[Form, AccessMap] | None:
        """The start form, and the reader's access to it; None where there is no form."""
        work, request = self._work, self._request
        desk, reader, call = work.desk, work.reader, work.call
        filling = desk.filling.of_instance(reader, call.at, request.version_id, {})
        if filling is None:
            return None
        items = desk.people_work.items_of(reader, request.id)
        access = access_of_reader(desk.office, request, items, filling, call.person_id)
        return filling.form, access


def _entry(
    work: Casework, request: RequestRow, readers: _Readers, row: HistoryRow
) -> TimelineEntry:
    reason = decode_reason(row.reason)
    step = work.step(request.version_id, row.step) if row.step else None
    to_step = work.step(request.version_id, row.to_step).name if row.to_step else ""
    params = {"by": row.by_name, "to": row.to_name, "step": step.name if step else "",
              "to_step": to_step}  # fmt: skip
    return TimelineEntry(
        id=id_text(row.id),
        at=row.at,
        kind=row.kind,
        actor=work.person(row.by_id) if row.by_id else None,
        on_behalf_of=work.person(row.for_id) if row.for_id else None,
        to_person=work.person(row.to_id) if row.to_id else None,
        step=step,
        text=_said(work, row, params),
        comment=row.comment,
        reason=work.sentences.reason(reason) if reason else None,
        reason_category=work.sentences.say(f"api.category.{row.category}", {})
        if row.category
        else None,
        changes=_changes(work, readers, row),
        duration_s=row.duration_s,
        is_system=row.by_id == 0,
    )


def _said(work: Casework, row: HistoryRow, params: dict[str, Any]) -> str:
    text = work.sentences.say(f"api.history.{row.kind}", params)
    return work.sentences.say("api.history.by_mail", {"text": text}) if row.via == "mail" else text


def _changes(work: Casework, readers: _Readers, row: HistoryRow) -> list[FieldChange]:
    if not row.changes or readers.view is None:
        return []
    form, access = readers.view
    shown = []
    for name, old, new in decode_value(row.changes):
        field = form.find(name)
        if field is None or field.is_sensitive or access.get(name, "hidden") == "hidden":
            continue
        one = replace(form, fields=(field,))
        shown.append(
            FieldChange(
                field=name,
                label=_label(field, work.language),
                old=visible_values(one, access, {name: old})[name],
                new=visible_values(one, access, {name: new})[name],
            )
        )
    return shown


def _label(field: Field, language: Language) -> str:
    return field.label.get(language) or field.label.get("zh-CN", field.key)


def _expected_end(call: Call[Any, Any], process_key: str) -> datetime | None:
    """Now and the usual time that such a request takes."""
    with call.desk.read() as reader:
        usual = call.desk.people_work.figures.usual_durations_s(reader, call.at).get(process_key)
    return call.at + timedelta(seconds=usual) if usual is not None else None


HANDLERS: Final = {
    "listInstances": list_instances,
    "readInstance": read_instance,
    "readTimeline": read_timeline,
    "readDiagram": read_diagram,
    "listComments": list_comments,
    "previewPath": preview_path,
}
