"""Access tokens of OAuth2 connections, while they are good."""

from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from dujiang.connectors.connections import Connection

TOKEN_SPARE: Final = timedelta(seconds=60)
"""A token that ends sooner than this is not used any more."""


class Tokens:
    """Access tokens that are still good, by connection. Kept in memory alone."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], tuple[str, datetime]] = {}
        self._lock = Lock()

    def find(self, connection: Connection, now: datetime) -> str | None:
        """The token, if it lasts a while longer."""
        with self._lock:
            token, until = self._known.get(_place(connection), ("", now))
        return token if token and until - TOKEN_SPARE > now else None

    def keep(self, connection: Connection, token: str, until: datetime) -> None:
        """Remember a token until it ends."""
        with self._lock:
            self._known[_place(connection)] = (token, until)

    def forget(self, connection: Connection) -> None:
        """It was not taken."""
        with self._lock:
            self._known.pop(_place(connection), None)


def _place(connection: Connection) -> tuple[str, ...]:
    given = connection.authentication
    return (connection.key, given.token_url, given.user, given.scope, connection.secret)
