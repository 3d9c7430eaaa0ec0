"""Finding, keeping filters, exporting, choosing notifications and deciding from a mail, by hand."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import House, opened
from tests.browser.house import PHONE, Visitor
from tests.journeys.test_s01_leave import leave
from tests.notify.mailbox import Mailbox, smtp_server, text_of

CHENGANG = "chengang@dujiang.example"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    with smtp_server() as served_mail:
        yield served_mail


@pytest.fixture
def house(tmp_path: Path, mailbox: tuple[Mailbox, int]) -> Iterator[House]:
    """The house of the other tests, with a mail server."""
    port, public = mailbox[1], "http://dujiang.test"
    with opened(
        tmp_path, smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", public_url=public
    ) as found:
        yield found


def api(page: Page, method: str, path: str, body: Any = None) -> Any:
    """A request in the name of whoever is signed in at the page."""
    answer = page.evaluate(
        """async ([method, path, body]) => {
            const session = await (await fetch('/api/v1/session')).json();
            const headers = {'content-type': 'application/json',
                             'x-csrf-token': session.csrfToken, 'accept-language': 'zh-CN'};
            const answer = await fetch('/api/v1' + path,
                {method, headers, body: body === null ? undefined : JSON.stringify(body)});
            return [answer.status, await answer.json()];
        }""",
        [method, path, body],
    )
    assert answer[0] < 300, answer
    return answer[1]


def ask(visitor: Visitor, day: str, reason: str) -> dict[str, Any]:
    form = api(visitor.page, "GET", "/processes/leave/start-form")
    values = {**form["values"], **leave(f"{day} AM", f"{day} AM", reason=reason)}
    body = {"processKey": "leave", "versionId": form["versionId"], "values": values}
    made: dict[str, Any] = api(visitor.page, "POST", "/instances", body)
    return made


def mailed(mailbox: Mailbox, address: str) -> Any:
    """The first mail to somebody, as soon as it has come."""
    import threading

    waiting = threading.Event()
    for _ in range(200):
        if mailbox.to(address):
            return mailbox.to(address)[0]
        waiting.wait(0.1)
    raise AssertionError(f"no mail to {address}")


Visit = Callable[..., Visitor]


def test_two_characters_find_what_i_may_see_and_a_filter_is_kept(visit: Visit) -> None:
    li, gao = visit("liming"), visit("gaoxiang")
    ask(li, "2026-03-10", "回都江堰探亲")
    ask(gao, "2026-03-11", "搬家")

    page = li.page
    page.goto("/search")
    box = page.get_by_label("查找申请")
    box.fill("请假")
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("row", name="李明").first).to_be_visible()
    assert li.serious_faults() == []
    li.picture("search")
    box.fill("搬家")
    expect(page.get_by_text("没有符合条件的申请")).to_be_visible()

    box.fill("都江")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="筛选", exact=True).click()
    page.get_by_role("menuitem", name="保存当前筛选…").click()
    page.get_by_label("名称").fill("探亲")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("筛选已保存")).to_be_visible()
    page.goto("/search")
    page.get_by_role("button", name="筛选", exact=True).click()
    page.get_by_role("menuitem", name="探亲", exact=True).click()
    expect(page).to_have_url(re.compile("q="))
    expect(page.get_by_role("row")).to_have_count(2)


def test_the_palette_finds_requests_by_their_words(visit: Visit) -> None:
    li = visit("liming")
    ask(li, "2026-03-10", "回都江堰探亲")

    li.page.keyboard.press("Control+K")
    li.page.get_by_role("combobox", name="搜索或跳转").fill("江堰")

    expect(li.page.get_by_role("option", name="李明 年假").first).to_be_visible()
    li.picture("palette")


def test_an_export_is_written_in_the_background_and_fetched(visit: Visit) -> None:
    li = visit("liming")
    ask(li, "2026-03-10", "回都江堰探亲")
    page = li.page
    page.goto("/search?process=leave")
    expect(page.get_by_role("row")).to_have_count(2)

    page.get_by_role("button", name="导出 Excel…").click()
    page.get_by_label("事由").check()
    li.picture("export")
    assert li.serious_faults() == []
    page.get_by_role("button", name="开始导出").click()

    link = page.get_by_role("link", name="下载")
    expect(link).to_be_visible()
    with page.expect_download() as begun:
        link.click()
    assert begun.value.suggested_filename.endswith(".xlsx")
    page.goto("/background")
    expect(page.get_by_text("已完成")).to_be_visible()
    li.picture("background")
    assert li.serious_faults() == []


def test_quiet_hours_and_a_daily_digest_are_chosen_once_and_stay(visit: Visit, width: str) -> None:
    chen = visit("chengang", width=width)
    page = chen.page
    page.goto("/notices/settings")
    expect(page.get_by_text(f"邮件发到 {CHENGANG}")).to_be_visible()
    page.get_by_role("radio", name="每天汇总").click()
    page.get_by_role("switch", name="免打扰时段").click()
    page.get_by_role("checkbox", name="抄送给我：邮件").check()
    chen.picture("choices")
    assert chen.serious_faults() == []
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("通知设置已保存")).to_be_visible()

    page.reload()

    expect(page.get_by_role("radio", name="每天汇总")).to_have_attribute("aria-checked", "true")
    expect(page.get_by_role("switch", name="免打扰时段")).to_be_checked()
    expect(page.get_by_role("checkbox", name="抄送给我：邮件")).to_be_checked()


def test_an_administrator_sees_what_became_of_each_mail_and_changes_its_words(
    visit: Visit, mailbox: tuple[Mailbox, int]
) -> None:
    li = visit("liming")
    ask(li, "2026-03-10", "看牙医")
    mailed(mailbox[0], CHENGANG)
    admin = visit("xubo")
    page = admin.page

    page.goto("/mail?tab=log")
    expect(page.get_by_role("row", name=CHENGANG)).to_be_visible()
    admin.picture("log")
    assert admin.serious_faults() == []
    page.get_by_role("tab", name="模板").click()
    page.get_by_role("button", name="预览", exact=True).click()
    expect(page.get_by_role("region", name="预览")).to_contain_text("等你处理")
    expect(page.frame_locator("iframe").get_by_text("等你处理")).to_be_visible()
    admin.picture("templates")
    assert admin.serious_faults() == []
    page.get_by_label("主题").fill("{{ titel")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("模板无法套用")
    # the preview is sandboxed: the clock that tests put into every frame may not run there
    admin.complaints = [one for one in admin.complaints if "about:srcdoc" not in one]


def test_a_request_is_decided_on_a_phone_from_the_link_of_a_mail(
    visit: Visit, chromium: Browser, house: House, mailbox: tuple[Mailbox, int]
) -> None:
    li = visit("liming")
    made = ask(li, "2026-03-10", "看牙医")
    found = re.search(r"http://dujiang\.test(/m#\S+)", text_of(mailed(mailbox[0], CHENGANG)))
    assert found is not None
    phone = Visitor(
        chromium, house.address, house.clock, viewport=PHONE, has_touch=True, name="by-mail"
    )
    page = phone.page

    page.goto(found[1])
    expect(page.get_by_text("这封邮件发给 陈刚")).to_be_visible()
    expect(page.get_by_text("看牙医")).to_be_visible()
    phone.picture("look")
    assert phone.serious_faults() == []
    page.get_by_role("button", name="同意…").click()
    phone.picture("confirm")
    assert phone.serious_faults() == []
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("已同意。")).to_be_visible()
    phone.picture("decided")

    page.reload()
    expect(page.get_by_text("这个链接已经用过")).to_be_visible()
    phone.close()
    timeline = api(li.page, "GET", f"/instances/{made['instanceId']}/timeline")["entries"]
    assert any("通过邮件链接" in entry["text"] for entry in timeline)
