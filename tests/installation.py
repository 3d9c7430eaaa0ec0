"""A whole installation inside the test's process: cheap passwords, a clock that stands still."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import structlog
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from dujiang.identity import Passwords, SetPassword
from dujiang.kernel.clock import ManualClock
from dujiang.main import App, build
from dujiang.settings import Secret, Settings
from dujiang.store import Store

MONDAY: Final = datetime(2026, 3, 2, 1, tzinfo=UTC)
"""Mon 2026-03-02 09:00 in Shanghai: the base date of SCENARIOS."""
PASSWORD: Final = "correct horse"  # noqa: S105 - of nobody
KEY: Final = Secret("11" * 32)

_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_HASHED = _HASHER.hash(PASSWORD)
CHEAP_PASSWORDS: Final = Passwords(_HASHER)


def quiet() -> None:
    """Log mistakes of ours alone, where pytest shows them beside the test that fails."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("error"),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )


def open_app(
    data: Path, clock: ManualClock, *, url: str = "", is_threaded: bool = False, **settings: Any
) -> App:
    """Open an installation, as a restart would. Without threads it works on the caller's."""
    quiet()
    given = {
        "secret_key": KEY,
        "database_url": Secret(url),
        "log_level": "error",
        "peer_networks": "127.0.0.0/8",
        **settings,
    }
    return build(
        Settings(data=data, **given),
        clock=clock,
        passwords=CHEAP_PASSWORDS,
        is_threaded=is_threaded,
        make_schema=_create_missing,
    )


def _create_missing(store: Store) -> tuple[str, ...]:
    """Faster than the revisions, and the same (`tests/upgrade`)."""
    store.create_missing()
    return ()


def install(app: App, commands: Sequence[msgspec.Struct]) -> None:
    """Give commands in the system's name, then the same password to everybody."""
    app.install()
    for command in commands:
        app.submit(command)
    set_passwords(app)


def set_passwords(app: App) -> None:
    """Give everybody the same cheap password."""
    for person in app.directory.current().people():
        set_password(app, person.login)


def set_password(app: App, login: str) -> None:
    """Give somebody the cheap password; their sessions end."""
    person = app.directory.current().person_by_login(login)
    assert person is not None
    app.submit(SetPassword(person_id=person.id, password_hash=_HASHED))


@contextmanager
def serving(app: App) -> Iterator[TestClient]:
    """An HTTP client of the running application; ends with the application stopped."""
    with TestClient(app.asgi, base_url="http://dujiang.test") as client:
        yield client


class Browser:
    """One person's browser: keeps the cookie, sends the CSRF token."""

    def __init__(self, client: TestClient, login: str, language: str = "zh-CN") -> None:
        self._client = client
        self._headers = {"accept-language": language}
        answer = client.post(
            "/api/v1/session", json={"login": login, "password": PASSWORD}, headers=self._headers
        )
        assert answer.status_code == 200, answer.text
        self.session = answer.json()
        self.id: str = self.session["person"]["id"]
        self.expires_at = datetime.fromisoformat(self.session["expiresAt"])
        self._cookie = answer.cookies["dujiang_session"]
        client.cookies.clear()

    def move_to(self, client: TestClient) -> None:
        """Go on against a server that was started anew."""
        self._client = client

    def request(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **given: Any
    ) -> Any:
        """One request below the API's prefix; the raw response."""
        own = {**self._headers, "cookie": f"dujiang_session={self._cookie}"}
        if method != "GET":
            own["x-csrf-token"] = self.session["csrfToken"]
        return self._client.request(
            method, f"/api/v1{path}", headers={**own, **(headers or {})}, **given
        )

    def get(self, path: str, **query: Any) -> Any:
        """The document at a path; the test fails on any problem."""
        response = self.request("GET", path, params=query)
        assert response.status_code == 200, f"{path}: {response.text}"
        return response.json()

    def send(self, method: str, path: str, body: Any = None, *, key: str = "") -> Any:
        """Send a document; the raw response."""
        headers = {"idempotency-key": key} if key else {}
        return self.request(method, path, json=body, headers=headers)
