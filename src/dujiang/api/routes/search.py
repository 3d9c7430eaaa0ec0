"""Finding requests among all that one may see."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from dujiang.api.casework import outcome_of, state_of
from dujiang.api.desk import Call, required_id
from dujiang.api.paging import cursor_text, place_of
from dujiang.api.problems import Unreadable
from dujiang.api.rendering import local, named_department, person_by_id
from dujiang.api.schemas.common import Named
from dujiang.api.schemas.finding import (
    ChoicesQuery,
    ExportBegun,
    ExportRequest,
    FieldColumn,
    FoundInstance,
    SearchChoices,
    SearchFilter,
    SearchQuery,
    SearchResult,
    WaitingFor,
)
from dujiang.api.schemas.instances import ProcessName
from dujiang.approvals import (
    ExportRequests,
    FindQuery,
    Found,
    ItemRow,
    RequestRow,
    Sentences,
    Shown,
    form_fields,
)
from dujiang.forms import write_value
from dujiang.kernel.ids import id_text

_LIVE: Final = ("running", "returned", "withdrawn")
_ENDED: Final = ("approved", "rejected", "cancelled", "failed")


def search_instances(call: Call[SearchQuery, None]) -> SearchResult:
    """A page of what is found."""
    query = find_query(call, call.query, cursor=call.query.cursor, limit=call.query.limit)
    with call.desk.read() as reader:
        try:
            page = call.desk.finder.find(reader, query)
        except ValueError as error:
            raise Unreadable("api.cursor.invalid") from error
        count = None if query.after else call.desk.finder.count(reader, query, page)
    shown = _Found(call)
    return SearchResult(
        items=[shown.row(found) for found in page.found],
        next_cursor=cursor_text(page.next_after) if page.next_after else None,
        count=count.number if count else None,
        is_count_exact=count is not None and count.is_exact,
    )


def read_choices(call: Call[ChoicesQuery, None]) -> SearchChoices:
    """Processes in which I may see requests; fields of the one that is named."""
    desk, process_key = call.desk, call.query.process
    with desk.read() as reader:
        keys = desk.finder.processes(reader, call.person_id)
    known = desk.deployments.processes()
    names = [
        ProcessName(key=key, name=local(row.name, row.name_en, call.language))
        for key in keys
        if (row := known.get(key))
    ]
    row = known.get(process_key) if process_key in keys else None
    fields: list[FieldColumn] = []
    if row is not None and row.version_id:
        shown = Shown(desk.words, desk.directory(), call.language)
        program = desk.deployments.version(row.version_id).program
        listed = {field.key for field in desk.indexing.searchable(row.version_id, program)}
        fields = [
            FieldColumn(key=f.key, label=shown.label(f), is_searchable=f.key in listed)
            for f in form_fields(desk.office, desk.deployments, row.version_id)
        ]
    return SearchChoices(processes=names, fields=fields)


async def export_instances(call: Call[None, ExportRequest]) -> ExportBegun:
    """Begin to write what is found into a spreadsheet."""
    query = find_query(call, call.body.filter)
    answer = await call.submit(ExportRequests(query=query, columns=tuple(call.body.columns)))
    return ExportBegun(errand_id=id_text(answer["errand_id"]))


def find_query(
    call: Call[Any, Any], asked: SearchFilter, *, cursor: str = "", limit: int = 50
) -> FindQuery:
    """The filter with ids and instants."""
    states, is_suspended = _states(asked.state)
    day = timedelta(days=1)
    return FindQuery(
        person_id=call.person_id,
        scope=asked.scope,
        text=asked.q,
        states=states,
        is_suspended=is_suspended,
        process=asked.process,
        department_id=required_id(asked.department) if asked.department else None,
        initiator_id=required_id(asked.initiator) if asked.initiator else None,
        waiting_for_id=required_id(asked.waiting_for) if asked.waiting_for else None,
        from_at=_midnight(call, asked.from_on) if asked.from_on else None,
        until_at=_midnight(call, asked.until_on) + day if asked.until_on else None,
        amount_from=asked.amount_from,
        amount_to=asked.amount_to,
        order=asked.order,
        after=place_of(cursor),
        limit=limit,
    )


def _midnight(call: Call[Any, Any], day: Any) -> datetime:  # noqa: ANN401 - a date
    return datetime.combine(day, time(), call.desk.zone)


def _states(state: str) -> tuple[tuple[str, ...], bool | None]:
    match state:
        case "":
            return (), None
        case "running":
            return _LIVE, None
        case "ended":
            return _ENDED, None
        case "suspended":
            return _LIVE, True
        case _:
            return (state,), None


class _Found:
    """Renders what was found for one call."""

    def __init__(self, call: Call[Any, Any]) -> None:
        self._call = call
        self._directory = call.desk.directory()
        self._sentences = Sentences(call.desk.words, self._directory, call.language)
        self._shown = Shown(call.desk.words, self._directory, call.language)

    def row(self, found: Found) -> FoundInstance:
        """One request."""
        request, call = found.request, self._call
        process = call.desk.deployments.processes().get(request.process_key)
        name = local(process.name, process.name_en, call.language) if process else ""
        return FoundInstance(
            id=id_text(request.id),
            number=request.number,
            title=request.title,
            process=ProcessName(key=request.process_key, name=name or request.process_key),
            state=state_of(request),
            outcome=outcome_of(request),
            initiator=person_by_id(request.initiator_id, self._directory, call.language),
            department=named_department(request.department_id, self._directory, call.language),
            amount=request.amount,
            submitted_at=request.submitted_at or request.updated_at,
            ended_at=request.ended_at,
            waiting=[self._waiting(request, item) for item in found.waiting],
            fields=self._fields(found),
        )

    def _waiting(self, request: RequestRow, item: ItemRow) -> WaitingFor:
        call = self._call
        step = call.desk.names.of(request.version_id, item.step, call.language)
        group = item.group_key if item.hand is None else ""
        return WaitingFor(
            person=person_by_id(item.hand, self._directory, call.language),
            group=self._sentences.say("api.group", {"group": group}) if group else None,
            step=Named(id=item.step, name=step),
            due_at=item.due_at,
            is_overdue=item.due_at is not None and item.due_at < call.at,
        )

    def _fields(self, found: Found) -> dict[str, Any]:
        desk, version_id = self._call.desk, found.request.version_id
        program = desk.deployments.version(version_id).program
        fields = {f.key: f for f in desk.indexing.searchable(version_id, program)}
        return {
            key: self._shown.cell(fields[key], write_value(fields[key], value))
            for key, value in found.fields.items()
            if key in fields and not fields[key].is_table
        }


HANDLERS: Final = {
    "searchInstances": search_instances,
    "readSearchChoices": read_choices,
    "exportInstances": export_instances,
}
