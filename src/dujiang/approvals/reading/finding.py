"""Finding among all requests that somebody may see: filters, order, a bounded count."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

import msgspec
from sqlalchemy import ColumnElement, Numeric, Select, Subquery, and_, cast, func, or_, select

from dujiang.approvals.cases.office import Office
from dujiang.approvals.reading.read import COUNTED_THROUGH, RequestLists, RequestPage, RequestQuery
from dujiang.approvals.search.read import request_has, saying
from dujiang.approvals.search.tables import SEARCH
from dujiang.approvals.tables import ITEM, REQUEST, ItemRow, RequestRow
from dujiang.kernel.encoding import decode_value
from dujiang.kernel.ids import id_from_text, id_text, shard_of
from dujiang.store import ReadAhead, Reader

MAX_COUNTED: Final = 1_000
"""Found requests are counted no further."""
WALKED: Final = 5_000
"""Requests that are looked at one by one before the index is asked for a text."""
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
    """A page of what was found, and how: the count goes the same way."""

    found: tuple[Found, ...]
    next_after: tuple[Any, ...] | None = None
    by_index: bool = False


class Count(msgspec.Struct, frozen=True):
    """How many are found; at least so many where counting was given up."""

    number: int
    is_exact: bool


class Finder:
    """Answers searches over all requests; the permission filter is part of every statement.

    A text is first looked for among the newest requests that the rest of the filter leaves, one by
    one: a common word fills its page there, and somebody who sees little has been served. Only a
    word that is rare among them is asked of the index, whose cost grows with what it brings.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lists = RequestLists(office)

    def find(self, reader: Reader, query: FindQuery) -> FoundPage:
        """A page of what is found."""
        by_index = False
        rows = self._walked(reader, query)
        if rows is None:
            by_index = bool(query.text.strip())
            rows = reader.rows(self._page(query))
        requests = [REQUEST.from_values(row) for row in rows]
        kept = requests[: query.limit]
        more = len(requests) > query.limit
        return FoundPage(
            found=tuple(_with_details(reader, kept)),
            next_after=_after(query.order, kept[-1]) if more and kept else None,
            by_index=by_index,
        )

    def list_requests(self, reader: Reader, query: RequestQuery) -> RequestPage:
        """A page of the requests that somebody started, or may see; a text as in `find`."""
        if not query.text.strip():
            return self._lists.list_requests(reader, query)
        after = id_from_text(query.cursor) if query.cursor else None
        asked = FindQuery(
            person_id=query.person_id,
            scope=query.scope,
            text=query.text,
            states=query.states,
            is_suspended=query.is_suspended,
            process=query.process,
            department_id=query.department_id,
            initiator_id=query.initiator_id,
            from_at=query.from_at,
            until_at=query.until_at,
            after=None if after is None else (after,),
            limit=query.limit,
        )
        page = self.find(reader, asked)
        kept = tuple(found.request for found in page.found)
        return RequestPage(
            requests=kept, next_cursor=id_text(kept[-1].id) if page.next_after else None
        )

    def count(self, reader: Reader, query: FindQuery, page: FoundPage) -> Count:
        """How many are found, up to `MAX_COUNTED`; `page` is the first one of the same query.

        A common word is counted among the newest requests alone.
        """
        whole = msgspec.structs.replace(query, after=None)
        if page.by_index or not query.text.strip():
            found = self._matching(select(REQUEST.c.id), whole).limit(MAX_COUNTED).subquery()
            number = _count(reader, found)
            return Count(number, number < MAX_COUNTED)
        newest = self._newest(whole, COUNTED_THROUGH)
        found = saying(select(newest.c.id), newest, query.text).limit(MAX_COUNTED).subquery()
        number = _count(reader, found)
        is_all = number < MAX_COUNTED and _count(reader, newest) < COUNTED_THROUGH
        return Count(number, is_all)

    def _walked(self, reader: Reader, query: FindQuery) -> list[Any] | None:
        """The page by looking at the newest alone; None when that does not answer it."""
        if not query.text.strip():
            return None
        newest = self._newest(query, WALKED)
        statement = saying(select(*newest.c), newest, query.text)
        statement = statement.order_by(*_rank(query.order, newest.c))
        rows = reader.rows(statement.limit(query.limit + 1))
        if len(rows) <= query.limit and _count(reader, newest) == WALKED:
            return None
        return rows

    def _newest(self, query: FindQuery, count: int) -> Subquery:
        """The first requests that the filter leaves, whatever they say."""
        anything = self._page(msgspec.structs.replace(query, text="", limit=count - 1))
        return anything.subquery("newest")

    def _page(self, query: FindQuery) -> Select[Any]:
        statement = self._matching(select(*REQUEST.c), query)
        place = _place(query.order, query.after)
        if place is not None:
            statement = statement.where(place)
        return statement.order_by(*_rank(query.order, REQUEST.c)).limit(query.limit + 1)

    def processes(self, reader: Reader, person_id: int) -> list[str]:
        """Keys of the processes in which the person may see requests."""
        scope = RequestQuery(person_id=person_id, scope="visible")
        statement = select(REQUEST.c.process_key).where(self._lists.in_scope(scope)).distinct()
        return sorted(row[0] for row in reader.rows(statement.limit(MAX_COUNTED)))

    def _matching(self, statement: Select[Any], query: FindQuery) -> Select[Any]:
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


def _count(reader: Reader, found: Subquery) -> int:
    return int(reader.value(select(func.count()).select_from(found)) or 0)


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


def _rank(order: Order, of: Any) -> tuple[ColumnElement[Any], ...]:  # noqa: ANN401 - columns
    match order:
        case "newest":
            return (of.id.desc(),)
        case "oldest":
            return (of.id,)
        case "ended":
            return (of.ended_at.is_(None), of.ended_at.desc(), of.id.desc())
        case "amount":
            return (of.amount.is_(None), cast(of.amount, Numeric).desc(), of.id.desc())


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
