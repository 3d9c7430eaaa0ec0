"""Finding requests: by number, title, people, department, process and fields marked searchable.

What is sensitive, or hidden at any step of its process, never enters the index; who may see a
request is decided when somebody asks, in the same statement that finds it.
"""

from dujiang.approvals.search.commands import PAGES, DropView, IndexRequest, SaveView
from dujiang.approvals.search.indexing import Indexing
from dujiang.approvals.search.plugging import search_routes
from dujiang.approvals.search.read import filters_of, list_request_ids, list_views
from dujiang.approvals.search.tables import TABLES as SEARCH_TABLES
from dujiang.approvals.search.tables import SavedViewRow

__all__ = [
    "PAGES",
    "SEARCH_TABLES",
    "DropView",
    "IndexRequest",
    "Indexing",
    "SaveView",
    "SavedViewRow",
    "filters_of",
    "list_request_ids",
    "list_views",
    "search_routes",
]
