"""The hash chain: closed ranges of the trail are sealed one after another, and verified again.

Lines are written by many nodes at once, so a chain from line to line would serialise all of them.
A range is closed when no transaction can still add a line to it; then one seal covers it. Whoever
changes, adds or removes a line of a sealed range, or a seal, breaks every seal behind it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import msgspec
from sqlalchemy import func, select

from dujiang.audit.tables import AUDIT, SEAL, AuditRow, SealRow
from dujiang.store import Changes, Reader, Store

SEALING_PERIOD: Final = timedelta(hours=1)
CLOSED_AFTER: Final = timedelta(minutes=15)
"""A range is closed when its end is this old: far longer than any transaction may last."""
PAGE_LINES: Final = 5_000

_encoder = msgspec.msgpack.Encoder(order="deterministic")


class Break(msgspec.Struct, frozen=True):
    """Where the chain does not hold."""

    number: int
    from_at: datetime
    until_at: datetime
    expected_lines: int
    found_lines: int


class Verification(msgspec.Struct, frozen=True):
    """What `verify` found."""

    seal_count: int
    line_count: int
    breaks: tuple[Break, ...]

    @property
    def is_intact(self) -> bool:
        """Whether everything sealed is as it was."""
        return not self.breaks


def seal_closed_ranges(store: Store, now: datetime) -> int:
    """Seal every range that is closed and not sealed yet; returns how many."""
    sealed = 0
    while True:
        with store.read() as reader:
            following = _next_seal(reader, now)
        if following is None:
            return sealed
        with store.write(store.lanes[0]) as tx:
            tx.write([Changes(SEAL, inserts=[following])])
        sealed += 1


def verify(reader: Reader) -> Verification:
    """Reckon the whole chain again and compare it with the seals."""
    digest = b""
    breaks: list[Break] = []
    lines = 0
    seals = [SEAL.from_values(row) for row in reader.rows(select(SEAL.sql).order_by(SEAL.c.number))]
    expected_from: datetime | None = None
    for place, seal in enumerate(seals):
        digest, count = _digest(reader, digest, seal.from_at, seal.until_at)
        lines += count
        gap = expected_from is not None and seal.from_at != expected_from
        if digest != seal.digest or count != seal.line_count or gap or seal.number != place:
            breaks.append(Break(seal.number, seal.from_at, seal.until_at, seal.line_count, count))
            digest = seal.digest  # report each broken range, not everything behind the first
        expected_from = seal.until_at
    return Verification(len(seals), lines, tuple(breaks))


def _next_seal(reader: Reader, now: datetime) -> SealRow | None:
    last = reader.row(select(SEAL.sql).order_by(SEAL.c.number.desc()).limit(1))
    if last is None:
        first_at = reader.value(select(func.min(AUDIT.c.at)))
        if first_at is None:
            return None
        number, digest, from_at = 0, b"", _floor(first_at)
    else:
        before = SEAL.from_values(last)
        number, digest, from_at = before.number + 1, before.digest, before.until_at
    until_at = from_at + SEALING_PERIOD
    if until_at + CLOSED_AFTER > now:
        return None
    digest, count = _digest(reader, digest, from_at, until_at)
    return SealRow(number, from_at, until_at, count, digest, now)


def _digest(
    reader: Reader, previous: bytes, from_at: datetime, until_at: datetime
) -> tuple[bytes, int]:
    hashed = sha256(previous)
    count = 0
    for line in _lines(reader, from_at, until_at):
        hashed.update(_encoder.encode(line))
        count += 1
    return hashed.digest(), count


def _lines(reader: Reader, from_at: datetime, until_at: datetime) -> Iterator[AuditRow]:
    """Lines of a range in the order of ids, page by page."""
    after = -1
    while True:
        page: list[Any] = reader.rows(
            select(AUDIT.sql)
            .where(AUDIT.c.at >= from_at, AUDIT.c.at < until_at, AUDIT.c.id > after)
            .order_by(AUDIT.c.id)
            .limit(PAGE_LINES)
        )
        for values in page:
            yield AUDIT.from_values(values)
        if len(page) < PAGE_LINES:
            return
        after = page[-1].id


def _floor(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
