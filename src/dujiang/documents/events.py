"""What can have happened in this room."""

import msgspec


class FileKept(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Somebody uploaded a file."""

    file_id: int
    size_bytes: int


class FilesUsed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """An instance refers to files that it did not refer to before."""

    instance_id: int
    file_ids: tuple[int, ...]
