"""S3 as people do it: HR names a candidate, the HR system says the rest, others prepare."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import House
from tests.browser.test_leave import open_item, press, submit
from tests.journeys.test_s03_onboarding import CANDIDATE

pytestmark = [pytest.mark.spec("S3")]

TITLE = "何苗 入职 2026-03-16"


def test_hr_starts_a_candidate_whom_the_hr_system_knows(visit, house: House, width: str) -> None:
    house.hr.candidates["CAND-0088"] = {**CANDIDATE, "employment": "INTERN"}
    officer = visit("pengli", width=width)
    page = officer.page
    page.goto("/start")
    page.get_by_text("入职", exact=True).first.click()
    page.get_by_label("候选人编号").fill("CAND-0088")
    page.get_by_label("候选人编号").press("Tab")
    expect(page.get_by_text("何苗").first).to_be_visible()
    officer.picture("filled")
    submit(page)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    officer.picture("instance")

    office = visit("yuanyuan", width=width)
    page = open_item(office, TITLE)
    expect(page.get_by_text("身份证号")).to_have_count(0)
    press(office, "认领", "已认领")
    office.picture("workplace")


def test_nothing_begins_while_the_hr_system_is_away(visit, house: House) -> None:
    house.hr.fail(503)
    officer = visit("pengli")
    page = officer.page
    page.goto("/start")
    page.get_by_text("入职", exact=True).first.click()
    page.get_by_label("候选人编号").fill("CAND-0088")
    page.get_by_label("候选人编号").press("Tab")
    submit(page)
    expect(page.get_by_text("HR系统暂不可用").first).to_be_visible()
    officer.picture("away")


@pytest.mark.parametrize(("language", "card"), [("zh-CN", "入职"), ("en-US", "Onboarding")])
def test_its_card_stands_in_the_catalogue_of_hr(visit, language: str, card: str) -> None:
    officer = visit("pengli")
    officer.prefer(language, "light")
    officer.page.goto("/start")
    expect(officer.page.get_by_text(card, exact=True).first).to_be_visible()
    officer.picture(f"catalogue-{language}")
