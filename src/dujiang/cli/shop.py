"""What the commands need and main provides: settings, an opened installation, the application."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import msgspec

from dujiang.kernel.clock import Clock
from dujiang.kernel.words import Language, Words
from dujiang.settings import Settings


class Opened(Protocol):
    """An installation that is open for commands, without serving HTTP."""

    @property
    def applied(self) -> Sequence[str]:
        """The schema's revisions that opening has applied."""
        ...

    def has_people(self) -> bool:
        """Whether somebody has an account."""
        ...

    def load_demo(self) -> None:
        """Load the demo company."""
        ...

    def demo_accounts(self) -> Sequence[tuple[str, str, str]]:
        """Logins of the demo company to try, with name and position; none where it is not."""
        ...

    def reindex(self, tell: Callable[[int], None]) -> int:
        """Write anew what every request is found by; `tell` hears how many are done."""
        ...

    def load_history(self) -> int:
        """Let the demo company have worked for a while."""
        ...

    def deploy(self, documents: Mapping[str, bytes], note: str) -> tuple[str, int]:
        """Deploy a model with its forms and decisions; process key and version."""
        ...

    def submit(self, command: msgspec.Struct) -> Any:  # noqa: ANN401 - the answer's body
        """Give a command in the system's name; a refusal is raised."""
        ...

    def set_password(self, login: str, password: str) -> None:
        """Give somebody a password."""
        ...

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        ...

    @property
    def has_frontend(self) -> bool:
        """Whether the built front end is there."""
        ...

    @property
    def clock(self) -> Clock:
        """The installation's clock."""
        ...

    @property
    def asgi(self) -> Any:  # noqa: ANN401 - an ASGI application
        """What a server calls."""
        ...

    def stop_streams(self) -> None:
        """End the open event streams, so that a stop need not wait for them."""
        ...

    def create_token(
        self, login: str, name: str, scopes: Sequence[str], expires_at: datetime | None
    ) -> str:
        """Make an API token for a person; its text."""
        ...


class Shop(Protocol):
    """What main offers."""

    @property
    def words(self) -> Words:
        """The words of all rooms."""
        ...

    def settings(self, config: Path | None, **overrides: object) -> Settings:
        """The settings of this process. Raises `InvalidInput`."""
        ...

    def opened(self, settings: Settings) -> AbstractContextManager["Opened"]:
        """Open the installation, its database brought up to date, and close it again."""
        ...

    def openapi(self) -> bytes:
        """The API's description."""
        ...


Say = Callable[..., str]


def speaker(words: Words, language: Language) -> Say:
    """Words of the command line in the terminal's language."""

    def say(code: str, /, **params: object) -> str:
        return words.say(code, params, language)

    return say
