"""The keys of subjects, wrapped."""

from datetime import datetime
from typing import Final

import msgspec

from dujiang.store import AnyTable, Table


class SubjectKeyRow(msgspec.Struct, frozen=True, kw_only=True):
    """The key under which a subject's values are sealed; an empty box is a destroyed key."""

    shard: int
    subject: str
    version: int
    box: bytes
    """The 32 bytes, sealed by the installation's key."""
    made_at: datetime
    destroyed_at: datetime | None = None


SUBJECT_KEY: Final = Table("subject_key", SubjectKeyRow, key=("shard", "subject", "version"))

TABLES: Final[tuple[AnyTable, ...]] = (SUBJECT_KEY,)
