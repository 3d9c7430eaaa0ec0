"""Who may see which request: those who take part, and the reach of permissions over data."""

from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.presence import Finds
from dujiang.approvals.tables import COPY, HISTORY, ITEM, ItemRow, RequestRow
from dujiang.identity import Directory, Reach, access_of
from dujiang.runtime import Work


def takes_part(work: Work, request: RequestRow, person_id: int) -> bool:
    """Whether somebody started it, owns it, has or had an item of it, or got a copy."""
    if person_id in (request.initiator_id, request.owner_id):
        return True
    if work.get(COPY, request.shard, request.id, person_id) is not None:
        return True
    items = work.find(ITEM, "by_instance", request.shard, request.id)
    if any(
        person_id in (row.principal, row.hand, row.decided_by, row.assistant, row.lent_by)
        for row in items
    ):
        return True
    return has_acted(work, request, person_id)


def has_acted(source: Finds, request: RequestRow, person_id: int) -> bool:
    """Whether somebody has done anything there: a delegate who has advised, a hand that let go."""
    history = source.find(HISTORY, "by_instance", request.shard, request.id)
    return any(row.by_id == person_id for row in history)


def is_in_reach(directory: Directory, request: RequestRow, person_id: int) -> bool:
    """Whether the person's permission to read instances reaches this one."""
    return reaches(access_of(directory, person_id).reach("instance.read"), request, person_id)


def reaches(reach: Reach, request: RequestRow, person_id: int) -> bool:
    """Whether a reach covers a request."""
    if reach.everything or request.department_id in reach.departments:
        return True
    if reach.own and person_id in (request.initiator_id, request.owner_id):
        return True
    return any(
        (part.everything or request.department_id in part.departments)
        and part.covers(request.process_key, request.category)
        for part in reach.limits
    )


def concerns(office: Office, row: ItemRow, person_id: int) -> bool:
    """Whether an item is or was somebody's, or is offered to a group of theirs.

    Whoever else may see the request sees it as readers do, and not as the item's step shows it.
    """
    if person_id in (row.principal, row.hand, row.decided_by, row.assistant, row.lent_by):
        return True
    return bool(row.group_key) and row.group_key in office.view().groups_of(person_id)
