"""S7 as people do it: the scan, the decision of the owner, legal, the general manager."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import House
from tests.browser.test_leave import open_item, press

pytestmark = [pytest.mark.spec("S7")]

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 3, 8, 1, tzinfo=ZONE)
TITLE = "西部重机 续签 HT-2025-018"


def test_a_contract_is_renewed_by_the_people_whom_the_clock_asks(
    visit, house: House, width: str, tmp_path: Path
) -> None:
    house.travel(MORNING)
    draft = tmp_path / "合同草稿.pdf"
    draft.write_bytes(b"%PDF-1.7 a draft")

    owner = visit("xuliang", width=width)
    page = open_item(owner, TITLE)
    owner.picture("decide")
    page.get_by_text("续签", exact=True).last.click()
    page.get_by_label("新金额").fill("260000")
    page.get_by_label("新到期日").fill("2027-04-02")
    page.get_by_label("新到期日").press("Tab")
    page.locator("input[type=file]").first.set_input_files(draft)
    expect(page.get_by_text("合同草稿.pdf").first).to_be_visible()
    owner.picture("filled")
    press(owner, "完成", "已办完")

    legal = visit("tangke", width=width)
    open_item(legal, TITLE)
    legal.picture("legal")
    press(legal, "同意", "已同意")
    manager = visit("shenjianghe", width=width)
    open_item(manager, TITLE)
    manager.picture("gm")
    assert manager.serious_faults() == []
    press(manager, "同意", "已同意")

    page.goto("/mine")
    expect(page.get_by_text("已通过").first).to_be_visible()
    owner.picture("mine")


def test_not_renewing_asks_for_the_reason(visit, house: House, width: str) -> None:
    house.travel(MORNING)
    owner = visit("hujing", width=width)
    page = open_item(owner, "绵阳精密 续签 HT-2025-009")

    page.get_by_text("不续签", exact=True).last.click()
    expect(page.get_by_label("流失原因")).to_be_visible()
    owner.picture("lost")
    page.get_by_label("流失原因").fill("客户改用进口件")
    press(owner, "完成", "已办完")


@pytest.mark.parametrize(
    ("language", "card"), [("zh-CN", "合同续签"), ("en-US", "Contract renewal")]
)
def test_its_card_stands_in_the_catalogue_of_sales(visit, language: str, card: str) -> None:
    owner = visit("hujing")
    owner.prefer(language, "light")

    owner.page.goto("/start")

    expect(owner.page.get_by_text(card, exact=True).first).to_be_visible()
    owner.picture(f"catalogue-{language}")
    owner.page.get_by_text(card, exact=True).first.click()
    expect(owner.page.get_by_role("heading", name=card).first).to_be_visible()
    owner.picture(f"form-{language}")
