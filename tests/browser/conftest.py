"""A running product with the demo company, and browsers at both widths."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from dujiang.runtime import Clockwork, Duties, Outbox
from tests.architecture.source import ROOT
from tests.browser.house import CHROMIUM, CHROMIUM_ARGUMENTS, DESKTOP, PHONE, Visitor, served
from tests.installation import MONDAY, PASSWORD, open_app, set_passwords
from tests.peers.directory import DirectoryPeer
from tests.peers.erp import ErpPeer
from tests.peers.hr import HrPeer


@dataclass
class House:
    """The running product: where it is, and its clock."""

    app: App
    address: str
    clock: ManualClock
    hr: HrPeer
    erp: ErpPeer

    def travel(self, to: datetime) -> None:
        """Move the clock, stopping at every instant at which something is planned.

        From the first journey on nothing works by itself: what is due happens here, in order.
        """
        self.app.rooms.duties.stop()
        duties = self._own_duties()
        while True:
            duties.drain()
            planned = duties.next_at()
            if planned is None or planned > to:
                break
            self.clock.set(max(planned, self.clock.now()))
        self.clock.set(to)
        duties.drain()

    def _own_duties(self) -> Duties:
        door = self.app.dispatcher
        outbox = Outbox(door, self.app.rooms.job_types, running=0)
        return Duties(door, (Clockwork(door), outbox))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one for all tests of a worker."""
    assert CHROMIUM, "Chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opened(data: Path, **settings: Any) -> Iterator[House]:
    """A fresh installation with the demo company, served on this machine."""
    clock = ManualClock(MONDAY)
    with HrPeer() as hr, ErpPeer() as erp, DirectoryPeer() as accounts:
        app = open_app(
            data,
            clock,
            is_threaded=True,
            web=ROOT / "web" / "dist",
            peers={"hr": hr.url, "erp": erp.url, "dir": accounts.url},
            **settings,
        )
        app.load_demo()
        set_passwords(app)
        with served(app) as address:
            yield House(app, address, clock, hr, erp)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house of the test's own."""
    with opened(tmp_path) as house:
        yield house


@pytest.fixture(params=["desktop", "phone"])
def width(request: pytest.FixtureRequest) -> str:
    """Both widths the product is made for."""
    return str(request.param)


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, chromium: Browser, house: House
) -> Iterator[Callable[..., Visitor]]:
    """Let a person sign in at a screen of their own."""
    visitors: list[Visitor] = []
    story = request.node.name.replace("[", "-").replace("]", "")

    def begin(login: str, *, width: str = "desktop", **options: Any) -> Visitor:
        viewport = PHONE if width == "phone" else DESKTOP
        given = {"viewport": viewport, "has_touch": width == "phone", **options}
        visitor = Visitor(chromium, house.address, house.clock, name=f"{story}-{login}", **given)
        visitors.append(visitor)
        return visitor.sign_in(login, PASSWORD)

    yield begin
    for visitor in visitors:
        visitor.picture("last")
    for visitor in visitors:
        visitor.close()
