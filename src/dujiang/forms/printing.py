"""A finished form as PDF: A4, number and QR code, fields, tables with totals, the trail.

Tagged PDF with the font inside; values reach the template as data, so nothing in them is ever
taken for instructions. Sensitive values are masked, hidden fields absent: the reader's access
decides, as on the screen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
import segno

from dujiang.forms.capitals import LARGEST, in_capitals
from dujiang.forms.model import AccessMap, Field, Form, Option, Total
from dujiang.forms.richtext import plain_text
from dujiang.forms.rules import text_of
from dujiang.forms.submission import visible_values
from dujiang.forms.typesetting import typeset
from dujiang.kernel.errors import LimitExceeded
from dujiang.kernel.words import Language

MAX_PRINTED_CELLS: Final = 20_000
MAX_UPRIGHT_COLUMNS: Final = 7
"""A table with more columns lays the page on its side."""
MAX_HALF_LINE_CHARS: Final = 24
"""A longer value takes the whole line."""
_TEMPLATE: Final = "printed.typ"
_DRAWN: Final = frozenset({"picture", "signature"})
_WIDE: Final = frozenset({"textarea", "richtext", "filepicker", "picture", "signature"})
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "zh-CN": {
        "trail": "审批记录",
        "at": "时间",
        "step": "步骤",
        "who": "办理人",
        "verdict": "结果",
        "comment": "意见",
        "yes": "是",
        "no": "否",
        "sum": "合计",
    },
    "en-US": {
        "trail": "Approval trail",
        "at": "Time",
        "step": "Step",
        "who": "By",
        "verdict": "Verdict",
        "comment": "Opinion",
        "yes": "Yes",
        "no": "No",
        "sum": "Total",
    },
}


class TrailEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the trail, in the reader's language; `who` says "B 代 A" where B stood in."""

    at: str
    step: str
    who: str
    verdict: str
    comment: str = ""


class PrintHead(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above the fields, in the reader's language."""

    title: str
    number: str
    state: str
    link: str = ""
    """Where the QR code leads; none without it."""
    facts: tuple[tuple[str, str], ...] = ()
    """Label and text: initiator, department, submitted, ended."""
    printed: str = ""
    """By whom and when it was printed."""


class PrintReader(msgspec.Struct, frozen=True, kw_only=True):
    """For whom it is printed: their language and zone, and how ids become what people know."""

    language: Language
    zone: ZoneInfo
    name_of: Callable[[Field, str], str]
    """From the id of a person, department or file to its name."""
    picture_of: Callable[[str], str] = lambda _: ""
    """From the id of a file to a `data:` URL of its picture; empty when it is none."""


def print_form(
    form: Form,
    access: AccessMap,
    values: Mapping[str, Any],
    *,
    head: PrintHead,
    trail: Sequence[TrailEntry],
    reader: PrintReader,
) -> bytes:
    """The PDF, without the fields that `access` hides and with the sensitive ones masked.

    Raises `LimitExceeded` for forms with too many cells or that take too long to lay out.
    """
    language = reader.language
    page = _Page(form, access, values, reader)
    told = _WORDS[language]
    parts = list(page.parts())
    data = {
        "flipped": any(len(part.get("columns", ())) > MAX_UPRIGHT_COLUMNS for part in parts),
        "lang": language[:2],
        "title": head.title,
        "number": head.number,
        "state": head.state,
        "qr": _qr(head.link),
        "head": [{"label": label, "text": text, "wide": False} for label, text in head.facts],
        "printed": head.printed,
        "parts": parts,
        "trail": msgspec.to_builtins(list(trail)),
        "trail-label": told["trail"],
        "trail-head": [told[name] for name in ("at", "step", "who", "verdict", "comment")],
    }
    return typeset(_TEMPLATE, msgspec.json.encode(data).decode())


class _Page:
    """Turns the visible values into the parts that the template lays out."""

    def __init__(
        self,
        form: Form,
        access: AccessMap,
        values: Mapping[str, Any],
        reader: PrintReader,
    ) -> None:
        self._form = form
        self._reader = reader
        self._language = reader.language
        reading = {key: "read" if one == "edit" else one for key, one in access.items()}
        self._values = visible_values(form, reading, values)

    def parts(self) -> Iterator[dict[str, Any]]:
        """Runs of single fields, and tables."""
        items: list[dict[str, Any]] = []
        for field in self._form.fields:
            if field.key not in self._values:
                continue
            if not field.is_table:
                items.append(self._item(field))
                continue
            if items:
                yield _in_pairs(items)
            items = []
            if self._values[field.key]:
                yield self._table(field)
        if items:
            yield _in_pairs(items)

    def _item(self, field: Field) -> dict[str, Any]:
        value = self._values[field.key]
        drawings = self._drawings(field, value)
        text = "" if drawings else self._text(field, value) + self._capitals(field, value)
        return {
            "label": field.label[self._language],
            "text": text,
            "wide": field.type in _WIDE or len(text) > MAX_HALF_LINE_CHARS,
            "drawings": drawings,
            "height": "20mm" if field.type == "signature" else "60mm",
        }

    def _drawings(self, field: Field, value: Any) -> list[str]:  # noqa: ANN401 - JSON of the field
        if field.type not in _DRAWN or not value:
            return []
        found = [self._reader.picture_of(str(one)) for one in _as_list(value)]
        return [_framed(url) for url in found if url]

    def _table(self, table: Field) -> dict[str, Any]:
        rows = self._values[table.key]
        columns = [column for column in table.columns if column.key in rows[0]]
        if len(rows) * len(columns) > MAX_PRINTED_CELLS:
            raise LimitExceeded("forms.print.too_many_cells", limit=MAX_PRINTED_CELLS)
        return {
            "kind": "table",
            "label": table.label[self._language],
            "columns": [
                {"label": c.label[self._language], "number": c.type in ("number", "money")}
                for c in columns
            ],
            "rows": [[self._text(c, row.get(c.key)) for c in columns] for row in rows],
            "totals": [self._total(total, table, rows) for total in table.totals],
        }

    def _total(
        self, total: Total, table: Field, rows: Sequence[Mapping[str, Any]]
    ) -> dict[str, str]:
        numbers = [v for row in rows if isinstance(v := row.get(total.column), Decimal)]
        column = next((c for c in table.columns if c.key == total.column), None)
        value = _figure(total.kind, numbers)
        text = text_of(value) if column is None else self._number(column, value)
        if total.capitals and value < LARGEST and self._language == "zh-CN":
            text = f"{text}（{in_capitals(value)}）"
        label = total.label[self._language] or _WORDS[self._language]["sum"]
        return {"label": label, "text": text}

    def _text(self, field: Field, value: Any) -> str:  # noqa: ANN401 - JSON of the field
        told = _WORDS[self._language]
        match value:
            case None:
                return ""
            case bool():
                return told["yes"] if value else told["no"]
            case Decimal():
                return self._number(field, value)
            case list() if field.type == "cascade":
                return " / ".join(_labels_down(field.options, value, self._language))
            case list():
                return "、".join(self._text(field, item) for item in value)
            case {"start": start, "end": end}:
                return f"{start} – {end}"
            case str() if field.type == "richtext":
                return plain_text(value)
            case str() if field.type == "datetime" and field.subtype == "datetime":
                return self._moment(value)
            case _:
                return self._named(field, str(value))

    def _capitals(self, field: Field, value: Any) -> str:  # noqa: ANN401 - JSON of the field
        """The amount as on cheques, for who reads Chinese; in a table only its total has it."""
        is_amount = field.capitals and isinstance(value, Decimal) and abs(value) < LARGEST
        return f"（{in_capitals(value)}）" if is_amount and self._language == "zh-CN" else ""

    def _moment(self, text: str) -> str:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return text  # masked
        return f"{at.astimezone(self._reader.zone):%Y-%m-%d %H:%M}"

    def _number(self, field: Field, value: Decimal) -> str:
        if field.type == "money":
            return f"{'¥' if field.currency in ('', 'CNY') else field.currency + ' '}{value:,.2f}"
        forms = field.unit.get(self._language, "").split("|")
        unit = forms[0] if value == 1 else forms[-1]
        return text_of(value) + (f" {unit}" if unit else "")

    def _named(self, field: Field, text: str) -> str:
        option = field.option(text)
        if option is not None:
            return option.label[self._language]
        if field.type in ("user", "department", "filepicker", "picture", "signature"):
            return self._reader.name_of(field, text)
        return text


def _in_pairs(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Two fields a line; a wide one begins a line of its own, whatever stands before it."""
    laid: list[dict[str, Any]] = []
    half_filled = False
    for item in items:
        if item["wide"] and half_filled:
            laid.append({"label": "", "text": "", "wide": False})
        laid.append(item)
        half_filled = not item["wide"] and not half_filled
    return {"kind": "fields", "items": laid}


def _labels_down(options: Sequence[Option], path: Sequence[Any], language: Language) -> list[str]:
    """The labels of a cascade's levels."""
    if not path:
        return []
    chosen = next((option for option in options if option.value == path[0]), None)
    label = chosen.label[language] if chosen else str(path[0])
    return [label, *_labels_down(chosen.children if chosen else (), path[1:], language)]


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 - JSON of the field
    return value if isinstance(value, list) else [value]


def _framed(url: str) -> str:
    """A picture inside an SVG: the one way by which data, not a file, gets onto the page."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 400 240"><image width="400" height="240" xlink:href="{url}"'
        ' preserveAspectRatio="xMinYMid meet"/></svg>'
    )


def _figure(kind: str, numbers: Sequence[Decimal]) -> Decimal:
    match kind:
        case "count":
            return Decimal(len(numbers))
        case "min":
            return min(numbers, default=Decimal(0))
        case "max":
            return max(numbers, default=Decimal(0))
        case "average":
            return sum(numbers, Decimal(0)) / len(numbers) if numbers else Decimal(0)
        case _:
            return sum(numbers, Decimal(0))


def _qr(link: str) -> str:
    if not link:
        return ""
    buffer = BytesIO()
    segno.make(link, error="m").save(buffer, kind="svg", border=0, xmldecl=False)
    return buffer.getvalue().decode()
