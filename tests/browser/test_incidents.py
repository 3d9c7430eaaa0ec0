"""What stands still: seen by cause, repaired, set going again, on the desk and on the phone."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from dujiang.deployments import DeployPackage
from dujiang.main.stage import PeopleOnStage
from dujiang.scenarios.history import Step
from dujiang.scenarios.packages import install_commands
from tests.browser.conftest import House

ZONE = ZoneInfo("Asia/Shanghai")
LIMITLESS = "=days &gt; limit_days"


def leave(day: str) -> dict[str, str]:
    """Values of a leave request of one day."""
    return {
        "type": "ANNUAL",
        "start_on": day,
        "start_half": "AM",
        "end_on": day,
        "end_half": "PM",
        "reason": "家中有事",
    }


def act(house: House, stage: PeopleOnStage, login: str, instance_id: int, action: str) -> None:
    """Let somebody act on their item."""
    now = house.clock.now()
    step = Step(by=login, day=0, time=now.time(), action=action)
    stage.act(login, instance_id, step, now)


def filed(house: House, login: str, day: str) -> int:
    """A leave request that HR has filed, and that is told to the HR system next."""
    stage = PeopleOnStage(house.app.rooms)
    instance_id = stage.start(login, "leave", leave(day), house.clock.now())
    act(house, stage, "chengang", instance_id, "approve")
    act(house, stage, "pengli", instance_id, "claim")
    act(house, stage, "pengli", instance_id, "complete")
    return instance_id


def deploy_with_mistake(house: House) -> None:
    """Let the leave process ask for a limit that nobody gives."""
    (package,) = (
        command
        for command in install_commands("leave")
        if isinstance(command, DeployPackage) and b'id="x_days"' in command.xml
    )
    xml = package.xml.replace(b"=days &gt; 3", LIMITLESS.encode())
    assert xml != package.xml
    house.app.submit(DeployPackage(xml=xml, forms=package.forms, decisions=package.decisions))


def retry(page: Page, name: str) -> None:
    """Press a retry and confirm it."""
    page.get_by_role("button", name=name, exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()


@pytest.mark.spec("I1", "E7")
def test_what_a_peer_has_stopped_goes_on_together_once_it_is_repaired(
    visit, house: House, width: str
) -> None:
    house.hr.fail(503)
    for day in ("2026-03-10", "2026-03-11"):
        filed(house, "liming", day)
    house.travel(datetime(2026, 3, 2, 20, tzinfo=ZONE))

    owner = visit("linjing", width=width)
    page = owner.page
    page.goto("/incidents")
    expect(page.get_by_text("hr 接口返回 503").first).to_be_visible()
    expect(page.get_by_text("需要人处理的 2 项")).to_be_visible()
    expect(page.get_by_role("link", name="QJ20260302-0001", exact=True)).to_be_visible()
    owner.picture("incidents")
    assert owner.serious_faults() == []
    house.hr.heal()
    retry(page, "重试 2 项")
    expect(page.get_by_role("status").get_by_text("2 项已重新开始")).to_be_visible()
    house.travel(house.clock.now())

    page.reload()
    expect(page.get_by_text("没有异常")).to_be_visible()
    assert len(house.hr.leaves) == 2


@pytest.mark.spec("E7")
def test_a_failing_condition_is_repaired_by_its_owner_with_a_value(visit, house: House) -> None:
    deploy_with_mistake(house)
    stage = PeopleOnStage(house.app.rooms)
    instance_id = stage.start("liming", "leave", leave("2026-03-10"), house.clock.now())
    act(house, stage, "chengang", instance_id, "approve")

    owner = visit("linjing")
    page = owner.page
    page.goto("/incidents")
    expect(page.get_by_text("超过 3 天？").first).to_be_visible()
    owner.picture("failing-condition")
    page.get_by_role("link", name="QJ20260302-0001", exact=True).click()
    page.get_by_role("tab", name=re.compile("^变量")).click()
    page.get_by_role("button", name="修改或新增变量…").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("名称", exact=True).fill("limit_days")
    sheet.get_by_role("combobox").last.click()
    page.get_by_title("数字", exact=True).click()
    sheet.get_by_role("textbox").nth(1).fill("3")
    sheet.get_by_role("textbox").last.fill("上限没有写进流程")
    sheet.get_by_role("button", name="保存改动").click()
    expect(sheet).to_be_hidden()

    page.goto("/incidents")
    retry(page, "重试")
    expect(page.get_by_text("没有异常")).to_be_visible()
    hr = visit("pengli").page
    expect(hr.get_by_text("李明 年假 1 天").first).to_be_visible()
