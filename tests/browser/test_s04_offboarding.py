"""S4 as people do it: leaving, agreeing, handing over, taking assets back, settling the pay."""

from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import House
from tests.browser.test_leave import open_item, press, submit

pytestmark = [pytest.mark.spec("S4")]

ZONE = ZoneInfo("Asia/Shanghai")
TITLE = "李明 辞职 2026-04-30"


def test_somebody_leaves_by_the_people_who_act(visit, house: House, width: str) -> None:
    employee = visit("liming", width=width)
    page = employee.page
    page.goto("/start")
    page.get_by_text("离职", exact=True).first.click()
    day = page.get_by_label("最后工作日")
    day.focus()
    day.fill("2026-04-30")
    day.press("Tab")
    page.get_by_label("原因").fill("另有安排")
    expect(page.get_by_text("A-1001").first).to_be_visible()
    employee.picture("filled")
    submit(page)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()

    head = visit("chengang", width=width)
    page = open_item(head, TITLE)
    successor = page.get_by_label("交接人").first
    successor.click()
    successor.fill("刘洋")
    page.get_by_text("刘洋").last.click()
    head.picture("dept")
    press(head, "同意", "已同意")
    hr = visit("linjing", width=width)
    open_item(hr, TITLE)
    hr.picture("hr")
    press(hr, "同意", "已同意")
    open_item(head, TITLE)
    head.picture("handover")
    press(head, "完成", "已办完")

    office = visit("yuanyuan", width=width)
    page = open_item(office, TITLE)
    office.picture("asset")
    assert office.serious_faults() == []
    page.goto("/todo")
    expect(page.get_by_text(TITLE).nth(2)).to_be_visible()


@pytest.mark.parametrize(("language", "card"), [("zh-CN", "离职"), ("en-US", "Departure")])
def test_its_card_stands_in_the_catalogue(visit, language: str, card: str) -> None:
    employee = visit("liming")
    employee.prefer(language, "light")
    employee.page.goto("/start")
    expect(employee.page.get_by_text(card, exact=True).first).to_be_visible()
    employee.picture(f"catalogue-{language}")
