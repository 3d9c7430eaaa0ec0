"""Rows of files, of what refers to them, and of contents kept in the database."""

from datetime import datetime
from typing import Final

import msgspec

from dujiang.store import AnyTable, Table


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """One upload. Equal contents are kept once, under their digest."""

    shard: int
    id: int
    name: str
    media_type: str
    size_bytes: int
    digest: bytes
    uploaded_by: int
    uploaded_at: datetime


FILE: Final = Table("file", FileRow, key=("shard", "id"), secondary={"digest": ("digest",)})


class FileUseRow(msgspec.Struct, frozen=True):
    """An instance refers to a file: who may see the one may read the other."""

    shard: int
    """Of the file."""
    file_id: int
    instance_id: int
    at: datetime


FILE_USE: Final = Table(
    "file_use",
    FileUseRow,
    key=("shard", "file_id", "instance_id"),
    indexes={"by_file": ("shard", "file_id")},
)


class BlobChunkRow(msgspec.Struct, frozen=True):
    """A part of a content that is kept in the database, so that every node sees it."""

    digest: bytes
    number: int
    content: bytes


BLOB_CHUNK: Final = Table(
    "blob_chunk", BlobChunkRow, key=("digest", "number"), indexes={"by_digest": ("digest",)}
)

TABLES: Final[tuple[AnyTable, ...]] = (FILE, FILE_USE, BLOB_CHUNK)
