"""What operators do by hand: take over models of other tools, run them, migrate what runs."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dujiang.deployments import DeployPackage
from dujiang.main.stage import PeopleOnStage
from dujiang.runtime import SYSTEM, Request
from tests.browser.conftest import House
from tests.browser.house import Visitor
from tests.journeys.test_s01_leave import leave

MODELS = Path(__file__).parents[1] / "journeys" / "imports"
LANGUAGES = {"zh-CN": "light", "en-US": "dark"}


def prefer(page: Page, **preferences: str) -> None:
    """Set language and theme as the account page does."""
    page.evaluate(
        """async (preferences) => {
          const session = await (await fetch('/api/v1/session')).json();
          const headers = {'content-type': 'application/json', 'x-csrf-token': session.csrfToken};
          const body = JSON.stringify(preferences);
          await fetch('/api/v1/me/preferences', {method: 'PUT', headers, body});
        }""",
        preferences,
    )


def take_over(visitor: Visitor, tool: str, name: str) -> Page:
    """Import a file, read the report, publish."""
    page = visitor.page
    page.goto("/processes")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="导入", exact=True).click()
    chooser.value.set_files(MODELS / f"{tool}.bpmn")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("处已转换")).to_be_visible()
    expect(sheet.get_by_text("处没有转换")).to_be_visible()
    visitor.picture(f"report-{tool}")
    assert visitor.serious_faults() == []
    sheet.get_by_role("button", name="导入并打开").click()
    expect(page.get_by_text(name).first).to_be_visible()
    page.get_by_role("button", name="发布…").click()
    page.get_by_role("button", name="发布 v1").click()
    expect(page.get_by_text("v1").first).to_be_visible()
    return page


def start_by_hand(page: Page, name: str, variable: str, value: str) -> None:
    """From the list of instances to the page of the new one."""
    page.goto("/instances")
    page.get_by_role("button", name="直接发起").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("combobox").first.click()
    page.get_by_title(name, exact=True).click()
    sheet.get_by_role("button", name="再加一个变量").click()
    sheet.get_by_label("名称").fill(variable)
    sheet.get_by_label("类型").click()
    page.get_by_title("数字", exact=True).click()
    sheet.get_by_label(f"{variable} 的值").fill(value)
    sheet.get_by_role("button", name="发起", exact=True).click()
    expect(page.get_by_text("为什么停在这里").first).to_be_visible()


@pytest.mark.spec("P8", "E6")
@pytest.mark.parametrize(
    ("tool", "name", "step", "given"),
    [
        ("camunda7", "发票审批", "审批发票", ("amount", "20000")),
        ("flowable", "休假申请", "核对天数", ("days", "3")),
    ],
    ids=["camunda7", "flowable"],
)
def test_a_model_of_another_tool_is_taken_over_and_runs(
    visit: Any, tool: str, name: str, step: str, given: tuple[str, str]
) -> None:
    operator = visit("xubo")
    page = take_over(operator, tool, name)

    start_by_hand(page, name, *given)

    expect(page.get_by_text(f"“{step}”在等")).to_be_visible()
    page.get_by_role("tab", name="节点").click()
    page.get_by_role("table").get_by_role("button", name="跳过这一步").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("收回")).to_be_visible()
    sheet.get_by_label("原因").fill("试运行")
    sheet.get_by_role("button", name=f"跳过“{step}”").click()
    expect(page.get_by_role("status").get_by_text("已跳过")).to_be_visible()
    expect(page.get_by_text("没有执行器").first).to_be_visible()
    operator.picture(f"stuck-{tool}")
    assert operator.serious_faults() == []


def renamed(house: House) -> int:
    """A further version of the leave process whose approval is called differently; its number.

    Two requests run by the version before it.
    """
    stage = PeopleOnStage(house.app.rooms)
    for day in ("2026-03-10", "2026-03-11"):
        stage.start("liming", "leave", leave(f"{day} AM", f"{day} PM"), house.clock.now())
    deployments = house.app.rooms.deployments
    package = deployments.current("leave").package
    xml = package.xml.replace(b'"dept"', b'"head"')
    command = DeployPackage(xml=xml, forms=package.forms, decisions=package.decisions, note="改名")
    answer = house.app.dispatcher.ask(Request(command, SYSTEM, None, house.clock.now()))
    return int(answer.expect()["version"])


@pytest.mark.spec("E6", "E7", "Q3")
def test_two_running_instances_are_migrated_after_the_model_was_edited(
    visit: Any, house: House
) -> None:
    version = renamed(house)
    operator = visit("xubo")
    page = operator.page
    page.goto("/instances?process=leave&state=active")
    boxes = page.get_by_role("checkbox")
    expect(boxes.nth(1)).to_be_visible()
    boxes.nth(0).click()
    boxes.nth(1).click()
    operator.picture("chosen")
    assert operator.serious_faults() == []

    page.get_by_role("button", name="迁移…").click()
    expect(page.get_by_text("2 个可以迁移，0 个不行")).to_be_visible()
    expect(page.get_by_text("名称相同").first).to_be_visible()
    operator.picture("mapping")
    assert operator.serious_faults() == []
    page.get_by_label("原因").fill("新版本上线")
    page.get_by_role("button", name=f"迁移 2 个到 v{version}").click()

    expect(page.get_by_text("2 个里处理了 2 个")).to_be_visible()
    operator.picture("migrated")
    page.get_by_role("button", name="回到实例").click()
    page.goto("/instances?process=leave")
    expect(page.get_by_text(f"请假 v{version}").nth(1)).to_be_visible()


@pytest.mark.spec("E6", "Q3")
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_operators_page_is_legible_at_both_widths_languages_and_themes(
    visit: Any, house: House, width: str, language: str
) -> None:
    renamed(house)
    operator = visit("xubo", width=width)
    page = operator.page
    prefer(page, language=language, theme=LANGUAGES[language])
    page.goto("/instances")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("tablist")).to_be_visible()
    expect(page.locator(".djs-element").first).to_be_visible()
    operator.picture("inside")

    assert operator.serious_faults() == []
    width_px = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width_px <= 0


@pytest.mark.spec("E7")
def test_versions_are_compared_on_both_drawings_and_rolled_back(visit: Any, house: House) -> None:
    version = renamed(house)
    owner = visit("xubo")
    page = owner.page
    page.goto("/processes/leave?tab=versions")
    page.get_by_role("button", name="和现行比较").first.click()
    expect(page.get_by_text(f"v{version - 1} 和 v{version} 的差别")).to_be_visible()
    expect(page.locator(".djs-overlay").get_by_text("+").first).to_be_visible()
    owner.picture("difference")
    assert owner.serious_faults() == []

    page.get_by_role("button", name="退回到这一版").first.click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("为什么退回").fill("先用回旧的")
    sheet.get_by_role("button", name=f"退回到 v{version - 1}").click()
    expect(page.get_by_text(f"新发起的申请现在走 v{version - 1}")).to_be_visible()
