"""What can be asked of ledgers."""

from typing import Any, Literal

import msgspec


class _Command(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    pass


class DefineLedger(_Command, frozen=True, kw_only=True):
    """Put a definition (JSON) into force: a new ledger, or the next version of a known one.

    `version` is what was edited (0 for a new one); a stale one is refused.
    """

    definition: dict[str, Any]
    version: int | None = None


class InsertRow(_Command, frozen=True, kw_only=True):
    """Add a row. `values` are JSON or typed; balances may be given."""

    ledger: str
    values: dict[str, Any]


class ChangeRow(_Command, frozen=True, kw_only=True):
    """Change cells of a row that was read at `version`."""

    ledger: str
    row_id: int
    version: int | None
    values: dict[str, Any]


class RemoveRow(_Command, frozen=True, kw_only=True):
    """Take a row out; its history stays."""

    ledger: str
    row_id: int
    version: int | None = None


class LookAtCell(_Command, frozen=True, kw_only=True):
    """Somebody asks for a sensitive value in clear: permitted or refused, and in the audit trail.

    The value is read by a question afterwards: no answer, receipt or log line carries it.
    """

    ledger: str
    row_id: int
    column: str


class LoadRows(_Command, frozen=True, kw_only=True):
    """Add or change many rows by their key; all of them or none.

    With `is_trial` nothing is kept: the answer says what would happen, row by row.
    """

    ledger: str
    rows: tuple[dict[str, Any], ...]
    is_trial: bool = False


class FillLedger(_Command, frozen=True, kw_only=True):
    """Add the rows that an expression gives (a list of contexts), but for keys that exist.

    The yearly grant, and the rows that a new ledger begins with. Twice adds nothing the second
    time. Answer: `{"inserted": n, "same": n}`.
    """

    ledger: str
    rows: str
    """FEEL, with all look-ups: `for p in people() return {employee: p.no, ...}`."""


class PostStep(_Command, frozen=True, kw_only=True):
    """A step that carries postings began or ended: post, in the same transaction."""

    instance_id: int
    element_id: str
    element_key: int
    on: Literal["start", "complete"]


class UndoPostings(_Command, frozen=True, kw_only=True):
    """Counter-post what undone steps posted; without keys everything that the instance posted.

    `element_keys` are the visits that a return, a withdrawal or a jump undoes.
    """

    instance_id: int
    element_keys: tuple[int, ...] | None = None
    reason: str = ""
