"""Every page in both languages, on light and dark, on the desk and on the phone: usable, whole, and
in the reader's language."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from dujiang.main.stage import PeopleOnStage
from tests.browser.conftest import House
from tests.browser.house import DESKTOP, PHONE, Visitor
from tests.browser.test_incidents import filed, leave
from tests.installation import PASSWORD

ZONE = ZoneInfo("Asia/Shanghai")
LOOKS = (
    pytest.param("zh-CN", "light", "desktop", id="zh-light-desktop"),
    pytest.param("zh-CN", "dark", "phone", id="zh-dark-phone"),
    pytest.param("en-US", "dark", "desktop", id="en-dark-desktop"),
    pytest.param("en-US", "light", "phone", id="en-light-phone"),
)
PAGES = {
    "chengang": (
        "/todo", "/done", "/cc", "/mine", "/start", "/start/leave", "/notices", "/account",
    ),
    "liming": ("/mine",),
    "linjing": ("/incidents", "/processes"),
    "xubo": ("/system",),
}  # fmt: skip
OWN_WORDS = re.compile(r"李明[^\n]*天|张伟[^\n]*天|王芳[^\n]*天|家中有事|列表太慢|简体中文")
"""What people have written themselves, and the name of a language in that language."""
HAN = re.compile(r"[\u4e00-\u9fff]+")
KEY = re.compile(r"\b[a-z][A-Za-z]+(?:\.[a-z][A-Za-z]+){1,4}\b")
"""A key without words would be shown as it is, such as `tools.print`."""
SETTLE_MS = 400
"""Fonts and the second questions of a page."""
NO_KEY = re.compile(r"\.(?:example|js|com|org|local|localhost)$|^(?:e\.g|feel|bpmn)\.|initiator\.")


def lived_in(house: House) -> int:
    """Some requests: at a manager, filed, failed; a reported problem. The one at the manager."""
    stage = PeopleOnStage(house.app.rooms)
    house.hr.fail(400)
    filed(house, "wangfang", "2026-03-12")
    waiting = stage.start("liming", "leave", leave("2026-03-10"), house.clock.now())
    stage.start("zhangwei", "leave", {**leave("2026-03-11"), "type": "SICK"}, house.clock.now())
    house.travel(datetime(2026, 3, 3, 9, tzinfo=ZONE))
    return waiting


@pytest.fixture
def enter(chromium: Any, house: House) -> Iterator[Callable[..., Visitor]]:
    """Let a person sign in with a language, a theme and a screen."""
    visitors: list[Visitor] = []

    def begin(login: str, language: str, theme: str, width: str) -> Visitor:
        options = {
            "viewport": PHONE if width == "phone" else DESKTOP,
            "has_touch": width == "phone",
            "language": language,
            "theme": theme,
            "name": f"pages-{language[:2]}-{theme}-{width}",
        }
        visitor = Visitor(chromium, house.address, house.clock, **options)
        visitors.append(visitor)
        visitor.sign_in(login, PASSWORD)
        visitor.prefer(language, theme)
        return visitor

    yield begin
    for visitor in visitors:
        visitor.close()


def look(visitor: Visitor, name: str) -> list[str]:
    """What is wrong with the page as it is now."""
    page = visitor.page
    expect(page.get_by_role("main").first).to_be_visible()
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(page.locator("[role=status][aria-label]")).to_have_count(0)
    page.wait_for_timeout(SETTLE_MS)
    visitor.picture(name)
    wrong = [f"{name}: {fault}" for fault in visitor.serious_faults()]
    wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    if wide > 0:
        wrong.append(f"{name}: {wide} px too wide")
    text = visible_text(page)
    wrong += [f"{name}: key {key}" for key in KEY.findall(text) if not NO_KEY.search(key)]
    if visitor.language == "en-US":
        wrong += [f"{name}: {han}" for han in HAN.findall(OWN_WORDS.sub("", text))]
    return wrong


def visible_text(page: Page) -> str:
    """What the page says, with names for those who do not see; without drawings and editors."""
    return str(
        page.evaluate(
            """() => {
              const skip = "svg, .djs-container, code, pre, [data-data], input, textarea";
              const copy = document.body.cloneNode(true);
              for (const node of copy.querySelectorAll(skip)) node.remove();
              const labels = [...document.querySelectorAll("[aria-label], [title], [placeholder]")]
                .filter((node) => !node.closest(skip))
                .flatMap((node) => ["aria-label", "title", "placeholder"]
                  .map((name) => node.getAttribute(name)))
                .filter(Boolean);
              document.body.append(copy);
              const text = copy.innerText;
              copy.remove();
              return [text, ...labels].join("\\n");
            }"""
        )
    )


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_every_page_is_whole_and_in_the_language_of_its_reader(
    enter, house: House, language: str, theme: str, width: str
) -> None:
    waiting = lived_in(house)
    wrong: list[str] = []

    for login, paths in PAGES.items():
        visitor = enter(login, language, theme, width)
        page = visitor.page
        for path in paths:
            page.goto(path)
            wrong += look(visitor, path.strip("/").replace("/", "-"))
        if login == "chengang":
            page.goto("/todo")
            page.get_by_text("李明 年假 1 天").first.click()
            expect(page.get_by_role("heading", name="李明 年假 1 天")).to_be_visible()
            wrong += look(visitor, "item")
        if login == "liming":
            page.locator("a[href^='/requests/']").first.click()
            expect(page.get_by_role("heading", name="李明 年假 1 天")).to_be_visible()
            wrong += look(visitor, "request")

    assert waiting
    assert wrong == []
