"""A table with a column of every kind."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

import msgspec

from dujiang.store import Check, Claim, Table, Unique

AT = datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC)


class ThingRow(msgspec.Struct, frozen=True, kw_only=True):
    shard: int = 1
    id: int
    name: str = "螺丝"
    colour: Literal["RED", "BLUE"] = "RED"
    is_big: bool = False
    body: bytes = b"\x00\xff"
    made_at: datetime = AT
    sold_on: date | None = date(2026, 2, 28)
    price: Decimal | None = Decimal("12.10")
    wake_at: datetime | None = AT
    tries: int = 0
    revision: int = 0


THING = Table(
    "thing",
    ThingRow,
    key=("shard", "id"),
    indexes={"by_colour": ("shard", "colour"), "by_name": ("name",), "by_tries": ("tries",)},
    secondary={"wake": ("wake_at",), "name_and_id": ("name", "id")},
    sparse={"by_tries": ("tries", "<> 0")},
    fill_percent=70,
    checks=(Check("price_not_negative", "price + 0 >= 0", code="thing.price.negative"),),
    unique=(Unique("name_once_a_day", ("name", "sold_on"), code="thing.name.taken"),),
    revision="revision",
)


class PlainRow(msgspec.Struct, frozen=True):
    a: str
    b: int


PLAIN = Table("plain", PlainRow, key=("a", "b"))
DUE_THINGS = Claim(THING, wake="wake_at", among="colour", attempts="tries")
TABLES = (THING, PLAIN)
