"""Printing: A4 with the font inside, masked and hidden values kept so, amounts in capitals."""

import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import which
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dujiang.forms import access_at, read_form
from dujiang.forms.capitals import in_capitals
from dujiang.forms.printing import PrintHead, PrintReader, TrailEntry, print_form

D = Decimal
FORM = read_form(
    {
        "id": "purchase",
        "title": "采购申请",
        "components": [
            {"type": "textfield", "key": "title", "label": "标题"},
            {"type": "user", "key": "buyer", "label": "采购员"},
            {"type": "money", "key": "total", "label": "总额", "dj": {"capitals": True}},
            {"type": "datetime", "key": "need_by", "dateLabel": "需用日期"},
            {
                "type": "cascade",
                "key": "region",
                "label": "地区",
                "values": [
                    {
                        "value": "sc",
                        "label": "四川",
                        "children": [{"value": "cd", "label": "成都"}],
                    }
                ],
            },
            {"type": "textfield", "key": "account", "label": "账号", "dj": {"sensitive": True}},
            {"type": "textarea", "key": "secret", "label": "秘密"},
            {
                "type": "detail",
                "key": "lines",
                "label": "明细",
                "dj": {"totals": [{"column": "amount"}]},
                "components": [
                    {"type": "textfield", "key": "name", "label": "品名"},
                    {"type": "money", "key": "amount", "label": "金额"},
                ],
            },
        ],
    }
).form
assert FORM is not None
VALUES = {
    "title": '#read("/etc/passwd") 轴承 $x$',
    "buyer": "p7",
    "total": D("1010.05"),
    "need_by": date(2026, 3, 10),
    "region": ["sc", "cd"],
    "account": "6222021234561122",
    "secret": "不可见",
    "lines": [{"name": f"轴承 {n}", "amount": D(n)} for n in range(1, 61)],
}
HEAD = PrintHead(
    title="采购申请",
    number="CG20260302-0001",
    state="已通过",
    link="https://dujiang.example/i/1",
    facts=(("发起人", "刘洋"), ("部门", "生产部")),
    printed="刘洋 2026-03-05",
)
TRAIL = [
    TrailEntry(at="2026-03-02 10:00", step="部门审批", who="孙强 代 陈刚", verdict="同意"),
]
READER = PrintReader(
    language="zh-CN",
    zone=ZoneInfo("Asia/Shanghai"),
    name_of=lambda field, text: {"p7": "高翔"}.get(text, text),
)


def printed(**values: object) -> bytes:
    access = access_at(FORM, {"secret": "hidden"}, is_start=False)
    return print_form(
        FORM,
        access,
        {**VALUES, **values},
        head=HEAD,
        trail=TRAIL,
        reader=READER,
    )


def text_in(pdf: bytes, folder: Path) -> str:
    path = folder / "form.pdf"
    path.write_bytes(pdf)
    program = which("pdftotext")
    assert program is not None
    found = subprocess.run([program, "-layout", str(path), "-"], capture_output=True, check=True)
    return found.stdout.decode()


needs_pdftotext = pytest.mark.skipif(which("pdftotext") is None, reason="needs poppler-utils")


@pytest.mark.spec("F3")
@needs_pdftotext
def test_a_printed_form_says_what_the_reader_may_see(tmp_path: Path) -> None:
    text = text_in(printed(), tmp_path)

    for expected in (
        "采购申请", "CG20260302-0001", "高翔", "¥1,010.05（壹仟零壹拾元零伍分）", "2026-03-10",
        "****1122", "轴承 60", "四川 / 成都", "¥1,830.00", "孙强 代 陈刚", "审批记录", "2/2",
    ):  # fmt: skip
        assert expected in text, expected
    assert "不可见" not in text
    assert "6222021234561122" not in text


@needs_pdftotext
@pytest.mark.parametrize("narrow_count", [1, 2, 3])
def test_a_wide_field_begins_a_line_of_its_own(narrow_count: int, tmp_path: Path) -> None:
    narrow = [{"type": "textfield", "key": f"n{n}", "label": f"窄{n}"} for n in range(narrow_count)]
    wide = {"type": "textarea", "key": "w", "label": "宽"}
    form = read_form({"id": "f", "components": [*narrow, wide, narrow[0] | {"key": "z"}]}).form
    assert form is not None

    pdf = print_form(
        form,
        access_at(form, {}, is_start=False),
        {"w": "很长的说明"},
        head=HEAD,
        trail=[],
        reader=READER,
    )

    assert "很长的说明" in text_in(pdf, tmp_path)


@needs_pdftotext
def test_values_are_never_instructions(tmp_path: Path) -> None:
    text = text_in(printed(), tmp_path)

    assert '#read("/etc/passwd") 轴承 $x$' in text
    assert "root:" not in text


@pytest.mark.skipif(which("pdffonts") is None, reason="needs poppler-utils")
def test_the_font_is_inside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(printed())
    program = which("pdffonts")
    assert program is not None
    found = subprocess.run([program, str(path)], capture_output=True, check=True)
    lines = found.stdout.decode().splitlines()[2:]

    assert lines
    assert all("NotoSans" in line and " yes " in line for line in lines)


@pytest.mark.spec("F1")
@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("128600", "壹拾贰万捌仟陆佰元整"),
        ("0", "零元整"),
        ("10000000", "壹仟万元整"),
        ("1010.05", "壹仟零壹拾元零伍分"),
        ("100000001.10", "壹亿零壹元壹角整"),
        ("0.30", "叁角整"),
        ("0.05", "伍分"),
        ("-3", "负叁元整"),
        ("0.005", "壹分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("100010000", "壹亿零壹万元整"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
    ],
)
def test_amounts_are_written_as_on_cheques(amount: str, written: str) -> None:
    assert in_capitals(D(amount)) == written


@settings(deadline=None)
@given(st.decimals(0, 10**15, places=2))
def test_every_amount_has_words_without_two_zeros_in_a_row(amount: Decimal) -> None:
    words = in_capitals(amount)

    assert "零零" not in words
    assert words[-1] in "整分"
