"""The audit trail, for those who check."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import audit

_PERMISSION: Final = "audit.read"

ROWS: Final = (
    Endpoint(
        operation="listAudit", method="GET", path="/audit",
        permission=_PERMISSION, tag="audit",
        says="Who did and saw what, newest first.",
        query=audit.AuditQuery, answers=audit.AuditList,
    ),
    Endpoint(
        operation="verifyAudit", method="GET", path="/audit/verification",
        permission=_PERMISSION, tag="audit",
        says="Reckon the chain of seals again: whether every sealed line is as it was.",
        answers=audit.AuditVerification, is_slow=True,
    ),
    Endpoint(
        operation="exportAudit", method="GET", path="/audit/lines.csv",
        permission=_PERMISSION, tag="audit",
        says="The lines of a filter as a CSV file, at most 50,000 of the newest.",
        query=audit.AuditQuery, produces="binary", is_slow=True,
    ),
)  # fmt: skip
