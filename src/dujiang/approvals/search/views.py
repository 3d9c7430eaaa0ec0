"""Filters that people keep: for themselves, or for everybody."""

from typing import Final

import msgspec

from dujiang.approvals.search.commands import LEDGER_PAGE, PAGES, DropView, SaveView
from dujiang.approvals.search.tables import SAVED_VIEW, SavedViewRow
from dujiang.runtime import Handled, Outcome, Refused, Work

MAX_VIEWS: Final = 50
"""Filters that one person keeps."""
MAX_NAME_CHARS: Final = 40
MAX_FILTER_BYTES: Final = 4_000
MAX_COLUMNS: Final = 40
CLEAR_UP: Final = "system.manage"


def save_view(command: SaveView, work: Work) -> Outcome:
    """Write it; the unnamed one of a list is there once a person."""
    name = command.name.strip()
    filters = msgspec.json.encode(command.filters)
    refused = _refusal(command, name, filters)
    if refused is not None:
        return refused
    mine = work.find(SAVED_VIEW, "by_owner", work.actor.id)
    same = [row for row in mine if row.page == command.page and row.name == name]
    old = same[0] if same else None
    if command.view_id is not None:
        old = next((row for row in mine if row.id == command.view_id), None)
        if old is None:
            return Refused("approvals.view.not_found", 404)
        if any(row.id != old.id for row in same):
            return Refused("approvals.view.name_taken", 409, {"name": name})
    elif old is not None and name:
        return Refused("approvals.view.name_taken", 409, {"name": name})
    elif old is None and len(mine) >= MAX_VIEWS:
        return Refused("approvals.view.too_many", 422, {"limit": MAX_VIEWS})
    row = SavedViewRow(
        id=work.new_id() if old is None else old.id,
        owner_id=work.actor.id,
        page=command.page,
        name=name,
        filters=filters,
        columns=" ".join(command.columns),
        is_shared=command.is_shared and bool(name),
        saved_at=work.at,
    )
    if old is None:
        work.insert(SAVED_VIEW, row)
    else:
        work.put(SAVED_VIEW, row)
    return Handled(answer={"view_id": row.id})


def _refusal(command: SaveView, name: str, filters: bytes) -> Refused | None:
    if command.page not in PAGES and not command.page.startswith(LEDGER_PAGE):
        return Refused("approvals.view.no_such_list", 422, {"page": command.page})
    if len(name) > MAX_NAME_CHARS:
        return Refused("approvals.view.name_too_long", 422, {"limit": MAX_NAME_CHARS})
    are_columns = all(key and " " not in key and len(key) <= MAX_NAME_CHARS * 2
                      for key in command.columns)  # fmt: skip
    if len(filters) > MAX_FILTER_BYTES or len(command.columns) > MAX_COLUMNS or not are_columns:
        return Refused("approvals.view.too_large", 413, {"limit": MAX_FILTER_BYTES})
    return None


def drop_view(command: DropView, work: Work) -> Outcome:
    """Forget it."""
    row = work.get(SAVED_VIEW, command.view_id)
    is_mine = row is not None and row.owner_id == work.actor.id
    may_clear = row is not None and row.is_shared and work.actor.may(CLEAR_UP)
    if row is None or not (is_mine or may_clear):
        return Refused("approvals.view.not_found", 404)
    work.delete(SAVED_VIEW, row.id)
    return Handled()
