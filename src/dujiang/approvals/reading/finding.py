"""Finding among all requests that somebody may see: filters, order, a bounded count."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

import msgspec
from sqlalchemy import ColumnElement, Numeric, Select, and_, cast, func, or_, select

from dujiang.approvals.cases.office import Office
from dujiang.approvals.reading.read import RequestLists, RequestQuery
from dujiang.approvals.search.read import request_has
from dujiang.approvals.search.tables import SEARCH
from dujiang.approvals.tables import ITEM, REQUEST, ItemRow, RequestRow
from dujiang.kernel.encoding import decode_value
from dujiang.kernel.ids import shard_of
from dujiang.store import ReadAhead, Reader

MAX_COUNTED: Final = 1_000
"""Found requests are counted no further."""
_OUT: Final = ("open", "delegated")

Order: TypeAlias = Literal["newest", "oldest", "ended", "amount"]


class FindQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which requests are looked for, among those that the person may see."""

    person_id: int
    scope: Literal["mine", "visible"] = "visible"
    text: str = ""
    states: tuple[str, ...] = ()
    is_suspended: bool | None = None
    process: str = ""
    category: str = ""
    department_id: int | None = None
    """With everything below it."""
    initiator_id: int | None = None
    waiting_for_id: int | None = None
    """Somebody in front of whom it lies now."""
    from_at: datetime | None = None
    until_at: datetime | None = None
    """Submitted before; the end excluded."""
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    order: Order = "newest"
    after: tuple[Any, ...] | None = None
    """Place of the last row of the page before."""
    limit: int = 50


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A request with what a list shows of it."""

    request: RequestRow
    waiting: tuple[ItemRow, ...]
    fields: Mapping[str, Any]
    """Values of its searchable fields."""


class FoundPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was found."""

    found: tuple[Found, ...]
    next_after: tuple[Any, ...] | None = None


class Finder:
    """Answers searches over all requests; the permission filter is part of every statement."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lists = RequestLists(office)

    def find(self, reader: Reader, query: FindQuery) -> FoundPage:
        """A page of what is found."""
        statement = self._where(select(*REQUEST.c), query)
        rank = _RANKS[query.order]
        place = _place(query.order, query.after)
        if place is not None:
            statement = statement.where(place)
        rows = reader.rows(statement.order_by(*rank).limit(query.limit + 1))
        requests = [REQUEST.from_values(row) for row in rows]
        kept = requests[: query.limit]
        more = len(requests) > query.limit
        return FoundPage(
            found=tuple(_with_details(reader, kept)),
            next_after=_after(query.order, kept[-1]) if more and kept else None,
        )

    def count(self, reader: Reader, query: FindQuery) -> int:
        """How many are found, up to `MAX_COUNTED`."""
        found = self._where(select(REQUEST.c.id), query).limit(MAX_COUNTED).subquery()
        return int(reader.value(select(func.count()).select_from(found)) or 0)

    def processes(self, reader: Reader, person_id: int) -> list[str]:
        """Keys of the processes in which the person may see requests."""
        scope = RequestQuery(person_id=person_id, scope="visible")
        statement = select(REQUEST.c.process_key).where(self._lists.in_scope(scope)).distinct()
        return sorted(row[0] for row in reader.rows(statement.limit(MAX_COUNTED)))

    def _where(self, statement: Select[Any], query: FindQuery) -> Select[Any]:
        scope = RequestQuery(person_id=query.person_id, scope=query.scope)
        statement = statement.where(self._lists.in_scope(scope))
        if query.text.strip():
            statement = statement.where(request_has(query.text))
        for condition in self._conditions(query):
            statement = statement.where(condition)
        return statement

    def _conditions(self, query: FindQuery) -> list[ColumnElement[bool]]:
        r = REQUEST.c
        found: list[ColumnElement[bool]] = [*_times_and_amounts(query)]
        if query.states:
            found.append(r.state.in_(query.states))
        if query.is_suspended is not None:
            found.append(r.is_suspended.is_(query.is_suspended))
        if query.process:
            found.append(r.process_key == query.process)
        if query.category:
            found.append(r.category == query.category)
        if query.department_id is not None:
            below = self._office.directory().subtree(query.department_id)
            found.append(r.department_id.in_(below))
        if query.initiator_id is not None:
            found.append(r.initiator_id == query.initiator_id)
        if query.waiting_for_id is not None:
            waiting = select(ITEM.c.instance_id).where(
                ITEM.c.hand == query.waiting_for_id, ITEM.c.state.in_(_OUT)
            )
            found.append(r.id.in_(waiting))
        return found


def _times_and_amounts(query: FindQuery) -> list[ColumnElement[bool]]:
    r = REQUEST.c
    found: list[ColumnElement[bool]] = []
    if query.from_at is not None:
        found.append(r.submitted_at >= query.from_at)
    if query.until_at is not None:
        found.append(r.submitted_at < query.until_at)
    if query.amount_from is not None:
        found.append(cast(str(query.amount_from), Numeric) <= _AMOUNT)
    if query.amount_to is not None:
        found.append(cast(str(query.amount_to), Numeric) >= _AMOUNT)
    return found


# Order: the place of a row is its rank and its id; what has no rank comes last

_AMOUNT: Final = cast(REQUEST.c.amount, Numeric)
_RANKS: Final[Mapping[Order, tuple[ColumnElement[Any], ...]]] = {
    "newest": (REQUEST.c.id.desc(),),
    "oldest": (REQUEST.c.id,),
    "ended": (REQUEST.c.ended_at.is_(None), REQUEST.c.ended_at.desc(), REQUEST.c.id.desc()),
    "amount": (REQUEST.c.amount.is_(None), _AMOUNT.desc(), REQUEST.c.id.desc()),
}


def _after(order: Order, row: RequestRow) -> tuple[Any, ...]:
    match order:
        case "ended":
            return (row.ended_at.isoformat() if row.ended_at else None, row.id)
        case "amount":
            return (None if row.amount is None else str(row.amount), row.id)
        case _:
            return (row.id,)


def _place(order: Order, after: tuple[Any, ...] | None) -> ColumnElement[bool] | None:
    """What comes behind a place. Raises `ValueError` for a place of another order."""
    if after is None:
        return None
    key = REQUEST.c.id
    if order in ("newest", "oldest"):
        (last,) = _checked(after, 1)
        behind: ColumnElement[bool] = key < last if order == "newest" else key > last
        return behind
    text, last = _checked(after, 2)
    if order == "ended":
        column: ColumnElement[Any] = REQUEST.c.ended_at
        rank: Any = None if text is None else datetime.fromisoformat(text)
    else:
        column, rank = _AMOUNT, None if text is None else cast(str(Decimal(text)), Numeric)
    if rank is None:
        return and_(column.is_(None), key < last)
    return or_(column.is_(None), column < rank, and_(column == rank, key < last))


def _checked(after: tuple[Any, ...], length: int) -> tuple[Any, ...]:
    if len(after) != length or not isinstance(after[-1], int):
        raise ValueError("a place in a list of another order")
    return after


def _with_details(reader: Reader, requests: Sequence[RequestRow]) -> list[Found]:
    """Whom they wait for and their searchable values, in two statements for all."""
    keys = [(shard_of(request.id), request.id) for request in requests]
    ahead = ReadAhead(reader)
    waiting: dict[int, list[ItemRow]] = {}
    for item in ahead.gather(ITEM, keys, index="by_instance"):
        if item.state in _OUT:
            waiting.setdefault(item.instance_id, []).append(item)
    texts = {row.id: row for row in ahead.gather(SEARCH, keys)}
    return [
        Found(
            request=request,
            waiting=tuple(waiting.get(request.id, ())),
            fields=decode_value(texts[request.id].fields) if request.id in texts else {},
        )
        for request in requests
    ]
