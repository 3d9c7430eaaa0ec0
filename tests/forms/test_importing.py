"""Fields from a sheet, a pasted list, an old form document."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter

from dujiang.forms import read_form
from dujiang.forms.importing import Proposal, fields_from_file, fields_from_text
from dujiang.kernel.errors import InvalidInput

pytestmark = [pytest.mark.spec("F1")]


def sheet(*rows: tuple[Any, ...]) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def kinds(found: Proposal) -> list[tuple[str, str]]:
    return [(c.get("label") or c["dateLabel"], c["type"]) for c in found.components]


def test_a_list_with_headings_says_type_required_and_options() -> None:
    found = fields_from_file(
        "fields.xlsx",
        sheet(
            ("字段名称", "类型", "必填", "选项"),
            ("假期类型", "单选", "是", "年假、病假、事假"),
            ("开始日期", "日期", "是", ""),
            ("事由", "多行文本", "否", ""),
            ("联系电话", "", "", ""),
        ),
    )

    assert kinds(found) == [
        ("假期类型", "select"),
        ("开始日期", "datetime"),
        ("事由", "textarea"),
        ("联系电话", "textfield"),
    ]
    assert found.components[0]["validate"] == {"required": True}
    assert [v["value"] for v in found.components[0]["values"]] == ["年假", "病假", "事假"]
    assert found.components[3]["validate"] == {"validationType": "phone"}


def test_a_data_sheet_gives_its_headings_and_guesses_from_its_values() -> None:
    found = fields_from_file(
        "data.xlsx",
        sheet(("流程名称", "所属部门", "编号", "备注"), ("费用报销", "财务部", 7, "x" * 60)),
    )

    assert kinds(found) == [
        ("流程名称", "textfield"),
        ("所属部门", "department"),
        ("编号", "number"),
        ("备注", "textarea"),
    ]


def test_a_pasted_list_has_one_field_a_line() -> None:
    found = fields_from_text("报销金额*\n发票附件\n是否出差\n费用类型：交通、住宿、餐饮\n\n申请人")

    assert kinds(found) == [
        ("报销金额", "money"),
        ("发票附件", "filepicker"),
        ("是否出差", "checkbox"),
        ("费用类型", "select"),
        ("申请人", "user"),
    ]
    assert found.components[0]["validate"] == {"required": True}


def document(*rows: tuple[str, ...], paragraph: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def text(words: str) -> str:
        return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

    table = "".join(
        "<w:tr>" + "".join(f"<w:tc>{text(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    body = (
        f"<w:document {space}><w:body>{text(paragraph)}<w:tbl>{table}</w:tbl></w:body></w:document>"
    )
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", body)
    return buffer.getvalue()


def test_an_old_form_document_gives_the_labels_beside_empty_cells() -> None:
    found = fields_from_file(
        "请假单.docx",
        document(
            ("姓名", "", "部门", ""),
            ("请假事由：", "（由本人填写）"),
            ("说明文字，不是字段", "说明"),
            paragraph="填表日期：____年__月__日",
        ),
    )

    assert kinds(found) == [
        ("填表日期", "datetime"),
        ("姓名", "textfield"),
        ("部门", "department"),
        ("请假事由", "textarea"),
    ]


def test_what_is_proposed_is_a_sound_form() -> None:
    found = fields_from_text("姓名\n姓名\n2026年预算\n起止日期\n采购明细")
    schema = {"id": "f", "components": list(found.components)}

    assert read_form(schema).problems == ()
    assert [c["key"] for c in found.components] == [
        "姓名",
        "姓名_2",
        "field_2026年预算",
        "起止日期",
        "采购明细",
    ]


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_what_cannot_be_read_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="unreadable"):
        fields_from_file(name, b"nothing of the kind")
