"""Decision tables as spreadsheets: out for those who think in Excel, and back in with care.

| row | holds |
|---|---|
| 1 | hit policy, and how collected results are summed up |
| 2 | what a column is: 如果 If, 那么 Then, 备注 Note |
| 3 | its label |
| 4 | what it tests, or the name of its result |
| 5 | its type |
| 6 | its allowed values |
| 7 | the default of a result |
| 8... | one rule each: FEEL, as in the table |

Numbers may stand as numbers. Nothing is changed by reading: problems name their cell, and whoever
asked decides.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final, get_args

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

from dujiang.dmn import (
    DecisionTable,
    InputColumn,
    OutputColumn,
    TableRows,
    check_rows,
    rows_of,
    table_of,
)
from dujiang.dmn.model import Aggregation, HitPolicy
from dujiang.kernel.errors import InvalidInput, LimitExceeded, Problem
from dujiang.kernel.words import Language

MAX_SHEET_BYTES: Final = 5_000_000
MAX_RULES: Final = 5_000
HEAD_ROWS: Final = 7

_KINDS: Final = {
    "如果": "if",
    "if": "if",
    "那么": "then",
    "then": "then",
    "备注": "note",
    "note": "note",
}
_SHOWN: Final[dict[str, tuple[str, str]]] = {
    "policy": ("命中策略", "Hit policy"),
    "kind": ("列", "Column"),
    "label": ("名称", "Label"),
    "expression": ("表达式或结果名", "Tests, or result"),
    "type": ("类型", "Type"),
    "values": ("允许的值", "Allowed values"),
    "default": ("默认值", "Default"),
    "if": ("如果", "If"),
    "then": ("那么", "Then"),
    "note": ("备注", "Note"),
}


class ReadTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table as a sheet describes it; `table` is None where the sheet is no table at all.

    The path of a problem is the cell, such as `C9`.
    """

    table: DecisionTable | None
    problems: tuple[Problem, ...]
    added: int
    removed: int
    kept: int


def write_table(table: DecisionTable, name: str, *, language: Language) -> bytes:
    """An .xlsx file of a table."""
    import xlsxwriter  # most processes never write a sheet

    rows = rows_of(table)
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_title(name))
    head = book.add_format({"bold": True, "bg_color": "#EDF0F0", "text_wrap": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    place = 0 if language == "zh-CN" else 1
    words = {key: both[place] for key, both in _SHOWN.items()}
    for number, line in enumerate(_head(rows, words)):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell, head)
    for number, row in enumerate(rows.rows, 1):
        sheet.write_number(HEAD_ROWS + number - 1, 0, number, head)
        for column, cell in enumerate(row, 1):
            if _is_plain_number(cell):
                sheet.write_number(HEAD_ROWS + number - 1, column, float(cell))
            else:
                sheet.write_string(HEAD_ROWS + number - 1, column, cell, text)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, max(len(rows.rows[0]) if rows.rows else 1, 1), 24)
    sheet.freeze_panes(HEAD_ROWS, 1)
    book.close()
    return buffer.getvalue()


def _head(rows: TableRows, words: dict[str, str]) -> Iterator[list[str]]:
    policy = rows.hit_policy + (f" {rows.aggregation}" if rows.aggregation else "")
    notes = rows.annotations
    blank = [""] * len(notes)
    yield [words["policy"], policy]
    yield [
        words["kind"],
        *(words["if"] for _ in rows.inputs),
        *(words["then"] for _ in rows.outputs),
        *(words["note"] for _ in notes),
    ]
    yield [
        words["label"],
        *(c.label for c in rows.inputs),
        *(c.label for c in rows.outputs),
        *notes,
    ]
    yield [
        words["expression"],
        *(c.expression for c in rows.inputs),
        *(c.name for c in rows.outputs),
        *blank,
    ]
    for key, of_input in (("type", "type_ref"), ("values", "values")):
        yield [
            words[key],
            *(getattr(c, of_input) for c in rows.inputs),
            *(getattr(c, of_input) for c in rows.outputs),
            *blank,
        ]
    yield [words["default"], *("" for _ in rows.inputs), *(c.default for c in rows.outputs), *blank]


def _is_plain_number(text: str) -> bool:
    """Whether a cell that holds it as a number gives the same text back."""
    try:
        return _cell(float(text)) == text
    except (ValueError, OverflowError):
        return False


def _title(name: str) -> str:
    kept = "".join(" " if char in "[]:*?/\\" else char for char in name).strip("' ")
    return kept[:31] or "DMN"


def read_table(content: bytes, previous: DecisionTable) -> ReadTable:
    """The table of the first sheet of an .xlsx, .xls or .ods file that `write_table` laid out.

    `previous` is the table it replaces: rules that did not change keep their ids, and so their
    hits. Raises `LimitExceeded` for large files, `InvalidInput("deployments.sheet.unreadable")`.
    """
    if len(content) > MAX_SHEET_BYTES:
        raise LimitExceeded("deployments.sheet.too_large", limit_bytes=MAX_SHEET_BYTES)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise InvalidInput("deployments.sheet.unreadable") from error
    cells = [[_cell(cell) for cell in line] for line in lines]
    while cells and not any(cells[-1]):
        cells.pop()
    if len(cells) > MAX_RULES + HEAD_ROWS:
        raise LimitExceeded("deployments.sheet.too_many_rules", limit=MAX_RULES)
    problems = list(_head_problems(cells))
    if problems:
        return ReadTable(table=None, problems=tuple(problems), added=0, removed=0, kept=0)
    rows, places = _rows(cells)
    problems = [_at_cell(problem, places) for problem in check_rows(rows)]
    table = table_of(rows, previous=previous)
    before, after = ({rule.id for rule in t.rules} for t in (previous, table))
    return ReadTable(
        table=table,
        problems=tuple(problems),
        added=len(after - before),
        removed=len(before - after),
        kept=len(after & before),
    )


def _head_problems(cells: Sequence[Sequence[str]]) -> Iterator[Problem]:
    if len(cells) < HEAD_ROWS:
        yield Problem(code="deployments.sheet.not_a_table", path="A1")
        return
    policy, _ = _policy(cells[0])
    if policy is None:
        found = cells[0][1] if len(cells[0]) > 1 else ""
        yield Problem(code="deployments.sheet.bad_policy", path="B1", params={"found": found})
    kinds = [_KINDS.get(cell.lower(), "") for cell in cells[1][1:]]
    for place, (kind, cell) in enumerate(zip(kinds, cells[1][1:], strict=True), 1):
        is_empty = not any(line[place] for line in cells if len(line) > place)
        if not kind and not is_empty:
            path = _address(1, place)
            yield Problem(code="deployments.sheet.bad_column", path=path, params={"found": cell})
    if "then" not in kinds:
        yield Problem(code="deployments.sheet.no_result", path="B2")


def _policy(line: Sequence[str]) -> tuple[HitPolicy | None, Aggregation | None]:
    text = (line[1] if len(line) > 1 else "").strip().upper()
    for policy in get_args(HitPolicy):
        if text == policy:
            return policy, None
        for aggregation in get_args(Aggregation):
            if text == f"{policy} {aggregation}" and policy == "COLLECT":
                return policy, aggregation
    return None, None


def _rows(cells: Sequence[Sequence[str]]) -> tuple[TableRows, list[tuple[int, list[int]]]]:
    """The rows, and for each the sheet's row with the sheet's columns, to say where a cell is."""
    kinds = [_KINDS.get(cell.lower(), "") for cell in cells[1]]
    of = {
        kind: [n for n, found in enumerate(kinds) if n and found == kind]
        for kind in ("if", "then", "note")
    }
    order = [*of["if"], *of["then"], *of["note"]]
    policy, aggregation = _policy(cells[0])
    assert policy is not None, "the head was checked"

    def head(row: int, place: int) -> str:
        return cells[row][place] if len(cells[row]) > place else ""

    inputs = tuple(
        InputColumn(head(3, n) or head(2, n), head(2, n), head(4, n), head(5, n)) for n in of["if"]
    )
    outputs = tuple(
        OutputColumn(head(3, n), head(2, n), head(4, n), head(5, n), head(6, n)) for n in of["then"]
    )
    rows, places = [], []
    for number, line in enumerate(cells[HEAD_ROWS:], HEAD_ROWS):
        row = tuple(line[place] if len(line) > place else "" for place in order)
        if any(row):
            rows.append(row)
            places.append((number, order))
    notes = tuple(head(2, n) for n in of["note"])
    return TableRows(inputs, outputs, tuple(rows), notes, policy, aggregation), places


def _at_cell(problem: Problem, places: Sequence[tuple[int, list[int]]]) -> Problem:
    row, column = (int(part) for part in problem.path.removeprefix("/rows/").split("/"))
    number, order = places[row]
    return msgspec.structs.replace(problem, path=_address(number, order[column]))


def _address(row: int, column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row + 1}"


def _cell(cell: Any) -> str:  # noqa: ANN401 - what the reader of sheets gives
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return f'date and time("{cell.isoformat()}")'
        case date():
            return f'date("{cell.isoformat()}")'
        case _:
            return str(cell).strip()
