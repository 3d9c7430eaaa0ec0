"""A connection is set up, tested, broken, and its incident repaired, by an administrator."""

import pytest
from playwright.sync_api import Page, expect

from dujiang.runtime import StartProcess
from tests.browser.conftest import House
from tests.connectors.models import call, deploy
from tests.connectors.test_calls import TELL, Things, things

__all__ = ["things"]


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存", exact=True)).to_be_visible()


def try_out(page: Page) -> None:
    page.get_by_role("button", name="测试", exact=True).click()


def set_up(page: Page, key: str, address: str) -> None:
    page.goto("/connections")
    page.get_by_role("button", name="新建连接").click()
    page.get_by_label("名称", exact=True).fill("物料系统")
    page.get_by_label("标识", exact=True).fill(key)
    page.get_by_label("地址", exact=True).fill(address)
    page.get_by_label("可访问的内网").fill("127.0.0.0/8")
    save(page)


def open_calls(page: Page, key: str) -> None:
    page.goto(f"/connections?key={key}")
    page.get_by_role("tab", name="调用记录").click()


def retry(page: Page) -> None:
    page.goto("/incidents")
    page.get_by_role("button", name="重试", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="重试", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="重试", exact=True)).to_have_count(0)


@pytest.mark.spec("I1", "E4")
def test_connection_is_set_up_tested_broken_and_its_incident_repaired(
    visit, house: House, width: str, things: Things
) -> None:
    deploy(house.app, call("things", **TELL))
    visitor = visit("xubo", width=width)
    page: Page = visitor.page

    set_up(page, "things", things.url)
    try_out(page)
    result = page.get_by_role("status", name="测试结果")
    expect(result.get_by_text("应答正常，返回 200")).to_be_visible()
    visitor.picture("tested")
    assert visitor.serious_faults() == []

    things.fail(401)
    try_out(page)
    expect(result.get_by_text("对方不认可这个账号或密钥")).to_be_visible()
    house.app.submit(StartProcess(process_key="order"))
    page.goto("/incidents")
    expect(page.get_by_role("button", name="重试", exact=True).first).to_be_visible()
    open_calls(page, "things")
    page.get_by_text("POST /things").first.click()
    expect(page.get_by_text("防重编号").first).to_be_visible()
    visitor.picture("calls")

    things.heal()
    retry(page)
    open_calls(page, "things")
    expect(page.get_by_text("201").first).to_be_visible()
    assert len(things.kept) == 1


@pytest.mark.spec("I1")
def test_webhook_gets_a_secret_that_is_shown_once_and_a_rule(
    visit, house: House, width: str, things: Things
) -> None:
    visitor = visit("xubo", width=width)
    page: Page = visitor.page
    set_up(page, "things", things.url)

    page.get_by_role("tab", name="接收通知").click()
    page.get_by_role("button", name="生成密钥").click()
    expect(page.get_by_text("密钥只显示这一次，请现在交给对方")).to_be_visible()
    page.get_by_role("button", name="添加规则").click()
    page.get_by_label("消息名称").fill("order status")
    save(page)
    visitor.picture("hook")
    assert visitor.serious_faults() == []

    page.goto("/connections")
    expect(page.get_by_role("button", name="物料系统").first).to_be_visible()
    visitor.picture("list")
    visitor.prefer("en-US", "dark")
    expect(page.get_by_role("heading", name="Connections")).to_be_visible()
    visitor.picture("list-dark")
    assert visitor.serious_faults() == []
