"""A clerk builds a form by dragging, publishes it, and fills it in on a phone; it prints as PDF."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import Visitor

STEPS = 12
"""Moves of the pointer in one drag: as a hand makes them, in small pieces."""


def new_process(visitor: Visitor, name: str, key: str) -> Page:
    """An empty process from the list, with its form open in the studio."""
    page = visitor.page
    page.goto("/processes")
    page.get_by_role("button", name="新建流程").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").first.fill(name)
    dialog.get_by_role("textbox").last.fill(key)
    dialog.get_by_role("button", name="新建并打开").click()
    page.wait_for_url(f"**/processes/{key}*")
    page.get_by_role("radio", name="表单").click()
    expect(item(page, "事由")).to_be_visible()
    return page


def item(page: Page, label: str) -> Locator:
    """A component on the sheet."""
    return page.get_by_role("treeitem", name=re.compile(f"^{re.escape(label)}[，,]")).first


def drag(page: Page, kind: str, target: Locator, *, down: float = 0.9, across: float = 0.5) -> None:
    """From the palette to a part of what is already on the sheet."""
    source = page.get_by_role("navigation").get_by_role("button", name=kind, exact=True)
    source.scroll_into_view_if_needed()
    target.scroll_into_view_if_needed()
    begin, end = source.bounding_box(), target.bounding_box()
    assert begin is not None
    assert end is not None
    page.mouse.move(begin["x"] + begin["width"] / 2, begin["y"] + begin["height"] / 2)
    page.mouse.down()
    x, y = end["x"] + end["width"] * across, end["y"] + end["height"] * down
    page.mouse.move(x, y, steps=STEPS)
    page.mouse.move(x, y + 1)
    expect(page.get_by_role("status").get_by_text(f"放在这里：{kind}")).to_be_visible()
    page.mouse.up()


def name_it(page: Page, kind: str, label: str, english: str) -> None:
    """Name what was put there just now, in both languages."""
    panel = page.get_by_role("complementary", name="字段设置")
    expect(panel.get_by_label("标题", exact=True)).to_have_value(kind)
    panel.get_by_label("标题", exact=True).fill(label)
    panel.get_by_label("标题", exact=True).press("Enter")
    panel.get_by_label("英文标题").fill(english)
    panel.get_by_label("英文标题").press("Enter")
    expect(item(page, label)).to_be_visible()


def choose(page: Page, label: str) -> None:
    item(page, label).locator("div").first.click()


def build(visitor: Visitor) -> None:
    """Seven more fields beside the reason: a detail table and a rule over it among them."""
    page = visitor.page
    for kind, label, english, below in (
        ("单行文本", "收货地点", "Place", "事由"),
        ("日期", "需用日期", "Needed on", "收货地点"),
        ("下拉", "类别", "Category", "需用日期"),
        ("金额", "预算", "Budget", "类别"),
        ("明细表", "明细", "Lines", "预算"),
        ("附件", "报价单", "Quotation", "明细"),
    ):
        drag(page, kind, item(page, below), down=0.97)
        name_it(page, kind, label, english)
    drag(page, "成员", item(page, "需用日期"), across=0.95, down=0.5)
    name_it(page, "成员", "经办人", "Handled by")


def add_rule(page: Page) -> None:
    """The sum of the lines stays within the budget."""
    choose(page, "预算")
    page.get_by_role("button", name="加一条校验").click()
    dialog = page.get_by_role("dialog")
    check = dialog.get_by_label("必须满足")
    check.fill("sum(明细.金额) <=")
    expect(dialog.get_by_text("这里不是公式")).to_be_visible()
    check.fill("sum(明细.金额) <= 预算")
    expect(dialog.get_by_text("这里不是公式")).to_have_count(0)
    dialog.get_by_label("不满足时说").fill("明细合计超过预算 {预算} 元")
    dialog.get_by_label("英文", exact=True).fill("The lines exceed the budget of {预算}")
    dialog.get_by_role("button", name="用这条校验").click()
    expect(page.get_by_text("提示：明细合计超过预算")).to_be_visible()


@pytest.mark.spec("F1", "F2", "F3")
def test_a_clerk_builds_a_form_by_dragging_and_fills_it_in_on_a_phone(visit) -> None:
    clerk = visit("linjing")
    page = new_process(clerk, "用品申请", "supplies")
    build(clerk)
    add_rule(page)
    clerk.picture("built")
    assert clerk.serious_faults() == []
    page.get_by_role("button", name="看全表").click()
    page.get_by_role("button", name="部门审批：报价单 隐藏").click()
    clerk.picture("matrix")
    page.get_by_role("button", name="回到表单").click()
    expect(page.get_by_text("已自动保存").first).to_be_visible()

    page.get_by_role("button", name="发布…").click()
    page.get_by_role("button", name="发布 v1").click()
    expect(page.get_by_text("v1").first).to_be_visible()

    employee = visit("liming", width="phone")
    phone = employee.page
    phone.goto("/start/supplies")
    phone.get_by_label("事由").fill("新同事入职")
    phone.get_by_label("收货地点").fill("3 号楼")
    phone.get_by_label("预算").fill("100")
    phone.get_by_role("button", name="加一行").click()
    phone.get_by_label("金额，第 1 行").fill("120.50")
    phone.get_by_label("单行文本，第 1 行").fill("键盘")
    expect(phone.get_by_text("明细合计超过预算 100 元").first).to_be_visible()
    employee.picture("refused")
    phone.get_by_label("预算").fill("200")
    expect(phone.get_by_text("明细合计超过预算")).to_have_count(0)
    assert employee.serious_faults() == []
    phone.get_by_role("button", name="提交", exact=True).click()
    phone.wait_for_url("**/requests/*")
    employee.picture("submitted")

    link = phone.get_by_role("link", name="打印 / PDF")
    answer = employee.context.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


@pytest.mark.spec("F1")
def test_imported_fields_are_corrected_and_moved_by_keys(visit) -> None:
    clerk = visit("linjing")
    page = clerk.page
    page.goto("/processes/leave?tab=form")
    page.get_by_role("button", name="导入字段…").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("粘贴字段列表").fill("紧急联系人*\n去向：本市、外地\n交接说明")
    dialog.get_by_role("button", name="找出字段").click()
    dialog.get_by_label("要“交接说明”").uncheck()
    clerk.picture("import")
    assert clerk.serious_faults() == []
    dialog.get_by_role("button", name="把 2 项加到表单").click()

    expect(item(page, "紧急联系人")).to_be_visible()
    expect(item(page, "交接说明")).to_have_count(0)
    item(page, "去向").click()
    page.keyboard.press("Alt+ArrowUp")
    moved = page.get_by_role("treeitem").all()[-2:]
    assert [one.get_attribute("data-item") for one in moved] == ["f_去向", "f_紧急联系人"]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(item(page, "紧急联系人")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(item(page, "紧急联系人")).to_be_visible()


@pytest.mark.spec("F1")
def test_a_draft_form_is_tried_out_as_on_a_phone(visit) -> None:
    clerk = visit("linjing", theme="dark")
    page = clerk.page
    page.goto("/processes/leave?tab=form")
    page.get_by_role("radio", name="手机").click()
    page.get_by_role("button", name="填入示例").click()
    expect(page.get_by_text("0.5 天").first).to_be_visible()

    page.get_by_role("button", name="试交").click()

    expect(page.get_by_text("还不能提交，看下面的提示")).to_be_visible()
    expect(page.get_by_text("还没有填").first).to_be_visible()
    clerk.picture("tried")
    assert clerk.serious_faults() == []
