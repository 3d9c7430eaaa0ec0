"""Requests as a spreadsheet, in the background: what the person may see, page after page.

Fields of forms are columns where one process is chosen; each row shows them as its reader may see
them: hidden ones stay empty, sensitive ones are masked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from dujiang.approvals.cases.office import Office, start_step_of
from dujiang.approvals.reading.filling import FormsToFill
from dujiang.approvals.reading.finding import Finder, FindQuery, Found
from dujiang.approvals.reading.readers import access_of_reader
from dujiang.approvals.reading.showing import Shown
from dujiang.approvals.tables import ITEM
from dujiang.deployments import Deployments
from dujiang.documents import Blobs, KeepFile
from dujiang.forms import Field, visible_values
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables, as_value
from dujiang.kernel.words import Language, Words
from dujiang.runtime import (
    Actor,
    AnyRoute,
    BeginErrand,
    Errand,
    ErrandDone,
    ErrandOutcome,
    ErrandStopped,
    Handled,
    Outcome,
    Progress,
    Refused,
    Route,
    Work,
    find_instance,
    gather_instances,
    load_instance_state,
)
from dujiang.store import ReadAhead, Reader

EXPORT_KIND: Final = "export.requests"
PAGE: Final = 200
MAX_ROWS: Final = 100_000
"""A sheet ends here and says so; a narrower filter gives the rest."""
MAX_COLUMNS: Final = 60
PLAIN: Final = (
    "number", "title", "process", "initiator", "department", "state", "waiting", "amount",
    "submitted", "ended",
)  # fmt: skip
"""Columns that every request has."""
FIELD: Final = "field:"
"""How the name of a form's field begins, as a column."""
_NOT_A_COLUMN: Final = frozenset({"signature", "filepicker", "picture"})
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportRequests(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Write what a search finds into a spreadsheet. Answer: `{"errand_id": ...}`."""

    query: FindQuery
    columns: tuple[str, ...]


def export_requests(command: ExportRequests, work: Work) -> Outcome:
    """Begin the background work, in the name and with the rights of whoever asks."""
    query = msgspec.structs.replace(command.query, person_id=work.actor.id, after=None, limit=PAGE)
    unknown = [c for c in command.columns if c not in PLAIN and not c.startswith(FIELD)]
    if unknown or not command.columns or len(command.columns) > MAX_COLUMNS:
        return Refused("approvals.export.no_such_column", 422, {"column": ", ".join(unknown)})
    if not query.process and any(c.startswith(FIELD) for c in command.columns):
        return Refused("approvals.export.one_process", 422)
    begin = BeginErrand(
        kind=EXPORT_KIND,
        owner_id=work.actor.id,
        language=work.actor.language,
        title="approvals.export.title",
        params=Variables(
            {
                "query": msgspec.json.encode(query).decode(),
                "columns": as_value(list(command.columns)),
                "at": work.at,
            }
        ),
    )
    return Handled(follow_ups=(begin,))


EXPORT_ROUTES: Final[dict[type[msgspec.Struct], AnyRoute]] = {
    ExportRequests: Route("instance.search", export_requests)
}


@dataclass(frozen=True, kw_only=True)
class ExportingRequests:
    """The handler of that background work, with what `main` lends it."""

    finder: Finder
    filling: FormsToFill
    deployments: Deployments
    office: Office
    words: Words
    blobs: Blobs
    zone: ZoneInfo
    """The company's: of the times in the sheet."""
    read: Callable[[], AbstractContextManager[Reader]]
    submit: Callable[[msgspec.Struct, Actor, str], Any]
    """Gives a command in somebody's name, with an idempotency key; the answer's body."""

    def __call__(self, errand: Errand, progress: Progress) -> ErrandOutcome:
        """Write the sheet from its beginning; half a sheet is worth nothing after a crash."""
        params = errand.params
        query = msgspec.json.decode(str(params["query"]), type=FindQuery)
        language: Language = "en-US" if errand.language == "en-US" else "zh-CN"
        columns = [str(column) for column in params["columns"]]
        sheet = _Columns(self, query, columns, language)
        with self.read() as reader:
            first = self.finder.find(reader, query)
            total = min(self.finder.count(reader, query, first).number, MAX_ROWS)
        with TemporaryDirectory(prefix="dujiang-") as folder:
            path = Path(folder) / "export.xlsx"
            count = self._write(path, sheet, query, progress, total)
            if count < 0:
                return ErrandStopped()
            content = path.read_bytes()
        name = f"{self.words.say('approvals.export.file', {}, language)}.xlsx"
        keep = KeepFile(
            name=name,
            media_type=_XLSX,
            size_bytes=len(content),
            digest=self.blobs.put(content),
        )
        owner = Actor(person_id=errand.owner_id, permissions=frozenset({"file.use"}))
        answer = self.submit(keep, owner, f"errand:{errand.id}")
        return ErrandDone(
            result=Variables({"rows": as_value(count), "is_cut": count >= MAX_ROWS}),
            file_id=answer["file_id"],
        )

    def _write(
        self, path: Path, sheet: "_Columns", query: FindQuery, progress: Progress, total: int
    ) -> int:
        """The number of rows that were written; -1 when the work was stopped."""
        import xlsxwriter  # most processes never write a sheet

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        count = 0
        with xlsxwriter.Workbook(str(path), options) as book:
            tab = book.add_worksheet(self.words.say("approvals.export.file", {}, sheet.language))
            bold = book.add_format({"bold": True})
            day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            money = book.add_format({"num_format": "#,##0.00"})
            for place, label in enumerate(sheet.labels()):
                tab.set_column(place, place, 18)
                tab.write_string(0, place, label, bold)
            tab.freeze_panes(1, 0)
            for rows in self._pages(query, sheet):
                for row in rows:
                    count += 1
                    for place, value in enumerate(row):
                        _write_cell(tab, count, place, value, day=day, money=money)
                if not progress.report(count, max(total, count)):
                    return -1
                if count >= MAX_ROWS:
                    break
        return count

    def _pages(self, query: FindQuery, sheet: "_Columns") -> Iterator[list[list[Any]]]:
        after: tuple[Any, ...] | None = None
        while True:
            with self.read() as reader:
                page = self.finder.find(reader, msgspec.structs.replace(query, after=after))
                rows = sheet.rows(reader, page.found)
            yield rows
            after = page.next_after
            if after is None:
                return


class _Columns:
    """The chosen columns of one sheet, for one reader, in one language."""

    def __init__(
        self,
        exporting: ExportingRequests,
        query: FindQuery,
        columns: Sequence[str],
        language: Language,
    ) -> None:
        self._of = exporting
        self._person_id = query.person_id
        self._columns = columns
        self.language: Language = language
        self._shown = Shown(exporting.words, exporting.office.directory(), language)
        self._fields = self._known_fields(query.process)

    def _known_fields(self, process: str) -> dict[str, Field]:
        row = self._of.deployments.processes().get(process)
        if row is None or not row.version_id:
            return {}
        return {
            field.key: field
            for field in form_fields(self._of.office, self._of.deployments, row.version_id)
        }

    def labels(self) -> list[str]:
        """The head of the sheet."""
        return [self._label(column) for column in self._columns]

    def _label(self, column: str) -> str:
        if column in PLAIN:
            return self._say(f"approvals.column.{column}")
        field = self._fields.get(column.removeprefix(FIELD))
        if field is None:
            return column.removeprefix(FIELD)
        return self._shown.label(field)

    def rows(self, reader: Reader, found: Sequence[Found]) -> list[list[Any]]:
        """The cells of a page."""
        ahead = ReadAhead(reader)
        has_fields = any(column.startswith(FIELD) for column in self._columns)
        if has_fields:
            keys = [(shard_of(one.request.id), one.request.id) for one in found]
            gather_instances(ahead, [one.request.id for one in found])
            ahead.gather(ITEM, keys, index="by_instance")
        rows = []
        for one in found:
            values = self._values(ahead, one) if has_fields else {}
            rows.append([self._cell(one, column, values) for column in self._columns])
        return rows

    def _values(self, reader: Reader, found: Found) -> Mapping[str, Any]:
        """The form as the reader may see it: without what is hidden, the sensitive masked."""
        request = found.request
        instance = find_instance(reader, request.id)
        if instance is None:
            return {}
        state = load_instance_state(reader, instance)
        variables = dict(state.scopes[0].variables) if 0 in state.scopes else {}
        filling = self._of.filling.of_instance(
            reader, request.updated_at, request.version_id, variables
        )
        if filling is None:
            return {}
        items = reader.find(ITEM, "by_instance", request.shard, request.id)
        access = access_of_reader(self._of.office, request, items, filling, self._person_id)
        return visible_values(filling.form, access, filling.situation.variables)

    def _cell(self, found: Found, column: str, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a cell
        if column.startswith(FIELD):
            key = column.removeprefix(FIELD)
            return self._shown.cell(self._fields.get(key), values.get(key))
        request, directory = found.request, self._of.office.directory()
        match column:
            case "number" | "title" | "amount":
                return getattr(request, column)
            case "process":
                row = self._of.deployments.processes().get(request.process_key)
                return self._shown.named(row) if row else request.process_key
            case "initiator":
                return self._shown.named(directory.person(request.initiator_id))
            case "department":
                return self._shown.named(directory.department(request.department_id))
            case "state":
                return self._say(f"approvals.state.{request.state}")
            case "waiting":
                hands = (directory.person(item.hand) for item in found.waiting)
                return self._shown.listed([self._shown.named(hand) for hand in hands if hand])
            case _:
                at = request.submitted_at if column == "submitted" else request.ended_at
                return at and at.astimezone(self._of.zone).replace(tzinfo=None)

    def _say(self, code: str) -> str:
        return self._of.words.say(code, {}, self.language)


def form_fields(office: Office, deployments: Deployments, version_id: int) -> tuple[Field, ...]:
    """Fields of a version's start form that can be a column."""
    node = start_step_of(deployments.version(version_id).program)
    if node is None:
        return ()
    form = office.form_of(version_id, node)
    return tuple(f for f in form.fields if f.type not in _NOT_A_COLUMN and not f.is_table)


def _write_cell(tab: Any, row: int, place: int, value: Any, *, day: Any, money: Any) -> None:  # noqa: ANN401 - xlsxwriter's
    match value:
        case None | "":
            return
        case datetime():
            tab.write_datetime(row, place, value, day)
        case bool() | str():
            tab.write_string(row, place, str(value))
        case int() | float() | Decimal():
            tab.write_number(row, place, float(value), money)
        case _:
            tab.write_string(row, place, str(value))
