"""Who is away and who stands in, as the transaction sees it."""

from datetime import datetime
from typing import Any, Protocol

from dujiang.approvals.rules.policies import DeputyRule
from dujiang.approvals.tables import ABSENCE, DEPUTY, DeputyRow
from dujiang.store import Row, Table


class Finds(Protocol):
    """Where rows come from: the work of a command, or a reader of the store."""

    def find(self, table: Table[Row], index: str, *values: Any) -> list[Row]:  # noqa: ANN401
        """The rows with these values of an equality index."""
        ...


class PresenceNow:
    """Absences and deputy rules at one instant. A person's rows are loaded once."""

    def __init__(self, work: Finds, at: datetime) -> None:
        self._work = work
        self._at = at
        self._absent: dict[int, bool] = {}
        self._rules: dict[int, tuple[DeputyRule, ...]] = {}

    def is_absent(self, person_id: int) -> bool:
        """Whether the person is away now."""
        known = self._absent.get(person_id)
        if known is None:
            rows = self._work.find(ABSENCE, "by_person", person_id)
            known = any(_holds(r.from_at, r.until_at, r.ended_at, self._at) for r in rows)
            self._absent[person_id] = known
        return known

    def away_until(self, person_id: int) -> datetime | None:
        """When a person who is away now is back; None for somebody who is here."""
        rows = self._work.find(ABSENCE, "by_person", person_id)
        held = [r.until_at for r in rows if _holds(r.from_at, r.until_at, r.ended_at, self._at)]
        return max(held, default=None)

    def deputy_rules(self, person_id: int) -> tuple[DeputyRule, ...]:
        """The person's rules whose period holds now, the newest first."""
        known = self._rules.get(person_id)
        if known is None:
            rows = self._work.find(DEPUTY, "by_who", person_id)
            held = [r for r in rows if _holds(r.from_at, r.until_at, r.ended_at, self._at)]
            known = tuple(_rule(row) for row in sorted(held, key=lambda r: r.id, reverse=True))
            self._rules[person_id] = known
        return known


def _holds(from_at: datetime, until_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    return ended_at is None and from_at <= at < until_at


def _rule(row: DeputyRow) -> DeputyRule:
    return DeputyRule(
        who=row.who,
        deputy=row.deputy,
        kind="assist" if row.kind == "assist" else "act",
        from_at=row.from_at,
        until_at=row.until_at,
        amount_limit=row.amount_limit,
        processes=frozenset(row.processes.split()),
        moves_open=row.moves_open,
    )
