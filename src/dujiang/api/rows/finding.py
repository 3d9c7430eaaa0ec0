"""Finding requests, filters that are kept, exports."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import finding
from dujiang.api.schemas.common import Nothing
from dujiang.runtime.requests import SIGNED_IN

ROWS: Final = (
    Endpoint(
        operation="searchInstances", method="GET", path="/search/instances",
        permission="instance.search", tag="finding",
        says="Requests that I may see, by text, people, dates, state, process and department.",
        query=finding.SearchQuery, answers=finding.SearchResult,
    ),
    Endpoint(
        operation="readSearchChoices", method="GET", path="/search/choices",
        permission="instance.search", tag="finding",
        says="Processes to filter by, and form fields that can be columns.",
        query=finding.ChoicesQuery, answers=finding.SearchChoices,
    ),
    Endpoint(
        operation="exportInstances", method="POST", path="/exports/instances",
        permission="instance.search", tag="finding",
        says="Write what a search finds into a spreadsheet, in the background.",
        takes=finding.ExportRequest, answers=finding.ExportBegun, status=201,
    ),
    Endpoint(
        operation="listViews", method="GET", path="/views",
        permission=SIGNED_IN, tag="finding",
        says="My saved filters of a list, and those that everybody has.",
        query=finding.ViewsQuery, answers=finding.SavedViewList,
    ),
    Endpoint(
        operation="createView", method="POST", path="/views",
        permission="session.use", tag="finding",
        says="Save a filter with its columns.",
        takes=finding.ViewToSave, answers=finding.SavedViewId, status=201,
    ),
    Endpoint(
        operation="changeView", method="PUT", path="/views/{view_id}",
        permission="session.use", tag="finding",
        says="Change a saved filter of mine.",
        takes=finding.ViewToSave, answers=finding.SavedViewId,
    ),
    Endpoint(
        operation="deleteView", method="DELETE", path="/views/{view_id}",
        permission="session.use", tag="finding",
        says="Delete a saved filter of mine.",
        answers=Nothing,
    ),
)  # fmt: skip
