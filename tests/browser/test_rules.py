"""An analyst changes a rule in the table, tries it on past cases and sets it live from tomorrow."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from dujiang.deployments import DeployDecision
from dujiang.kernel.ids import id_text
from dujiang.main.stage import PeopleOnStage
from tests.browser.conftest import House
from tests.browser.house import Visitor
from tests.journeys.review import change_cell, review_package

ZONE = ZoneInfo("Asia/Shanghai")
REVIEW = Path(__file__).parents[1] / "journeys" / "review"
TOMORROW = datetime(2026, 3, 3, 9, tzinfo=ZONE)


def buy(house: House, amount: int) -> str:
    """Somebody asks for a purchase; the address of the request."""
    stage = PeopleOnStage(house.app.rooms)
    values = {"subject": f"采购 {amount} 元", "amount": amount}
    instance_id = stage.start("liming", "review", values, house.clock.now())
    return f"/requests/{id_text(instance_id)}"


def open_rules(visitor: Visitor) -> Page:
    """From the list into the studio of the number of reviewers."""
    page = visitor.page
    page.goto("/rules")
    page.get_by_role("button", name="评审人数").click()
    expect(page.get_by_role("heading", name="评审人数", exact=True)).to_be_visible()
    return page


def write_cell(page: Page, old: str, new: str) -> None:
    """Type over a cell of the table."""
    page.locator("td.input-cell", has_text=old).first.click()
    editor = page.locator("td.input-cell .cm-content")
    expect(editor).to_be_visible()
    editor.press("ControlOrMeta+a")
    page.keyboard.type(new)
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="检查").click()
    expect(page.locator("td.input-cell", has_text=new).first).to_be_visible()


@pytest.mark.spec("R2")
@pytest.mark.spec("R3")
@pytest.mark.spec("X2")
def test_a_limit_is_changed_tried_on_the_past_and_counts_from_tomorrow(visit, house: House) -> None:
    house.app.submit(review_package())
    for amount in (50_000, 90_000, 200_000):
        buy(house, amount)

    analyst = visit("linjing")
    page = open_rules(analyst)
    expect(page.get_by_text("没有缺口")).to_be_visible()
    expect(page.locator("td.rule-hits").first).to_have_text(re.compile("1"))
    write_cell(page, ">= 100000", ">= 80000")
    page.get_by_label("amount").fill("90000")
    expect(page.get_by_text("命中规则 1")).to_be_visible()
    expect(page.get_by_text("现行 v1 的结果：1，多 2")).to_be_visible()
    analyst.picture("studio")

    page.get_by_role("button", name="用历史数据试算").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("按最近 3 个决定试算")).to_be_visible()
    expect(dialog.get_by_role("button", name=re.compile("^PS20260302-0002"))).to_be_visible()
    analyst.picture("trial")
    dialog.get_by_role("button", name="从明天起生效…").click()
    expect(dialog.get_by_text(">= 80000")).to_be_visible()
    dialog.get_by_placeholder("为什么改，给以后看的人").fill("八万起三人评审")
    analyst.picture("deploy")
    dialog.get_by_role("button", name="2026-03-03 起生效").click()
    expect(page.get_by_role("status").get_by_text("已发布 v2，2026-03-03 起生效")).to_be_visible()

    today = buy(house, 90_000)
    house.clock.set(TOMORROW)
    tomorrow = buy(house, 90_000)
    employee = visit("liming")
    employee.page.goto(today)
    expect(employee.page.get_by_text("主管审批").first).to_be_visible()
    expect(employee.page.get_by_text("彭丽")).to_have_count(0)
    employee.page.goto(tomorrow)
    expect(employee.page.get_by_text("三人评审").first).to_be_visible()
    for name in ("陈刚", "彭丽", "林静"):
        expect(employee.page.get_by_text(name).first).to_be_visible()


@pytest.mark.spec("R2")
def test_an_overlap_is_told_with_its_rules_and_blocks_nothing_else(visit, house: House) -> None:
    house.app.submit(review_package())
    analyst = visit("linjing")
    page = open_rules(analyst)

    write_cell(page, ">= 100000", ">= (")

    expect(page.get_by_text("有错误时不能发布")).to_be_visible()
    page.get_by_role("button", name="发布…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("个错误，改好才能发布")).to_be_visible()
    analyst.picture("errors")


@pytest.mark.spec("R2")
def test_the_table_editor_keeps_the_mark_of_its_makers(visit, house: House) -> None:
    house.app.submit(review_package())
    analyst = visit("linjing")
    page = open_rules(analyst)

    mark = page.locator(".dmn-js-parent .powered-by, .dmn-js-parent .bjs-powered-by").first
    expect(mark).to_be_visible()
    assert analyst.serious_faults() == []


@pytest.mark.spec("Q3")
def test_rules_are_read_on_the_phone(visit, house: House) -> None:
    house.app.submit(review_package())
    analyst = visit("linjing", width="phone")

    page = open_rules(analyst)

    expect(page.get_by_text(">= 100000")).to_be_visible()
    expect(page.get_by_role("button", name="发布…")).to_have_count(0)
    analyst.picture("phone")
    assert analyst.serious_faults() == []


@pytest.mark.spec("R2")
def test_a_tried_case_is_kept_and_asked_again_with_every_change(visit, house: House) -> None:
    house.app.submit(review_package())
    analyst = visit("linjing")
    page = open_rules(analyst)
    page.get_by_label("amount").fill("100000")
    expect(page.get_by_text("命中规则 1")).to_be_visible()
    page.get_by_role("button", name="存为用例").click()
    expect(page.get_by_role("status").get_by_text("已存为用例")).to_be_visible()

    write_cell(page, ">= 100000", "> 100000")
    page.get_by_role("tab", name="用例").click()

    expect(page.get_by_text("应得 3，算出 1")).to_be_visible()
    analyst.picture("cases")
    page.get_by_role("tab", name="对比 v1").click()
    expect(page.get_by_text("reviewers · 规则 1 改动")).to_be_visible()


@pytest.mark.spec("R2")
def test_a_table_is_changed_in_excel_and_read_back(visit, house: House, tmp_path: Path) -> None:
    house.app.submit(review_package())
    analyst = visit("linjing")
    page = open_rules(analyst)
    page.get_by_role("button", name="更多").click()
    with page.expect_download() as downloading:
        page.get_by_text("导出这张表（Excel）").click()
    sheet = tmp_path / "reviewers.xlsx"
    downloading.value.save_as(sheet)
    change_cell(sheet, "B8", ">= 60000")

    page.get_by_role("button", name="更多").click()
    page.get_by_text("从 Excel 读入…").click()
    dialog = page.get_by_role("dialog")
    with page.expect_file_chooser() as choosing:
        dialog.get_by_role("button", name="选文件…").click()
    choosing.value.set_files(sheet)
    expect(dialog.get_by_text("新增 1 条，删除 1 条，不变 1 条。")).to_be_visible()
    dialog.get_by_role("button", name="用这份替换").click()

    expect(page.locator("td.input-cell", has_text=">= 60000")).to_be_visible()
    page.get_by_role("button", name="撤回", exact=True).click()
    expect(page.locator("td.input-cell", has_text=">= 100000")).to_be_visible()


@pytest.mark.spec("R3")
def test_a_planned_version_is_withdrawn_and_an_old_one_restored(visit, house: House) -> None:
    house.app.submit(review_package())
    later = house.clock.now() + timedelta(days=10)
    xml = (REVIEW / "reviewers.dmn").read_text("utf-8").replace("100000", "70000")
    house.app.submit(DeployDecision(key="reviewers", xml=xml, note="先试一个月"))
    house.app.submit(DeployDecision(key="reviewers", xml=xml, effective_from=later))

    analyst = visit("linjing")
    page = open_rules(analyst)
    page.get_by_role("radio", name="版本").click()
    expect(page.get_by_text("v3 3月12日起生效")).to_be_visible()
    page.get_by_role("button", name="撤回", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="撤回", exact=True).click()
    expect(page.get_by_text("已撤回 v3")).to_be_visible()
    page.get_by_role("button", name="恢复", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="恢复", exact=True).click()

    expect(page.get_by_text("v1 的内容成为 v4，现在起生效")).to_be_visible()
    expect(page.get_by_text("现行 v4")).to_be_visible()
    analyst.picture("versions")
    assert analyst.serious_faults() == []
