"""The whole product in one process, driven over HTTP on a clock that stands still.

`World` opens an installation with the demo company. Nothing works by itself: `travel` moves the
clock through every planned instant, `drain` lets due timers and deliveries happen. In *reopening*
mode everything is closed and opened again before every request that changes something and before
every drain, as if the server had been restarted between any two commands.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.testclient import TestClient

from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from tests.installation import MONDAY, Browser, open_app, set_passwords
from tests.peers.peer import signed

ZONE: Final = ZoneInfo("Asia/Shanghai")


class _Restarting:
    """An HTTP client of a server that is started anew before whatever changes something."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.cookies = world.client.cookies

    def request(self, method: str, url: str, **given: Any) -> Any:
        if method not in ("GET", "HEAD"):
            self._world.reopen()
        return self._world.client.request(method, url, **given)

    def post(self, url: str, **given: Any) -> Any:
        return self.request("POST", url, **given)


class World:
    """One installation and the people who use it."""

    def __init__(
        self,
        folder: Path,
        *,
        url: str = "",
        now: datetime = MONDAY,
        peers: Mapping[str, str] | None = None,
        is_reopening: bool = False,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self._settings = dict(settings or {})
        self.clock = ManualClock(now)
        self._folder = folder
        self._url = url
        self._peers = dict(peers or {})
        self._is_reopening = is_reopening
        self._stack = ExitStack()
        self._browsers: dict[str, Browser] = {}
        self._keys = count(1)
        self.reopen_count = 0
        self._open()
        self.app.load_demo()
        set_passwords(self.app)

    # The server

    def _open(self) -> None:
        self.app: App = open_app(
            self._folder, self.clock, url=self._url, peers=self._peers, **self._settings
        )
        self.client: TestClient = self._stack.enter_context(
            TestClient(self.app.asgi, base_url="http://dujiang.test")
        )

    def reopen(self, *, force: bool = False) -> None:
        """Close and open everything, in reopening mode or when it is forced."""
        if self._is_reopening or force:
            self.close()
            self._open()
            self.reopen_count += 1

    def close(self) -> None:
        """Stop the server."""
        self._stack.close()

    @contextmanager
    def another_node(self) -> Iterator[App]:
        """A second server on the same PostgreSQL; an embedded database has no second one."""
        assert self._url, "the database is embedded"
        folder = self._folder / "another"
        app = open_app(folder, self.clock, url=self._url, peers=self._peers, **self._settings)
        with TestClient(app.asgi, base_url="http://another.test"):
            yield app

    # Time

    @staticmethod
    def at(text: str) -> datetime:
        """An instant in the company's time zone: `2026-03-10 15:00`."""
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)

    def drain(self) -> None:
        """Let everything happen that is due now: timers, deadlines, deliveries."""
        self.reopen()
        self.app.rooms.duties.drain()

    def travel(self, to: datetime | str | timedelta) -> None:
        """Move the clock, stopping at every instant at which something is planned."""
        target = self._target(to)
        while True:
            self.drain()
            planned = self.app.rooms.duties.next_at()
            if planned is None or planned > target:
                break
            self.clock.set(max(planned, self.clock.now()))
        self.clock.set(target)
        self.drain()

    def _target(self, to: datetime | str | timedelta) -> datetime:
        match to:
            case timedelta():
                return self.clock.now() + to
            case str():
                return self.at(to)
            case _:
                return to

    # People

    def as_(self, login: str, language: str = "zh-CN") -> Browser:
        """The browser of a person, signed in at first use and when the session has run out."""
        browser = self._browsers.get(login)
        if browser is None or browser.expires_at <= self.clock.now():
            browser = Browser(_Restarting(self), login, language)  # type: ignore[arg-type]
            self._browsers[login] = browser
        return browser

    def person_id(self, login: str) -> str:
        """The id of a person."""
        found = self.as_("xubo").get("/people", q=login)["items"]
        return str(found[0]["id"])

    # Work

    def fresh_key(self) -> str:
        """An idempotency key as a browser would make it when a form is opened."""
        return f"key-{next(self._keys)}"

    def start_body(self, login: str, process: str, values: Any) -> dict[str, Any]:
        """What a browser sends when a start form has been filled in."""
        form = self.as_(login).get(f"/processes/{process}/start-form")
        return {
            "processKey": process,
            "versionId": form["versionId"],
            "values": {**form["values"], **values},
        }

    def try_submit(self, login: str, process: str, values: Any) -> Any:
        """Submit a start form; the raw response."""
        body = self.start_body(login, process, values)
        return self.as_(login).send("POST", "/instances", body, key=self.fresh_key())

    def submit(self, login: str, process: str, values: Any) -> dict[str, Any]:
        """Submit a start form that is right; the new instance as its initiator sees it."""
        answer = self.try_submit(login, process, values)
        assert answer.status_code == 201, answer.text
        return self.instance(login, answer.json()["instanceId"])

    def instance(self, login: str, instance_id: str) -> dict[str, Any]:
        """An instance as a person sees it."""
        seen: dict[str, Any] = self.as_(login).get(f"/instances/{instance_id}")
        return seen

    def todo(self, login: str) -> list[dict[str, Any]]:
        """The to-do list of a person."""
        items: list[dict[str, Any]] = self.as_(login).get("/items", box="todo")["items"]
        return items

    def item(self, login: str, instance: Mapping[str, Any]) -> dict[str, Any]:
        """The open item of a person in an instance."""
        mine = [item for item in self.todo(login) if item["instanceId"] == instance["id"]]
        assert len(mine) == 1, f"{login} has {len(mine)} open items in {instance['number']}"
        return mine[0]

    def try_decide(self, login: str, instance: Mapping[str, Any], action: str, **given: Any) -> Any:
        """Decide the open item of a person; the raw response."""
        item = self.item(login, instance)
        body = {"action": action, "version": item["version"], **given}
        path = f"/items/{item['id']}/decisions"
        return self.as_(login).send("POST", path, body, key=self.fresh_key())

    def decide(self, login: str, instance: Mapping[str, Any], action: str, **given: Any) -> Any:
        """Decide the open item of a person and succeed."""
        answer = self.try_decide(login, instance, action, **given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def try_withdraw(self, login: str, instance: Mapping[str, Any]) -> Any:
        """Take an instance back; the raw response."""
        path = f"/instances/{instance['id']}/withdraw"
        return self.as_(login).send("POST", path, {"reason": "改期"}, key=self.fresh_key())

    def withdraw(self, login: str, instance: Mapping[str, Any]) -> None:
        """Take an instance back and succeed."""
        answer = self.try_withdraw(login, instance)
        assert answer.status_code == 200, answer.text

    def try_revoke(self, login: str, instance: Mapping[str, Any]) -> Any:
        """Ask that an approved instance be revoked; the raw response."""
        path = f"/instances/{instance['id']}/revoke"
        return self.as_(login).send("POST", path, {"reason": "改期了"}, key=self.fresh_key())

    def revoke(self, login: str, instance: Mapping[str, Any]) -> dict[str, Any]:
        """Ask for the revocation of an instance; the instance that asks."""
        answer = self.try_revoke(login, instance)
        assert answer.status_code == 201, answer.text
        return self.instance(login, answer.json()["instanceId"])

    def resubmit(self, login: str, instance: Mapping[str, Any], values: Any) -> dict[str, Any]:
        """Submit a start form that came back; the instance as its initiator sees it then."""
        self.decide(login, instance, "submit", values=values)
        return self.instance(login, str(instance["id"]))

    def upload(self, login: str, name: str, content: bytes) -> str:
        """Upload a file; its id."""
        answer = self.as_(login).request("POST", "/files", files={"file": (name, content)})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def at_once(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        """The answers to calls that are made at the same moment, without a restart between."""
        self.reopen()
        is_reopening, self._is_reopening = self._is_reopening, False
        try:
            with ThreadPoolExecutor(len(calls)) as pool:
                return list(pool.map(lambda call: call(), calls))
        finally:
            self._is_reopening = is_reopening

    def waiting_for(self, instance: Mapping[str, Any], *, seen_by: str) -> list[str]:
        """Names of the people, or groups, whose turn it is."""
        waiting = self.instance(seen_by, str(instance["id"]))["waiting"]
        return [entry["person"]["name"] if entry["person"] else entry["group"] for entry in waiting]

    # Other systems

    def open_hook(self, connection: str) -> str:
        """Give the webhook of a connection a new secret, as an administrator does; the secret."""
        answer = self.as_("xubo").send("POST", f"/connections/{connection}/hook-secret")
        assert answer.status_code == 201, answer.text
        return str(answer.json()["secret"])

    def hook(self, connection: str, secret: str, content: Any, *, delivery: str = "") -> Any:
        """Tell us something as the other system does, signed now; the raw response."""
        self.reopen()
        body, headers = signed(secret, content, self.clock.now(), delivery=delivery)
        path = f"/api/v1/hooks/{connection}"
        return self.client.post(path, content=body, headers=headers)

    # Ledgers

    def rows(self, ledger: str, **cells: Any) -> list[dict[str, Any]]:
        """Cells of the ledger's rows that have these values, as the administrator sees them."""
        browser, found, cursor = self.as_("xubo"), [], ""
        while True:
            page = browser.get(f"/ledgers/{ledger}/rows", limit=100, cursor=cursor)
            found += [row["values"] for row in page["items"]]
            cursor = page["nextCursor"] or ""
            if not cursor:
                break
        return [row for row in found if all(row.get(name) == v for name, v in cells.items())]


@contextmanager
def opened_world(folder: Path, **given: Any) -> Iterator[World]:
    """A world that is closed at the end."""
    world = World(folder, **given)
    try:
        yield world
    finally:
        world.close()


def day(text: str) -> date:
    """A date: `2026-03-10`."""
    return date.fromisoformat(text)
