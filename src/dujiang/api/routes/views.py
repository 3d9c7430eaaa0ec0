"""Filters that people keep, for themselves or for everybody."""

from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.finding import (
    SavedView,
    SavedViewId,
    SavedViewList,
    ViewsQuery,
    ViewToSave,
)
from dujiang.approvals.search import DropView, SavedViewRow, SaveView, filters_of, list_views
from dujiang.kernel.ids import id_text


def views(call: Call[ViewsQuery, None]) -> SavedViewList:
    """My filters of a list, then those that everybody has."""
    with call.desk.read() as reader:
        rows = list_views(reader, call.person_id, call.query.page)
    return SavedViewList(items=[_shown(call, row) for row in rows])


async def create_view(call: Call[None, ViewToSave]) -> SavedViewId:
    """Save a filter."""
    return await _save(call, None)


async def change_view(call: Call[None, ViewToSave]) -> SavedViewId:
    """Change one of mine."""
    return await _save(call, call.id("view_id"))


async def delete_view(call: Call[None, None]) -> Nothing:
    """Delete one of mine."""
    await call.submit(DropView(call.id("view_id")))
    return Nothing()


async def _save(call: Call[None, ViewToSave], view_id: int | None) -> SavedViewId:
    body = call.body
    answer = await call.submit(
        SaveView(
            view_id=view_id,
            page=body.page,
            name=body.name,
            filters=dict(body.filters),
            columns=tuple(body.columns),
            is_shared=body.is_shared,
        )
    )
    return SavedViewId(id=id_text(answer["view_id"]))


def _shown(call: Call[Any, Any], row: SavedViewRow) -> SavedView:
    return SavedView(
        id=id_text(row.id),
        page=row.page,
        name=row.name,
        filters=filters_of(row),
        columns=row.columns.split(),
        is_shared=row.is_shared,
        is_mine=row.owner_id == call.person_id,
        owner=person_by_id(row.owner_id, call.desk.directory(), call.language),
    )


HANDLERS: Final = {
    "listViews": views,
    "createView": create_view,
    "changeView": change_view,
    "deleteView": delete_view,
}
