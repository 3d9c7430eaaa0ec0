"""What can be asked about finding."""

import msgspec

PAGES = ("instances", "todo", "done", "cc", "mine")
"""Lists whose filters can be kept."""
LEDGER_PAGE = "ledger:"
"""How the list of a ledger's rows is called; its key follows."""


class IndexRequest(msgspec.Struct, frozen=True, tag=True):
    """Write anew what a request is found by: after its values changed, or for a rebuild."""

    instance_id: int


class SaveView(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Keep a filter, or change one of mine. Answer: `{"view_id": ...}`."""

    view_id: int | None = None
    page: str
    name: str = ""
    filters: dict[str, str] = {}
    columns: tuple[str, ...] = ()
    is_shared: bool = False


class DropView(msgspec.Struct, frozen=True, tag=True):
    """Forget a filter of mine, or, as administrator, one that everybody has."""

    view_id: int
