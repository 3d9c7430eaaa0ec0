"""A small bank: transfers happen once a key, can be asked for, and can be refused."""

from dataclasses import dataclass
from decimal import Decimal

from tests.peers.peer import Answer, Peer, Seen


@dataclass(frozen=True)
class Transfer:
    """Money that has left."""

    bank_tx: str
    ref: str
    account: str
    payee: str
    amount: Decimal


class BankPeer(Peer):
    """A key that is known gets the first answer again."""

    def __init__(self) -> None:
        super().__init__()
        self.transfers: dict[str, Transfer] = {}
        """By idempotency key."""
        self.is_refusing = False

    def serve(self, arrived: Seen) -> Answer:
        """`POST /transfers` and `GET /transfers?key`."""
        key = arrived.key if arrived.method == "POST" else arrived.query.get("key", "")
        known = self.transfers.get(key)
        if known is not None:
            return 200, {"bank_tx": known.bank_tx}
        if arrived.method == "GET":
            return 404, {"error": "unknown"}
        if self.is_refusing:
            return 422, {"error": "account closed"}
        body = arrived.body
        done = Transfer(
            bank_tx=f"TX-{len(self.transfers) + 1:04}",
            ref=body["ref"],
            account=body["account"],
            payee=body["payee"],
            amount=Decimal(str(body["amount"])),
        )
        self.transfers[key] = done
        return 201, {"bank_tx": done.bank_tx}
