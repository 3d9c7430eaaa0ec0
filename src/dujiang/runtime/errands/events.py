"""What can have happened with background work."""

import msgspec

from dujiang.kernel.values import NO_VARIABLES, Variables
from dujiang.runtime.errands.tables import ErrandState


class ErrandBegun(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Somebody wants something done in the background."""

    errand_id: int
    kind: str
    owner_id: int


class ErrandEnded(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Background work has come to an end, or was stopped."""

    errand_id: int
    kind: str
    owner_id: int
    state: ErrandState
    title: str = ""
    """The code of what was done, and the values for its words."""
    title_params: Variables = NO_VARIABLES
    file_id: int = 0
