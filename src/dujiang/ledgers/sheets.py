"""Ledgers as spreadsheets: out with typed cells, in by the labels or keys of the columns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

from dujiang.kernel.errors import InvalidInput, LimitExceeded, Problem
from dujiang.kernel.words import Language
from dujiang.ledgers.model import Column, LedgerDefinition

MAX_SHEET_BYTES: Final = 20_000_000
MAX_SHEET_ROWS: Final = 20_000
_WIDTHS: Final = {"date": 12, "instant": 18, "number": 12, "money": 14, "yes_no": 8, "text": 24}


class SheetColumn(msgspec.Struct, frozen=True):
    """A column of an uploaded sheet and the ledger column that it means, if any."""

    heading: str
    column: str | None


class ReadSheet(msgspec.Struct, frozen=True):
    """An uploaded sheet: its columns, its rows by ledger column, and headings nobody knows."""

    columns: tuple[SheetColumn, ...]
    rows: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]
    numbers: tuple[int, ...] = ()
    """Of each row, as people count them in the sheet: its head is 1."""


def write_sheet(
    definition: LedgerDefinition,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    *,
    language: Language,
    zone: ZoneInfo,
) -> bytes:
    """An .xlsx file of the rows that the reader may see; `rows` are typed values."""
    import xlsxwriter  # most processes never write a sheet

    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "in_memory": True, "strings_to_formulas": False}
    )
    sheet = book.add_worksheet(_title(definition, language))
    styles = _styles(book)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width or _WIDTHS.get(column.type, 16))
        sheet.write_string(0, index, _label(column, language), styles["head"])
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(rows, start=1):
        for index, column in enumerate(columns):
            _write_cell(
                sheet, (count, index), column, row.get(column.key), (styles, language, zone)
            )
    if count:
        sheet.autofilter(0, 0, count, max(len(columns) - 1, 0))
    book.close()
    return buffer.getvalue()


def read_sheet(definition: LedgerDefinition, content: bytes) -> ReadSheet:
    """Rows of the first sheet of an .xlsx, .xls or .ods file, by the headings of its first row.

    A heading is a column's key or its label in either language. Raises `LimitExceeded` for large
    files and `InvalidInput("ledgers.sheet.unreadable")`.
    """
    if len(content) > MAX_SHEET_BYTES:
        raise LimitExceeded("ledgers.sheet.too_large", limit_bytes=MAX_SHEET_BYTES)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        table = book.get_sheet_by_index(0).to_python(skip_empty_area=True)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise InvalidInput("ledgers.sheet.unreadable") from error
    if len(table) > MAX_SHEET_ROWS + 1:
        raise LimitExceeded("ledgers.sheet.too_many_rows", limit=MAX_SHEET_ROWS)
    if not table:
        return ReadSheet((), (), ())
    columns = tuple(_matched(definition, str(heading).strip()) for heading in table[0])
    problems = tuple(
        Problem(code="ledgers.sheet.unknown_heading", path=f"/columns/{index}",
                params={"heading": column.heading}, severity="warning")
        for index, column in enumerate(columns)
        if column.column is None and column.heading
    )  # fmt: skip
    found = [(number, _row(columns, cells)) for number, cells in enumerate(table[1:], start=2)]
    kept = [(number, row) for number, row in found if row]
    rows = tuple(row for _, row in kept)
    return ReadSheet(columns, rows, problems, tuple(number for number, _ in kept))


def _matched(definition: LedgerDefinition, heading: str) -> SheetColumn:
    for column in definition.columns:
        if heading == column.key or heading in column.label.values():
            return SheetColumn(heading, column.key)
    return SheetColumn(heading, None)


def _row(columns: Sequence[SheetColumn], cells: Sequence[Any]) -> dict[str, Any]:
    found = {}
    for column, cell in zip(columns, cells, strict=False):
        value = _plain(cell)
        if column.column is not None and value is not None:
            found[column.column] = value
    return found


def _plain(cell: Any) -> Any:  # noqa: ANN401 - what the reader of sheets gives
    match cell:
        case str():
            return cell.strip() or None
        case bool():
            return cell
        case float():
            return Decimal(repr(cell)) if cell != int(cell) else Decimal(int(cell))
        case datetime():
            return cell.date() if cell.time() == time() else cell
        case int():
            return Decimal(cell)
        case date():
            return cell
        case None:
            return None
        case _:
            return str(cell)


_Style = Any
_Look = tuple[Mapping[str, _Style], Language, ZoneInfo]


def _styles(book: Any) -> dict[str, _Style]:  # noqa: ANN401 - the library has no types
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#EAF3F4"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
    }


def _write_cell(
    sheet: Any,  # noqa: ANN401 - the library has no types
    place: tuple[int, int],
    column: Column,
    value: Any,  # noqa: ANN401 - a Value
    look: _Look,
) -> None:
    styles, language, zone = look
    match value:
        case None:
            return
        case bool():
            words = ("是", "否") if language == "zh-CN" else ("Yes", "No")
            sheet.write_string(*place, words[0] if value else words[1])
        case Decimal():
            style = styles["money"] if column.type == "money" else None
            sheet.write_number(*place, float(value), style)
        case datetime():
            local = value.astimezone(zone).replace(tzinfo=None)
            sheet.write_datetime(*place, local, styles["instant"])
        case date():
            midnight = datetime.combine(value, time())
            sheet.write_datetime(*place, midnight, styles["date"])
        case _:
            sheet.write_string(*place, _text(column, value, language))


def _text(column: Column, value: Any, language: Language) -> str:  # noqa: ANN401 - a Value
    for choice in column.choices:
        if choice.value == value:
            return choice.label.get(language) or choice.value
    return value if isinstance(value, str) else str(value)


def _label(column: Column, language: Language) -> str:
    return column.label.get(language) or column.label.get("zh-CN") or column.key


def _title(definition: LedgerDefinition, language: Language) -> str:
    name = definition.name.get(language) or definition.name.get("zh-CN") or definition.key
    return "".join("_" if letter in "[]:*?/\\" else letter for letter in name)[:31]
