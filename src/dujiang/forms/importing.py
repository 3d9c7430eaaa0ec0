"""Fields from what a company has（导入表单字段）: a sheet, a pasted list, an old form document.

Everything found is a *proposal*: components with a key, a label and a guessed type, which the
builder shows for correction before they land in a form. Nothing is invented: a cell that is no
field is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

import msgspec
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from dujiang.kernel.errors import InvalidInput, LimitExceeded
from dujiang.kernel.safe_xml import parse_xml

MAX_IMPORT_BYTES: Final = 10_000_000
MAX_IMPORTED_FIELDS: Final = 200
MAX_LABEL_CHARS: Final = 40
MAX_DOCUMENT_BYTES: Final = 50_000_000
"""Of a document's XML after unpacking."""
_SAMPLES: Final = 20

_HEADINGS: Final = {
    "name": ("字段", "字段名称", "字段名", "名称", "标签", "项目", "field", "name", "label"),
    "type": ("类型", "字段类型", "type", "kind"),
    "required": ("必填", "是否必填", "required", "mandatory"),
    "options": ("选项", "可选值", "取值", "options", "values", "choices"),
    "description": ("说明", "备注", "描述", "description", "help"),
}
_TYPE_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("是否|需不需要|yes/no|checkbox|勾选|开关", "checkbox"),
    ("明细|清单|列表|table", "detail"),
    ("起止|期间|日期范围|date range|daterange", "daterange"),
    ("日期|时间|到期|date|time|day", "datetime"),
    ("金额|总额|费用|单价|价格|报价|预算|工资|薪资|额度|amount|price|cost|total|money", "money"),
    ("数量|天数|人数|次数|年限|比例|分数|得分|百分比|qty|quantity|number|count|days", "number"),
    ("签名|签字|signature", "signature"),
    ("照片|图片|picture|photo", "picture"),
    ("附件|文件|发票|证明|合同扫描|扫描件|凭证|attachment|file|upload", "filepicker"),
    ("部门|科室|department", "department"),
    ("申请人|负责人|审批人|代理人|经办人|人员|员工|主管|person|user|owner|manager", "user"),
    ("邮箱|邮件|e-?mail", "email"),
    ("电话|手机|phone|mobile", "phone"),
    ("类型|类别|种类|等级|级别|状态|性别|category|status|下拉|单选|select", "select"),
    (
        "事由|原因|理由|说明|备注|描述|意见|内容|痛点|目标|多行|reason|note|remark|comment|area",
        "textarea",
    ),
)  # fmt: skip
_NO: Final = frozenset({"否", "不", "no", "n", "false", "0", "选填", "-", "×", ""})
_SPLIT_OPTIONS: Final = re.compile(r"[、,，;；/|\n]+")
_LABEL_END: Final = re.compile(r"[:：*＊_\s]+$")
_BLANK: Final = re.compile(r"_{2,}|\s{3,}|…{1,}|□")


class Proposal(msgspec.Struct, frozen=True):
    """Components for the builder, in the order in which they were found."""

    components: tuple[dict[str, Any], ...]
    left_out: tuple[str, ...]
    """Texts that looked like a field but were too many."""


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    type_word: str = ""
    is_required: bool = False
    options: tuple[str, ...] = ()
    description: str = ""
    samples: tuple[Any, ...] = ()


def fields_from_file(name: str, content: bytes) -> Proposal:
    """Fields from an uploaded .xlsx, .xls, .ods, .docx, .csv or .txt file.

    Raises `LimitExceeded` for large files, `InvalidInput("forms.import.unreadable")` for others.
    """
    if len(content) > MAX_IMPORT_BYTES:
        raise LimitExceeded("forms.import.too_large", limit_bytes=MAX_IMPORT_BYTES)
    suffix = name.lower().rpartition(".")[2]
    if suffix == "docx":
        return _proposal(_from_grid(_document_rows(content)))
    if suffix in ("xlsx", "xls", "ods"):
        return _proposal(_from_table(_sheet_rows(content)))
    return fields_from_text(_decoded(content))


def fields_from_text(text: str) -> Proposal:
    """Fields from a pasted list: one in a line, or a table with tabs as spreadsheets copy it."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    rows = [row for row in rows if any(row)]
    if any(len(row) > 1 for row in rows):
        return _proposal(_from_table(rows))
    return _proposal(_from_lines(row[0] for row in rows))


# Reading


def _sheet_rows(content: bytes) -> list[list[Any]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        rows: list[list[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=True)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise InvalidInput("forms.import.unreadable") from error
    return rows


def _document_rows(content: bytes) -> list[list[str]]:
    """Rows of the tables of a Word document, and its paragraphs as rows of one cell."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entry = archive.getinfo("word/document.xml")
            if entry.file_size > MAX_DOCUMENT_BYTES:
                raise LimitExceeded("forms.import.too_large", limit_bytes=MAX_DOCUMENT_BYTES)
            root = parse_xml(archive.read(entry), max_bytes=MAX_DOCUMENT_BYTES)
    except (BadZipFile, KeyError) as error:
        raise InvalidInput("forms.import.unreadable") from error
    rows: list[list[str]] = []
    for element in root.iter("{*}tr", "{*}p"):
        if str(element.tag).endswith("}tr"):
            cells = element.findall("{*}tc")
            rows.append([_text_of(cell) for cell in cells])
        elif not any(str(a.tag).endswith("}tc") for a in element.iterancestors()):
            rows.append([_text_of(element)])
    return rows


def _text_of(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext("{*}t")).strip()


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).replace(",", "\t")
        except UnicodeDecodeError:
            continue
    raise InvalidInput("forms.import.unreadable")


# Finding


def _from_table(rows: Sequence[Sequence[Any]]) -> Iterator[_Found]:
    """A list of fields with headings, else a data sheet whose first row names the fields, else an
    old form with labels beside empty cells."""
    if not rows:
        return
    headings = {_heading(cell): index for index, cell in enumerate(rows[0])}
    headings.pop("", None)
    if "name" in headings:
        yield from _from_list(rows[1:], headings)
    elif _is_data_sheet(rows):
        for index, cell in enumerate(rows[0]):
            samples = [row[index] for row in rows[1 : _SAMPLES + 1] if index < len(row)]
            yield _Found(label=str(cell), samples=tuple(s for s in samples if s not in ("", None)))
    else:
        yield from _from_grid([[str(cell) for cell in row] for row in rows])


def _heading(cell: Any) -> str:  # noqa: ANN401 - a cell
    word = str(cell).strip().lower()
    return next((name for name, words in _HEADINGS.items() if word in words), "")


def _from_list(rows: Iterable[Sequence[Any]], headings: dict[str, int]) -> Iterator[_Found]:
    def cell(row: Sequence[Any], name: str) -> str:
        index = headings.get(name, -1)
        return str(row[index]).strip() if 0 <= index < len(row) else ""

    for row in rows:
        options = [part.strip() for part in _SPLIT_OPTIONS.split(cell(row, "options"))]
        yield _Found(
            label=cell(row, "name"),
            type_word=cell(row, "type"),
            is_required=cell(row, "required").lower() not in _NO,
            options=tuple(part for part in options if part),
            description=cell(row, "description"),
        )


def _is_data_sheet(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether the first row is full of short texts, as headings are."""
    first = [str(cell).strip() for cell in rows[0]]
    return len(first) > 1 and all(0 < len(text) <= MAX_LABEL_CHARS for text in first)


def _from_grid(rows: Iterable[Sequence[str]]) -> Iterator[_Found]:
    """Labels of an old form: short texts before an empty cell, a blank line or a colon."""
    for row in rows:
        if len(row) == 1:
            yield from _from_lines([row[0]], only_blanks=True)
            continue
        for cell, after in zip(row, [*row[1:], "x"], strict=True):
            text = cell.strip()
            is_label = bool(text) and len(text) <= MAX_LABEL_CHARS
            if is_label and (not after.strip() or text.endswith((":", "："))):
                yield _Found(label=text)


def _from_lines(lines: Iterable[str], *, only_blanks: bool = False) -> Iterator[_Found]:
    for line in lines:
        for part in re.split(r"[;；]", line) if not only_blanks else [line]:
            label, colon, rest = part.replace(":", "：").partition("：")
            has_blank = bool(_BLANK.search(rest)) or (bool(colon) and not rest.strip())
            if only_blanks and not has_blank:
                continue
            options = _SPLIT_OPTIONS.split(rest) if rest and not has_blank else []
            chosen = tuple(option.strip() for option in options if option.strip())
            yield _Found(
                label=label if colon else part,
                is_required="*" in part or "＊" in part,
                options=chosen if len(chosen) > 1 else (),
            )


# Proposing


def _proposal(found: Iterable[_Found]) -> Proposal:
    components: list[dict[str, Any]] = []
    left_out: list[str] = []
    keys: set[str] = set()
    for one in found:
        label = _LABEL_END.sub("", one.label.strip())
        if not label or len(label) > MAX_LABEL_CHARS:
            continue
        if len(components) >= MAX_IMPORTED_FIELDS:
            left_out.append(label)
            continue
        components.append(_component(one, label, _fresh_key(label, keys)))
    return Proposal(tuple(components), tuple(left_out))


def _component(found: _Found, label: str, key: str) -> dict[str, Any]:
    kind = _kind(found, label)
    component: dict[str, Any] = {"type": kind, "key": key, "label": label}
    validate: dict[str, Any] = {"required": True} if found.is_required else {}
    if kind in ("email", "phone"):
        component["type"] = "textfield"
        validate["validationType"] = kind
    if kind == "datetime":
        component["subtype"] = "datetime" if "时间" in label or "time" in label.lower() else "date"
        component["dateLabel"] = component.pop("label")
    if kind in ("select", "checklist"):
        component["values"] = [{"value": text, "label": text} for text in found.options]
    if kind == "detail":
        component["components"] = [{"type": "textfield", "key": "item", "label": "内容"}]
    if found.description:
        component["description"] = found.description
    if validate:
        component["validate"] = validate
    return component


def _kind(found: _Found, label: str) -> str:
    if found.options:
        return "checklist" if "多选" in found.type_word else "select"
    for text in (found.type_word, label):
        for words, kind in _TYPE_WORDS:
            if text and re.search(words, text, re.IGNORECASE):
                return kind
    return _kind_of_samples(found.samples)


def _kind_of_samples(samples: Sequence[Any]) -> str:
    if samples and all(isinstance(one, date | datetime) for one in samples):
        return "datetime"
    if samples and all(isinstance(one, bool) for one in samples):
        return "checkbox"
    if samples and all(isinstance(one, int | float) for one in samples):
        return "number"
    longest = max((len(str(one)) for one in samples), default=0)
    return "textarea" if longest > MAX_LABEL_CHARS else "textfield"


def _fresh_key(label: str, keys: set[str]) -> str:
    """A key that expressions can use: the label's own letters, of any script."""
    base = re.sub(r"\W+", "_", label).strip("_").lower() or "field"
    if base[0].isdigit():
        base = f"field_{base}"
    key, number = base, 2
    while key in keys:
        key, number = f"{base}_{number}", number + 1
    keys.add(key)
    return key
