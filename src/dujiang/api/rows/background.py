"""Background work: how far it is, stopping it."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import background
from dujiang.api.schemas.common import Nothing
from dujiang.runtime.requests import SIGNED_IN

ROWS: Final = (
    Endpoint(
        operation="listErrands", method="GET", path="/errands",
        permission=SIGNED_IN, tag="errands",
        says="My background work, newest first: exports, changes of many instances, imports.",
        answers=background.ErrandList,
    ),
    Endpoint(
        operation="readErrand", method="GET", path="/errands/{errand_id}",
        permission=SIGNED_IN, tag="errands",
        says="How far one piece of my background work has come.",
        answers=background.Errand,
    ),
    Endpoint(
        operation="stopErrand", method="POST", path="/errands/{errand_id}/stop",
        permission=SIGNED_IN, tag="errands",
        says="Stop it here; what is done stays done.",
        answers=Nothing,
    ),
)  # fmt: skip
