"""Which requests somebody may see, as a condition of statements over many of them.

The same rule as `dujiang.approvals.cases.access` has for one request.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, or_, select, union

from dujiang.approvals.tables import COPY, ITEM, REQUEST
from dujiang.identity import Reach
from dujiang.store import one_of

FEW_DEPARTMENTS: Final = 50
"""Up to so many departments their requests are gathered by index; a wider reach meets a page of
them soon anyway, going through the requests from the newest on."""


def visible_requests(reach: Reach, person: int) -> ColumnElement[bool]:
    """What the person takes part in, and what their permission to read instances reaches."""
    r = REQUEST.c
    if reach.everything:
        return r.id.is_not(None)
    if reach.limits or len(reach.departments) > FEW_DEPARTMENTS:
        part = [r.id.in_(ids) for ids in _taking_part(person)]
        return or_(*_reached(reach), *part)
    reached = [select(r.id).where(condition) for condition in _reached(reach)]
    return r.id.in_(union(*_taking_part(person), *reached))


def _taking_part(person: int) -> list[Select[tuple[int]]]:
    """Ids of the requests that somebody started, owns, had in hand, decided on, or got a copy of.

    One question each: a condition that joins them with "or" looks at every request there is.
    """
    r, i, c = REQUEST.c, ITEM.c, COPY.c
    return [
        select(r.id).where(r.initiator_id == person),
        select(r.id).where(r.owner_id == person, r.owner_id != 0),
        select(i.instance_id).where(i.hand == person),
        select(i.instance_id).where(i.decided_by == person),
        select(c.instance_id).where(c.person_id == person),
    ]


def _reached(reach: Reach) -> Iterable[ColumnElement[bool]]:
    r = REQUEST.c
    if reach.departments:
        yield one_of(r.department_id, reach.departments)
    for part in reach.limits:
        named = or_(r.process_key.in_(part.processes), r.category.in_(part.categories))
        below = one_of(r.department_id, part.departments)
        yield named if part.everything else and_(named, below)
