"""A small ERP: orders are made once a key, moved on by hand, canceled, and asked for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.peers.peer import Answer, Peer, Seen


@dataclass
class Order:
    """A purchase order; every change of its status is a version."""

    po: str
    key: str
    supplier: str
    total: Decimal
    lines: list[dict[str, Any]]
    status: str = "CREATED"
    version: int = 1
    changed_at: datetime = field(default_factory=lambda: datetime.min.replace(tzinfo=UTC))

    @property
    def news(self) -> dict[str, Any]:
        """What a webhook, a poll and an answer say of it."""
        return {"po": self.po, "status": self.status, "version": self.version}


class ErpPeer(Peer):
    """A key that is known gets the first success again; goods that came cannot be canceled."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: dict[str, Order] = {}
        """By number."""
        self.now = datetime(2026, 3, 2, 1, tzinfo=UTC)
        """When changes happen here."""

    def move(self, po: str, status: str) -> dict[str, Any]:
        """Somebody in the ERP changes the status of an order; what its webhook says."""
        order = self.orders[po]
        order.status, order.version, order.changed_at = status, order.version + 1, self.now
        return order.news

    def serve(self, arrived: Seen) -> Answer:
        """`POST /purchases`, `POST /purchases/{po}/cancel`, `GET /purchases?changed_since=`."""
        parts = arrived.path.partition("?")[0].strip("/").split("/")
        match arrived.method, parts:
            case "POST", ["purchases"]:
                return self._create(arrived)
            case "POST", ["purchases", po, "cancel"]:
                return self._cancel(po)
            case "GET", ["purchases"]:
                since = datetime.fromisoformat(arrived.query["changed_since"])
                found = [o for o in self.orders.values() if o.changed_at >= since]
                return 200, [order.news for order in found]
            case _:
                return 404, {"error": "unknown"}

    def _create(self, arrived: Seen) -> Answer:
        for order in self.orders.values():
            if order.key == arrived.key:
                return 200, order.news
        body = arrived.body
        order = Order(
            po=f"PO-2026-{len(self.orders) + 8:04}",
            key=arrived.key,
            supplier=body["supplier"],
            total=Decimal(str(body["total"])),
            lines=body["lines"],
            changed_at=self.now,
        )
        self.orders[order.po] = order
        return 201, order.news

    def _cancel(self, po: str) -> Answer:
        order = self.orders.get(po)
        if order is None:
            return 404, {"error": "unknown"}
        if order.status in ("PARTLY", "RECEIVED"):
            return 409, {"error": "received", **order.news}
        if order.status != "CANCELLED":
            self.move(po, "CANCELLED")
        return 200, order.news
