"""Questions about files."""

from typing import Any, Protocol

from dujiang.documents.tables import FILE, FILE_USE, FileRow
from dujiang.kernel.ids import shard_of
from dujiang.store import Reader, Row, Table


class Source(Protocol):
    """Where rows are read: a reader of the store, or the work of a command."""

    def get(self, table: Table[Row], *key: Any) -> Row | None:  # noqa: ANN401 - key values
        """The row with this key."""
        ...


def find_file(source: Source, file_id: int) -> FileRow | None:
    """The upload with this id."""
    return source.get(FILE, shard_of(file_id), file_id)


def instances_of(reader: Reader, file_id: int) -> tuple[int, ...]:
    """The instances that refer to a file."""
    return tuple(
        use.instance_id for use in reader.find(FILE_USE, "by_file", shard_of(file_id), file_id)
    )
