"""Administrators keep the organisation and permissions; people name deputies and hand work over."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyotp
import pytest
import xlsxwriter
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import House
from tests.browser.house import Visitor
from tests.browser.test_leave import THREE_DAYS, fill_leave, open_item, submit
from tests.installation import PASSWORD

ZONE = ZoneInfo("Asia/Shanghai")


def sheet(path: Path, *people: tuple[str, ...]) -> Path:
    """An Excel file with people."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("人员")
    page.write_row(0, 0, ("工号", "姓名", "登录名", "部门编码"))
    for line, row in enumerate(people, start=1):
        page.write_row(line, 0, row)
    book.close()
    return path


def pick(page: Page, field: Locator, typed: str) -> None:
    """Choose the first entry that fits what is typed into a field with a list."""
    field.click()
    field.fill(typed)
    page.locator(".ant-select-dropdown:visible").get_by_text(typed).first.click()


def find_person(page: Page, name: str) -> None:
    """Open somebody in the organisation."""
    page.goto("/organization")
    page.get_by_role("searchbox").first.fill(name)
    page.get_by_role("row").get_by_role("button", name=name).first.click()


def told(page: Page, text: str) -> None:
    """Wait for what is said at the bottom."""
    expect(page.get_by_role("status").get_by_text(text).first).to_be_visible()


def faults(visitor: Visitor) -> list[str]:
    """What axe finds, without what the component library leaves behind of a field once opened.

    Its closed list stays in the page as a nameless listbox of no size, its clear mark as a small
    target beside the field; both are out of our reach.
    """
    return [
        fault
        for fault in visitor.serious_faults()
        if 'role="listbox"' not in fault and "ant-picker-clear" not in fault
    ]


@pytest.mark.spec("A1")
def test_an_import_with_mistakes_names_them_by_row_and_the_corrected_file_goes_in(
    visit, tmp_path: Path
) -> None:
    admin = visit("xubo")
    page = admin.page
    page.goto("/organization")
    page.get_by_role("button", name="从 Excel 导入").click()
    dialog = page.get_by_role("dialog")
    wrong = sheet(
        tmp_path / "wrong.xlsx", ("E090", "赵一", "zhaoyi", "D99"), ("", "钱二", "q", "D40")
    )

    dialog.locator("input[type=file]").set_input_files(wrong)

    expect(dialog.get_by_text("2 处问题")).to_be_visible()
    expect(dialog.get_by_role("row").filter(has_text="人员 第 2 行")).to_contain_text("部门编码")
    expect(dialog.get_by_role("row").filter(has_text="人员 第 3 行")).to_contain_text("工号")
    admin.picture("mistakes")
    assert faults(admin) == []

    right = sheet(tmp_path / "right.xlsx", ("E090", "赵一", "zhaoyi", "D40"))
    dialog.locator("input[type=file]").set_input_files(right)
    dialog.get_by_role("button", name="导入 1 项变更").click()
    told(page, "已导入，1 项变更生效")
    find_person(page, "赵一")
    expect(page.get_by_role("complementary").get_by_text("工号 E090")).to_be_visible()


@pytest.mark.spec("A1")
def test_a_department_is_moved_by_dragging_and_by_its_menu(visit) -> None:
    admin = visit("xubo")
    page = admin.page
    page.goto("/organization")
    tree = page.get_by_role("tree")
    service, it = (tree.get_by_role("treeitem", name=name) for name in ("售后服务部", "信息技术部"))
    start, end = service.bounding_box(), it.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 60, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 15, steps=8)
    page.mouse.up()

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("5 人跟着一起移动")).to_be_visible()
    admin.picture("move")
    dialog.get_by_role("button", name="现在移动").click()
    told(page, "售后服务部已移到信息技术部")

    service.click()
    page.get_by_role("button", name="更多部门操作").click()
    page.get_by_role("menuitem", name="移到别处").click()
    pick(page, dialog.get_by_label("移到哪个部门下面"), "销售部")
    dialog.get_by_role("button", name="现在移动").click()
    told(page, "售后服务部已移到销售部")


@pytest.mark.spec("A1")
def test_a_transfer_next_monday_is_shown_as_planned_and_happens_then(
    visit, house: House, width: str
) -> None:
    admin = visit("xubo", width=width)
    page = admin.page
    find_person(page, "李明")
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem", name="调动").click()
    dialog = page.get_by_role("dialog")
    pick(page, dialog.get_by_label("调到"), "信息技术部")
    day = dialog.get_by_label("生效日期")
    day.focus()
    day.fill("2026-03-09")
    day.press("Enter")
    dialog.get_by_role("button", name="到时调动").click()
    told(page, "已安排李明的调动")
    admin.picture("planned")

    page.goto("/organization?part=planned")
    expect(page.get_by_text("李明 调到 信息技术部")).to_be_visible()
    assert faults(admin) == []

    house.travel(datetime(2026, 3, 9, 0, 1, tzinfo=ZONE))
    admin = visit("xubo", width=width)
    find_person(admin.page, "李明")
    admin.page.get_by_role("tab", name="资料").click()
    expect(admin.page.get_by_role("tabpanel").get_by_text("信息技术部").first).to_be_visible()


@pytest.mark.spec("A7")
def test_a_deputy_is_named_in_a_sentence_and_acts_for_the_person(visit, width: str) -> None:
    manager = visit("chengang", width=width)
    page = manager.page
    page.goto("/deputies")
    page.get_by_role("button", name="设置代理").first.click()
    form = page.get_by_role("form", name="设置代理")
    pick(page, form.get_by_label("代理人").first, "孙强")
    days = form.locator(".ant-picker-range input")
    days.nth(0).click()
    for place, day in enumerate(("2026-03-02", "2026-03-06")):
        days.nth(place).fill(day)
        days.nth(place).press("Enter")
    days.nth(1).press("Tab")
    expect(
        form.get_by_text("3月2日到3月6日，所有流程新到的待办由 孙强 代 陈刚 办理")
    ).to_be_visible()
    manager.picture("sentence")
    assert faults(manager) == []
    form.get_by_role("button", name="保存代理").click()
    told(page, "已设置由孙强代理")
    expect(page.get_by_text("现在新到的待办由 孙强 代 陈刚 办理。")).to_be_visible()

    employee = visit("liming", width=width)
    submit(fill_leave(employee, THREE_DAYS, "回家探亲"))
    expect(employee.page.get_by_text("QJ20260302-0001").first).to_be_visible()
    deputy = visit("sunqiang", width=width)
    open_item(deputy, "李明 年假 3 天")
    expect(deputy.page.get_by_text("代", exact=True).first).to_be_visible()
    deputy.picture("acting")


@pytest.mark.spec("A9")
def test_work_is_handed_over_as_previewed(visit, width: str) -> None:
    employee = visit("liming", width=width)
    submit(fill_leave(employee, THREE_DAYS, "回家探亲"))
    expect(employee.page.get_by_text("QJ20260302-0001").first).to_be_visible()
    admin = visit("xubo", width=width)
    page = admin.page
    page.goto("/handover")
    pick(page, page.get_by_label("谁的工作"), "陈刚")
    pick(page, page.get_by_label("交给谁"), "孙强")

    expect(page.get_by_text("李明 年假 3 天")).to_be_visible()
    expect(page.get_by_role("region", name="负责人与副职")).to_contain_text("生产部")
    admin.picture("preview")
    assert faults(admin) == []
    page.get_by_role("button", name="交接给孙强").click()
    expect(page.get_by_text("1 项待办已交接")).to_be_visible()

    successor = visit("sunqiang", width=width)
    open_item(successor, "李明 年假 3 天")


@pytest.mark.spec("C1")
def test_effects_on_real_people_are_shown_before_a_role_is_saved(visit) -> None:
    admin = visit("xubo")
    page = admin.page
    page.goto("/permissions?role=legal")
    expect(page.get_by_text("员工都有").first).to_be_visible()

    page.get_by_label("查看流程定义的数据范围").click()
    page.locator(".ant-select-dropdown:visible").get_by_text("全部", exact=True).click()

    effects = page.get_by_role("region", name="保存后会怎样")
    expect(effects.get_by_text("2 人将能：查看流程定义")).to_be_visible()
    admin.picture("effects")
    assert faults(admin) == []
    page.get_by_role("button", name="保存 1 处改动").click()
    told(page, "法务的权限已保存")


@pytest.mark.spec("C4")
def test_the_second_factor_is_enrolled_and_asked_for(visit, house: House) -> None:
    person = visit("liming")
    page = person.page
    page.goto("/account")
    page.get_by_role("button", name="开启动态码").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("登录密码").fill(PASSWORD)
    dialog.get_by_role("button", name="下一步").click()
    expect(dialog.get_by_role("img", name="给验证器扫的二维码")).to_be_visible()
    person.picture("scan")
    key = dialog.get_by_text(re.compile("^[A-Z2-7]{32}$")).first.text_content()
    assert key
    dialog.get_by_label("App 上的 6 位动态码").fill(pyotp.TOTP(key).at(house.clock.now()))
    dialog.get_by_role("button", name="开启", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(10)
    recovery = page.get_by_role("dialog").get_by_role("listitem").first.text_content()
    page.get_by_role("button", name="已经存好").click()
    expect(page.get_by_text("还剩 10 个恢复码")).to_be_visible()

    page.get_by_role("button", name="退出登录").click()
    page.locator("input[autocomplete=username]").fill("liming")
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("动态码").fill(recovery or "")
    person.picture("code")
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation").first).to_be_visible()


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_pages_of_administrators_are_accessible_and_fit(visit, width: str, language: str) -> None:
    admin: Visitor = visit("xubo", width=width, language=language)
    page = admin.page
    page.evaluate(
        """async (language) => {
          const session = await (await fetch("/api/v1/session")).json();
          await fetch("/api/v1/me/preferences", {
            method: "PUT",
            headers: {"content-type": "application/json", "x-csrf-token": session.csrfToken},
            body: JSON.stringify({language, theme: "light"}),
          });
          localStorage.setItem("dujiang.language", language);
        }""",
        language,
    )
    for path in ("/organization", "/organization?part=positions", "/organization?part=groups",
                 "/permissions", "/deputies", "/handover", "/account"):  # fmt: skip
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        admin.picture(path.strip("/").replace("?part=", "-"))
        assert faults(admin) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
