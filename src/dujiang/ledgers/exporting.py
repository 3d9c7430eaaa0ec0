"""Rows of a ledger as a spreadsheet, in the background: what its reader may see."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from dujiang.documents import Blobs, KeepFile
from dujiang.kernel.values import Variables, as_value
from dujiang.kernel.words import Language
from dujiang.ledgers.model import LedgerDefinition
from dujiang.ledgers.questions import Question
from dujiang.ledgers.read import MAX_EXPORTED, LedgerReader
from dujiang.ledgers.rights import Viewer, is_open, readable, seen_columns
from dujiang.ledgers.sheets import write_sheet
from dujiang.ledgers.shelf import Definitions
from dujiang.runtime import (
    SIGNED_IN,
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
)
from dujiang.store import Reader

EXPORT: Final = "export.ledger"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REPORTED_ROWS: Final = 500


class ExportRows(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Write the rows that a question finds into a spreadsheet. Answer: `{"errand_id": ...}`."""

    ledger: str
    question: Question
    columns: tuple[str, ...] = ()
    """Of those that the person sees; empty: all."""


class _Stopped(Exception):
    """The background work was asked to end."""


def export_routes(
    definitions: Definitions, standing: Callable[[Actor], Viewer]
) -> dict[type[msgspec.Struct], AnyRoute]:
    """The route that begins an export."""

    def begin(command: ExportRows, work: Work) -> Outcome:
        """Begin it, in the name and with the rights of whoever asks."""
        definition = definitions.find(work, command.ledger)
        viewer = standing(work.actor)
        if definition is None or not is_open(definition, readable(definition, viewer)):
            return Refused("ledgers.ledger.not_found", 404, {"ledger": command.ledger})
        question = msgspec.json.encode(command.question).decode()
        errand = BeginErrand(
            kind=EXPORT,
            owner_id=work.actor.id,
            language=work.actor.language,
            title="ledgers.export.title",
            title_params=Variables({"ledger": name_of(definition, work.actor.language)}),
            params=Variables(
                {
                    "ledger": command.ledger,
                    "question": question,
                    "columns": as_value(list(command.columns)),
                }
            ),
        )
        return Handled(follow_ups=(errand,))

    return {ExportRows: Route(SIGNED_IN, begin)}


@dataclass(frozen=True, kw_only=True)
class ExportingRows:
    """The handler of that background work, with what `main` lends it."""

    ledgers: LedgerReader
    viewer: Callable[[int], Viewer]
    """Who a person is to ledgers when the work is done."""
    blobs: Blobs
    zone: ZoneInfo
    read: Callable[[], AbstractContextManager[Reader]]
    submit: Callable[[msgspec.Struct, Actor, str], Any]
    """Gives a command in somebody's name, with an idempotency key; the answer's body."""

    def __call__(self, errand: Errand, progress: Progress) -> ErrandOutcome:
        """Write the sheet from its beginning; half a sheet is worth nothing after a crash."""
        key = str(errand.params["ledger"])
        question = msgspec.json.decode(str(errand.params["question"]), type=Question)
        wanted = [str(column) for column in errand.params["columns"]]
        language: Language = "en-US" if errand.language == "en-US" else "zh-CN"
        viewer = self.viewer(errand.owner_id)
        written = Counted()
        with self.read() as reader:
            view = self.ledgers.load_ledger(reader, key, viewer)
            total = min(self.ledgers.count_rows(reader, key, question, viewer), MAX_EXPORTED)
            columns = chosen(view.definition, viewer, wanted)
            rows = self.ledgers.all_rows(reader, key, question, viewer)
            try:
                content = write_sheet(
                    view.definition,
                    columns,
                    written.counting(rows, progress, total),
                    language=language,
                    zone=self.zone,
                )
            except _Stopped:
                return ErrandStopped()
        keep = KeepFile(
            name=f"{name_of(view.definition, language)}.xlsx",
            media_type=XLSX,
            size_bytes=len(content),
            digest=self.blobs.put(content),
        )
        owner = Actor(person_id=errand.owner_id, permissions=frozenset({"file.use"}))
        answer = self.submit(keep, owner, f"errand:{errand.id}")
        is_cut = written.count >= MAX_EXPORTED
        result = Variables({"rows": as_value(written.count), "is_cut": is_cut})
        return ErrandDone(result=result, file_id=answer["file_id"])


class Counted:
    """Counts rows as they pass, and says how far it is."""

    def __init__(self) -> None:
        self.count = 0

    def counting(
        self, rows: Iterator[Mapping[str, Any]], progress: Progress, total: int
    ) -> Iterator[Mapping[str, Any]]:
        """The same rows. Raises when the work is to end."""
        for row in rows:
            self.count += 1
            if self.count % _REPORTED_ROWS == 0 and not progress.report(
                self.count, max(total, self.count)
            ):
                raise _Stopped
            yield row
        progress.report(self.count, self.count)


def chosen(definition: LedgerDefinition, viewer: Viewer, wanted: list[str]) -> list[Any]:
    """The columns of a sheet: those that were asked for, in that order, as far as they are seen."""
    seen = {column.key: column for column in seen_columns(definition, viewer)}
    return [seen[key] for key in wanted if key in seen] or list(seen.values())


def name_of(definition: LedgerDefinition, language: str) -> str:
    """What a ledger is called."""
    named: Mapping[str, str] = {str(tag): text for tag, text in definition.name.items()}
    return named.get(language) or named.get("zh-CN") or definition.key
