"""Rows about readers of instances."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import copies
from dujiang.api.schemas.common import Nothing

ROWS: Final = (
    Endpoint(
        operation="listCopies", method="GET", path="/instances/{instance_id}/copies",
        permission="instance.read", tag="instances",
        says="Who got a copy, and when they read it.",
        answers=copies.ReaderList,
    ),
    Endpoint(
        operation="copyInstance", method="POST", path="/instances/{instance_id}/copies",
        permission="instance.comment", tag="instances",
        says="Let people read the instance; each gets it once.",
        takes=copies.NewCopies, answers=copies.ReaderList, status=201,
    ),
    Endpoint(
        operation="markCopyRead", method="POST", path="/instances/{instance_id}/copies/read",
        permission="item.read", tag="instances",
        says="I have read my copy.",
        answers=Nothing,
    ),
)  # fmt: skip
