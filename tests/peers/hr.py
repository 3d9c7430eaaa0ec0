"""A small HR system: employees, leaves and terminations, faults that can be switched on."""

from typing import Any

from tests.peers.peer import Answer, Peer, Seen


class HrPeer(Peer):
    """A key that is known gets the first answer again. `candidates` are known by their ids."""

    def __init__(self) -> None:
        super().__init__()
        self.leaves: dict[str, Any] = {}
        self.employees: dict[str, Any] = {}
        self.recorded: dict[str, Any] = {}
        """Employees that we have told it of, by idempotency key."""
        self.candidates: dict[str, Any] = {}
        self.terminations: dict[str, Any] = {}

    def serve(self, arrived: Seen) -> Answer:
        """Employees are read, leaves are taken down."""
        if arrived.method == "GET":
            known = self.candidates if "/candidates/" in arrived.path else self.employees
            found = known.get(arrived.path.rpartition("/")[2])
            return (200, found) if found else (404, {"error": "unknown"})
        kept = {
            "/leaves": self.leaves,
            "/terminations": self.terminations,
            "/employees": self.recorded,
        }.get(arrived.path)
        if kept is None:
            return 404, {"error": "unknown"}
        if arrived.key not in kept:
            kept[arrived.key] = {"id": len(kept) + 1, **(arrived.body or {})}
        return 201, {"id": kept[arrived.key]["id"]}
