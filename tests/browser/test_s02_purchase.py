"""S2 as people do it: ask with quotes, confirm, hold the budget, review, order, follow."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import House
from tests.browser.house import Visitor
from tests.browser.test_leave import open_item, press, submit

pytestmark = [pytest.mark.spec("S2")]

TITLE = "数控刀具（刘洋）"


def fill_purchase(visitor: Visitor, folder: Path, price: str) -> Page:
    """From the catalogue to the filled-in form."""
    page = visitor.page
    page.goto("/start")
    page.get_by_text("采购", exact=True).first.click()
    page.get_by_label("标题").fill("数控刀具")
    page.get_by_label("品类").click()
    page.get_by_text("设备", exact=True).last.click()
    if page.get_by_label("品名").count() == 0:
        page.get_by_role("button", name="添加").first.click()
    page.get_by_label("品名").first.fill("刀具")
    page.get_by_label("数量").first.fill("2")
    page.get_by_label("单位").first.fill("套")
    page.get_by_label("单价").first.fill(price)
    need_by = page.get_by_label("需用日期")
    need_by.fill("2026-03-20")
    need_by.press("Tab")
    quotes = []
    for number in (1, 2, 3):
        quote = folder / f"报价{number}.pdf"
        quote.write_bytes(b"%PDF-1.7 a quote")
        quotes.append(quote)
    page.locator("input[type=file]").first.set_input_files(quotes)
    expect(page.get_by_text("报价3.pdf").first).to_be_visible()
    page.get_by_label("理由").fill("产线更换")
    return page


def test_a_purchase_runs_from_the_request_to_the_order(
    visit, house: House, width: str, tmp_path: Path
) -> None:
    employee = visit("liuyang", width=width)
    page = fill_purchase(employee, tmp_path, "50000")
    expect(page.get_by_text("100,000.00").first).to_be_visible()
    employee.picture("form")
    submit(page)
    expect(page.get_by_text("CG20260302-0001").first).to_be_visible()

    head = visit("chengang", width=width)
    open_item(head, TITLE)
    press(head, "同意", "已同意")
    budget = visit("songjia", width=width)
    open_item(budget, TITLE).get_by_role("button", name="认领").click()
    expect(budget.page.get_by_text("180,000.00").first).to_be_visible()
    budget.picture("budget")
    press(budget, "同意", "已同意")
    for login in ("zhoumin", "wufeng", "gumingyuan"):
        reviewer = visit(login, width=width)
        open_item(reviewer, TITLE)
        press(reviewer, "同意", "已同意")

    buyer = visit("heli", width=width)
    form = open_item(buyer, TITLE)
    form.get_by_label("供应商").click()
    form.get_by_text("S002 天府电气").last.click()
    form.get_by_label("订单金额").fill("98000")
    form.get_by_label("交期").fill("2026-03-18")
    form.get_by_label("交期").press("Tab")
    buyer.picture("order")
    press(buyer, "完成", "已办完")
    house.travel(house.clock.now())

    assert [order.total for order in house.erp.orders.values()] == [98_000]
    page.goto("/mine")
    page.get_by_text(TITLE).first.click()
    expect(page.get_by_text("PO-2026-0008").first).to_be_visible()
    employee.picture("ordered")
    assert employee.serious_faults() == []


def test_missing_quotes_are_told_with_both_numbers(visit, width: str, tmp_path: Path) -> None:
    employee = visit("liuyang", width=width)
    page = fill_purchase(employee, tmp_path, "50000")

    page.get_by_role("button", name="去掉 报价3.pdf").click()
    submit(page)

    expect(page.get_by_text("总额 100000 至少要 3 份报价单，现有 2 份").first).to_be_visible()
    employee.picture("refused")


@pytest.mark.parametrize(("language", "card"), [("zh-CN", "采购"), ("en-US", "Purchase")])
def test_its_card_stands_in_the_catalogue(visit, language: str, card: str) -> None:
    employee = visit("liuyang")
    employee.prefer(language, "light")

    employee.page.goto("/start")

    expect(employee.page.get_by_text(card, exact=True).first).to_be_visible()
    employee.picture(f"catalogue-{language}")
    employee.page.get_by_text(card, exact=True).first.click()
    expect(employee.page.get_by_role("heading", name=card).first).to_be_visible()
    employee.picture(f"form-{language}")
