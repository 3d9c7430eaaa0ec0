"""Administrators make ledgers, import into them, edit cells; others see what they may."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import Visitor

pytestmark = [pytest.mark.spec("I4")]


def sheet(path: Path, *rows: tuple[Any, ...]) -> Path:
    """An Excel file with vehicles."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    for line, row in enumerate((("车牌", "里程", "发动机号"), *rows)):
        page.write_row(line, 0, row)
    book.close()
    return path


def choose(page: Page, field: Locator, name: str) -> None:
    """Choose an entry of a list by its name."""
    field.click()
    field.fill(name)
    page.locator(".ant-select-dropdown:visible").get_by_text(name, exact=True).first.click()
    page.keyboard.press("Escape")


def add_column(page: Page, name: str, *, type_: str = "") -> None:
    """Add a column in the designer."""
    page.get_by_role("button", name="新增字段").click()
    page.get_by_label("名称", exact=True).fill(name)
    if type_:
        page.get_by_label("类型").click()
        page.locator(".ant-select-dropdown:visible").get_by_text(type_, exact=True).click()


def make_ledger(page: Page) -> None:
    """A ledger of vehicles: HR reads it, the engine's number is for administrators alone."""
    page.goto("/ledgers")
    page.get_by_role("button", name="新建台账").click()
    page.get_by_label("名称", exact=True).fill("车辆台账")
    page.get_by_label("键", exact=True).fill("vehicle")
    add_column(page, "车牌")
    add_column(page, "里程", type_="数字")
    page.get_by_label("校验").fill("row.column_2 >= 0")
    page.get_by_label("不符合时说什么").fill("里程不能小于零")
    add_column(page, "发动机号")
    page.get_by_label("敏感").check()
    choose(page, page.get_by_label("谁能看", exact=True), "管理员")
    page.get_by_role("button", name="台账设置").click()
    choose(page, page.get_by_label("主键"), "车牌")
    choose(page, page.get_by_label("查看角色"), "人事")
    page.get_by_role("button", name="建立台账").click()
    expect(page.get_by_text("还没有行")).to_be_visible()


def import_vehicles(visitor: Visitor, folder: Path) -> None:
    """First a sheet with mistakes, then the corrected one."""
    page = visitor.page
    page.get_by_role("button", name="导入").click()
    dialog = page.get_by_role("dialog")
    wrong = sheet(folder / "wrong.xlsx", ("川A00001", 120, "LX-9981-2201"), ("川A00002", -5, ""),
                  ("川A00003", "很多", ""))  # fmt: skip
    dialog.locator("input[type=file]").set_input_files(wrong)
    expect(dialog.get_by_text("2 行有问题")).to_be_visible()
    expect(dialog.get_by_role("row").filter(has_text="第 3 行")).to_contain_text("里程不能小于零")
    expect(dialog.get_by_role("row").filter(has_text="第 4 行")).to_contain_text("“很多”不是")
    visitor.picture("mistakes")
    right = sheet(folder / "right.xlsx", ("川A00001", 120, "LX-9981-2201"), ("川A00002", 5, ""))
    dialog.locator("input[type=file]").set_input_files(right)
    dialog.get_by_role("button", name="导入 2 行").click()
    expect(page.get_by_role("gridcell", name="川A00002")).to_be_visible()


def test_a_ledger_is_made_filled_edited_and_remembers(visit, tmp_path: Path) -> None:
    admin = visit("xubo")
    page = admin.page
    make_ledger(page)
    import_vehicles(admin, tmp_path)

    page.get_by_role("gridcell", name="120", exact=True).dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type("-1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("里程不能小于零")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("250")
    page.keyboard.press("Enter")
    expect(page.get_by_role("gridcell", name="250", exact=True)).to_be_visible()
    page.get_by_role("button", name="展开第 1 行").click()
    record = page.get_by_role("complementary")

    expect(record.get_by_text("改了 1 处")).to_be_visible()
    expect(record.locator("del")).to_have_text("120")
    record.get_by_role("button", name="查看").click()
    expect(record.get_by_text("LX-9981-2201")).to_be_visible()
    admin.picture("record")
    assert admin.serious_faults() == []


@pytest.mark.spec("C2")
def test_a_reader_without_the_role_sees_masks_and_changes_nothing(
    visit, width: str, tmp_path: Path
) -> None:
    admin = visit("xubo")
    make_ledger(admin.page)
    import_vehicles(admin, tmp_path)

    reader = visit("pengli", width=width)
    page = reader.page
    page.goto("/ledgers")
    page.get_by_role("link", name="车辆台账").click()
    expect(page.get_by_text("川A00001").first).to_be_visible()
    expect(page.get_by_text("•••• 2201").first).to_be_visible()
    if width == "phone":
        page.get_by_text("川A00001").first.click()
    else:
        page.get_by_role("button", name="展开第 1 行").click()
    record = page.get_by_role("complementary", name="行的详情")
    expect(record.get_by_text("变更历史")).to_be_visible()

    expect(record.get_by_role("button", name="查看")).to_have_count(0)
    expect(page.get_by_role("button", name="新增一行")).to_have_count(0)
    expect(page.get_by_text("LX-9981-2201")).to_have_count(0)
    reader.picture("masked")
    assert reader.serious_faults() == []
