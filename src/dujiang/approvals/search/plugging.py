"""Which command is served by whom."""

import msgspec

from dujiang.approvals.search.commands import DropView, IndexRequest, SaveView
from dujiang.approvals.search.indexing import Indexing, needs_of_index
from dujiang.approvals.search.views import drop_view, save_view
from dujiang.runtime import INTERNAL, AnyRoute, Route


def search_routes(indexing: Indexing) -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of finding."""
    return {
        IndexRequest: Route(INTERNAL, indexing.index, needs_of_index),
        SaveView: Route("session.use", save_view),
        DropView: Route("session.use", drop_view),
    }
