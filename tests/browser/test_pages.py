"""Every page in both languages, on light and dark, on the desk and on the phone: usable, whole, and
in the reader's language.

One house, one sign-in a person, one load a page, language and width; light and dark change under
the open page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from dujiang.main.stage import PeopleOnStage
from tests.browser.conftest import House, opened
from tests.browser.house import DESKTOP, PHONE, Visitor
from tests.browser.test_incidents import filed, leave
from tests.installation import PASSWORD

ZONE: Final = ZoneInfo("Asia/Shanghai")
PAGES: Final = {
    "chengang": (
        "/todo", "/todo/:item", "/done", "/cc", "/start", "/start/leave", "/start/trip", "/search",
        "/notices", "/notices/settings", "/account", "/deputies", "/background", "/nowhere",
    ),
    "liming": ("/mine", "/requests/:request"),
    "linjing": (
        "/processes", "/processes/leave",
        "/processes/leave?tab=form", "/processes/leave?tab=versions",
        "/rules", "/rules/leave_rules", "/rules/leave_rules?tab=versions",
        "/instances", "/instances/:failed", "/incidents",
    ),
    "suwan": ("/audit",),
    "xubo": (
        "/organization", "/permissions", "/handover", "/mail", "/system",
        "/ledgers", "/ledgers/purchase_order", "/connections",
    ),
}  # fmt: skip
"""By whom which page is looked at. `:item` and the like stand for what the house holds."""
READERS: Final = [
    pytest.param(login, language, id=f"{login}-{language[:2]}")
    for login in PAGES
    for language in ("zh-CN", "en-US")
]
NAMED_ONCE: Final = ("rules",)
"""Pages of things that have one name, in whatever language it is: DMN knows no second one."""
WIDTHS: Final = {"desktop": DESKTOP, "phone": PHONE}
OWN_WORDS: Final = re.compile(
    r"李明[^\n]*天|张伟[^\n]*天|王芳[^\n]*天|家中有事|列表太慢|简体中文|都江精工"
)
"""What people have written themselves, and the name of a language in that language."""
HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
KEY: Final = re.compile(r"\b[a-z][A-Za-z]+(?:\.[a-z][A-Za-z]+){1,4}\b")
"""A key without words would be shown as it is, such as `tools.print`."""
NO_KEY: Final = re.compile(
    r"\.(?:example|js|com|org|local|localhost)$|^(?:e\.g|feel|bpmn)\.|initiator\."
)
SETTLE_MS: Final = 150
"""Fonts and the second questions of a page."""
SKIPPED: Final = "code, pre, [data-data], input, textarea, .bjs-powered-by"
WORDS_OF_PAGE: Final = """(skip) => {
  const shown = (node) => node.checkVisibility({ visibilityProperty: true });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (node && !node.closest(skip) && shown(node)) texts.push(walker.currentNode.data);
  }
  const said = ["aria-label", "title", "placeholder"];
  const labels = [...document.querySelectorAll(said.map((name) => `[${name}]`).join(","))]
    .filter((node) => !node.closest(skip) && shown(node))
    .flatMap((node) => said.map((name) => node.getAttribute(name)))
    .filter(Boolean);
  return [...texts, ...labels].join("\\n");
}"""


@dataclass
class LivedIn:
    """A house with requests in several states, and the cookies of who has signed in."""

    house: House
    ids: dict[str, str]
    cookies: dict[str, StorageState] = field(default_factory=dict)

    def path(self, path: str) -> str:
        """The address of a page of `PAGES`."""
        return re.sub(r":(\w+)", lambda name: self.ids[name[1]], path)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivedIn]:
    """Some requests: at a manager, filed, failed at a peer."""
    with opened(tmp_path_factory.mktemp("lived-in")) as house:
        stage = PeopleOnStage(house.app.rooms)
        house.hr.fail(400)
        filed(house, "wangfang", "2026-03-12")
        stage.start("liming", "leave", leave("2026-03-10"), house.clock.now())
        ill = {**leave("2026-03-11"), "type": "SICK"}
        stage.start("zhangwei", "leave", ill, house.clock.now())
        house.travel(datetime(2026, 3, 3, 9, tzinfo=ZONE))
        yield LivedIn(house, {})


def enter(lived: LivedIn, browser: Browser, login: str, language: str, width: str) -> Visitor:
    """A person at a screen, signed in once for all screens; the theme follows the screen."""
    options: dict[str, Any] = {"viewport": WIDTHS[width], "has_touch": width == "phone"}
    if login in lived.cookies:
        options["storage_state"] = lived.cookies[login]
    name = f"pages-{language[:2]}-{width}-{login}"
    house = lived.house
    visitor = Visitor(browser, house.address, house.clock, language=language, name=name, **options)
    if login not in lived.cookies:
        visitor.sign_in(login, PASSWORD)
        lived.cookies[login] = visitor.context.storage_state()
    visitor.page.goto("/notices")
    visitor.prefer(language, "system")
    return visitor


def find_ids(lived: LivedIn, visitor: Visitor) -> None:
    """What the addresses of the person's own things are."""
    ask = visitor.context.request
    for name, path in (
        ("item", "/items?box=todo"),
        ("request", "/instances?scope=mine"),
        ("failed", "/incidents"),
    ):
        answer = ask.get(f"{lived.house.address}/api/v1{path}")
        items = answer.json().get("items", []) if answer.ok else []
        if items:
            lived.ids[name] = items[0].get("instanceId" if name == "failed" else "id", "")


def look(visitor: Visitor, name: str) -> list[str]:
    """What is wrong with the page as it is now, on light and dark."""
    page = visitor.page
    expect(page.get_by_role("main").first).to_be_visible()
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(page.locator("[role=status][aria-label]")).to_have_count(0)
    page.wait_for_timeout(SETTLE_MS)
    wrong = words_of(page, "" if name.startswith(NAMED_ONCE) else visitor.language)
    wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    if wide > 0:
        wrong.append(f"{wide} px too wide")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(f"html[data-theme={theme}]")).to_be_attached()
        visitor.picture(f"{name}-{theme}")
        wrong += [f"{theme}: {fault}" for fault in visitor.serious_faults()]
    page.emulate_media(color_scheme="light")
    return [f"{visitor.name} {name}: {fault}" for fault in wrong]


def words_of(page: Page, language: str) -> list[str]:
    """Keys without words, and words that the reader may not know: also in drawings."""
    text = str(page.evaluate(WORDS_OF_PAGE, SKIPPED))
    wrong = [f"key {key}" for key in KEY.findall(text) if not NO_KEY.search(key)]
    if language == "en-US":
        wrong += HAN.findall(OWN_WORDS.sub("", text))
    return wrong


@pytest.mark.parametrize(("login", "language"), READERS)
def test_every_page_is_whole_and_in_the_language_of_its_reader(
    chromium: Browser, lived_in: LivedIn, login: str, language: str
) -> None:
    wrong: list[str] = []

    for width in WIDTHS:
        visitor = enter(lived_in, chromium, login, language, width)
        find_ids(lived_in, visitor)
        for path in PAGES[login]:
            visitor.page.goto(lived_in.path(path))
            wrong += look(visitor, re.sub(r"\W+", "-", path).strip("-"))
        visitor.close()

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_the_page_of_signing_in_speaks_the_language_of_the_browser(
    chromium: Browser, lived_in: LivedIn, language: str
) -> None:
    house = lived_in.house
    wrong: list[str] = []

    for width, viewport in WIDTHS.items():
        name = f"pages-{language[:2]}-{width}-nobody"
        visitor = Visitor(
            chromium, house.address, house.clock, language=language, name=name, viewport=viewport
        )
        visitor.page.goto("/")
        wrong += look(visitor, "sign-in")
        visitor.close()

    assert not wrong, "\n".join(wrong)
