"""A small finance system: vouchers are posted once a key, and reversed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.peers.peer import Answer, Peer, Seen


@dataclass
class Voucher:
    """A voucher in the books: lines of account, debit, credit; what it reverses."""

    fin_no: str
    ref: str
    lines: list[dict[str, Any]]
    reverses: str = ""

    @property
    def debits(self) -> dict[str, Decimal]:
        """Sums of the debits by account."""
        return _sums(self.lines, "debit")

    @property
    def credits(self) -> dict[str, Decimal]:
        """Sums of the credits by account."""
        return _sums(self.lines, "credit")


class FinPeer(Peer):
    """A key that is known gets the first answer again; a paid voucher is not reversed."""

    def __init__(self) -> None:
        super().__init__()
        self.vouchers: dict[str, Voucher] = {}
        """By idempotency key."""
        self.paid: set[str] = set()
        """Numbers of vouchers that have been paid out."""

    def serve(self, arrived: Seen) -> Answer:
        """`POST /vouchers` and `POST /vouchers/{no}/reverse`."""
        known = self.vouchers.get(arrived.key)
        if known is not None:
            return 200, {"fin_no": known.fin_no}
        parts = arrived.path.strip("/").split("/")
        match arrived.method, parts:
            case "POST", ["vouchers"]:
                return self._post(arrived)
            case "POST", ["vouchers", number, "reverse"]:
                return self._reverse(arrived, number)
            case "GET", ["vouchers", number]:
                found = self._find(number)
                return (200, {"fin_no": number, "paid": number in self.paid}) if found else _UNKNOWN
            case _:
                return _UNKNOWN

    def _post(self, arrived: Seen) -> Answer:
        lines = arrived.body["lines"]
        if sum(_sums(lines, "debit").values()) != sum(_sums(lines, "credit").values()):
            return 422, {"error": "debit and credit differ"}
        return 201, {"fin_no": self._keep(arrived.key, arrived.body["ref"], lines)}

    def _reverse(self, arrived: Seen, number: str) -> Answer:
        found = self._find(number)
        if found is None:
            return _UNKNOWN
        if number in self.paid:
            return 409, {"error": "paid"}
        lines = [
            {**line, **{side: -Decimal(str(line.get(side) or 0)) for side in ("debit", "credit")}}
            for line in found.lines
        ]
        return 201, {"fin_no": self._keep(arrived.key, found.ref, lines, reverses=number)}

    def _keep(self, key: str, ref: str, lines: list[dict[str, Any]], reverses: str = "") -> str:
        number = f"FIN-{len(self.vouchers) + 1:04}"
        self.vouchers[key] = Voucher(number, ref, lines, reverses)
        return number

    def _find(self, number: str) -> Voucher | None:
        return next((one for one in self.vouchers.values() if one.fin_no == number), None)


_UNKNOWN: Answer = (404, {"error": "unknown"})


def _sums(lines: list[dict[str, Any]], side: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for line in lines:
        amount = Decimal(str(line.get(side) or 0))
        if amount:
            sums[line["account"]] = sums.get(line["account"], Decimal(0)) + amount
    return sums
