"""A small directory of accounts: they are opened and disabled, each call once a key."""

from typing import Any

from tests.peers.peer import Answer, Peer, Seen


class DirectoryPeer(Peer):
    """A key that is known gets the first answer again."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: dict[str, Any] = {}
        """By idempotency key."""
        self.disabled: dict[str, Any] = {}
        """By idempotency key."""

    def serve(self, arrived: Seen) -> Answer:
        """`POST /accounts` and `POST /accounts/{id}/disable`."""
        if arrived.method != "POST" or not arrived.path.startswith("/accounts"):
            return 404, {"error": "unknown"}
        if arrived.path == "/accounts":
            account = f"{arrived.body['login']}@{arrived.body['system']}"
            self.opened.setdefault(arrived.key, {"id": account, **arrived.body})
            return 201, {"id": self.opened[arrived.key]["id"]}
        self.disabled.setdefault(arrived.key, {"path": arrived.path, **(arrived.body or {})})
        return 200, {"state": "DISABLED"}
