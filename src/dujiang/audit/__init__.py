"""Who did and saw what: append-only lines, sealed in closed ranges by a hash chain.

Deliberately unknown here: why. The facts with all their values are in the runtime's log; a line
names actor, action, subject and verdict.
"""

from dujiang.audit.read import MAX_LINES, LineFilter, last_seal, list_lines
from dujiang.audit.sealing import Break, Verification, seal_closed_ranges, verify
from dujiang.audit.tables import AUDIT, TABLES, AuditRow, Verdict

__all__ = [
    "AUDIT",
    "MAX_LINES",
    "TABLES",
    "AuditRow",
    "Break",
    "LineFilter",
    "Verdict",
    "Verification",
    "last_seal",
    "list_lines",
    "seal_closed_ranges",
    "verify",
]
