"""S1 as people do it: apply on any screen, approve, file, follow; change the model and publish."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import House
from tests.browser.house import Visitor

ZONE = ZoneInfo("Asia/Shanghai")
THREE_DAYS = ("2026-03-10", "2026-03-12")
FOUR_DAYS = ("2026-03-10", "2026-03-13")


def fill_leave(visitor: Visitor, days: tuple[str, str], reason: str) -> Page:
    """From the catalogue to the filled-in form."""
    page = visitor.page
    page.goto("/start")
    page.get_by_text("请假", exact=True).first.click()
    for label, day in zip(("开始日期", "结束日期"), days, strict=True):
        field = page.get_by_label(label)
        field.focus()
        field.fill(day)
        field.press("Tab")
    page.get_by_label("事由").fill(reason)
    return page


def submit(page: Page) -> None:
    """Press the form's button."""
    page.get_by_role("button", name="提交", exact=True).click()


def open_item(visitor: Visitor, title: str) -> Page:
    """Open the item with this title from the to-do list."""
    visitor.page.goto("/todo")
    visitor.page.get_by_text(title).first.click()
    expect(visitor.page.get_by_role("heading", name=title)).to_be_visible()
    return visitor.page


def press(visitor: Visitor, action: str, said: str) -> None:
    """Press a decision, on the phone once more in its sheet; wait until it is said to be done."""
    page = visitor.page
    page.get_by_role("button", name=action, exact=True).click()
    sheet = page.get_by_role("dialog").get_by_role("button", name=action, exact=True)
    done = page.get_by_role("status").get_by_text(said)
    expect(sheet.or_(done).first).to_be_visible()
    if sheet.is_visible():
        sheet.click()
    expect(done).to_be_visible()


@pytest.mark.spec("S1")
def test_a_leave_request_runs_from_the_employee_to_the_balance(
    visit, house: House, width: str
) -> None:
    employee = visit("liming", width=width)
    page = fill_leave(employee, THREE_DAYS, "回家探亲")
    expect(page.get_by_text("3 天").first).to_be_visible()
    employee.picture("form")
    submit(page)
    expect(page.get_by_text("QJ20260302-0001").first).to_be_visible()
    employee.picture("submitted")

    manager = visit("chengang", width=width)
    open_item(manager, "李明 年假 3 天")
    manager.picture("item")
    press(manager, "同意", "已同意")
    hr = visit("pengli", width=width)
    open_item(hr, "李明 年假 3 天").get_by_role("button", name="认领").click()
    press(hr, "完成", "已办完")
    hr.picture("filed")

    house.travel(house.clock.now())
    assert [seen.path for seen in house.hr.seen] == ["/leaves"]
    page.goto("/mine")
    expect(page.get_by_text("已通过").first).to_be_visible()
    employee.picture("mine")


@pytest.mark.spec("S1")
def test_too_little_balance_is_told_with_both_figures(visit, width: str) -> None:
    employee = visit("liming", width=width)

    page = fill_leave(employee, ("2026-03-10", "2026-03-20"), "长假")
    submit(page)

    told = page.get_by_text("年假余额不足：申请 9 天，可用 8 天").first
    expect(told).to_be_visible()
    employee.picture("refused")
    assert employee.serious_faults() == []


@pytest.mark.spec("A4")
def test_a_returned_request_is_changed_and_comes_back(visit) -> None:
    employee = visit("liming")
    submit(fill_leave(employee, THREE_DAYS, "回家探亲"))
    expect(employee.page.get_by_text("QJ20260302-0001").first).to_be_visible()

    manager = visit("chengang")
    page = open_item(manager, "李明 年假 3 天")
    page.get_by_role("button", name="退回", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    manager.picture("return")
    dialog.get_by_role("combobox").last.fill("13 日也要请吗？")
    dialog.get_by_role("button", name=re.compile("^退回")).last.click()
    expect(page.get_by_role("status").get_by_text("退回")).to_be_visible()

    open_item(employee, "李明 年假 3 天")
    expect(employee.page.get_by_text("13 日也要请吗？").first).to_be_visible()
    employee.picture("returned")


@pytest.mark.spec("A6")
def test_after_48_hours_of_working_days_the_superior_has_it(visit, house: House) -> None:
    employee = visit("liming")
    submit(fill_leave(employee, THREE_DAYS, "回家探亲"))
    expect(employee.page.get_by_text("QJ20260302-0001").first).to_be_visible()

    house.travel(datetime(2026, 3, 4, 9, 1, tzinfo=ZONE))

    superior = visit("shenjianghe")
    open_item(superior, "李明 年假 3 天")
    superior.picture("escalated")


@pytest.mark.spec("P1", "E7")
def test_a_published_change_holds_for_new_requests_alone(visit) -> None:
    employee = visit("liming")
    submit(fill_leave(employee, FOUR_DAYS, "按旧规则"))
    expect(employee.page.get_by_text("QJ20260302-0001").first).to_be_visible()

    owner = visit("linjing")
    page = owner.page
    page.goto("/processes/leave")
    page.locator("[data-element-id=f_long_label]").first.click(force=True)
    page.locator("input[value='3']").first.fill("5")
    page.keyboard.press("Tab")
    expect(page.get_by_text("大于 5").first).to_be_visible()
    owner.picture("limit-changed")
    page.get_by_role("button", name="发布…").click()
    owner.picture("publish")
    page.get_by_role("button", name="发布 v2").click()
    expect(page.get_by_text("v2").first).to_be_visible()

    submit(fill_leave(employee, ("2026-03-16", "2026-03-19"), "按新规则"))
    expect(employee.page.get_by_text("QJ20260302-0002").first).to_be_visible()
    manager = visit("chengang")
    for _ in range(2):
        open_item(manager, "李明 年假 4 天")
        press(manager, "同意", "已同意")
    expect(visit("shenjianghe").page.get_by_text("李明 年假 4 天")).to_have_count(1)
