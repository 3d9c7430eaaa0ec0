"""Questions about files."""

from dujiang.documents.tables import FILE, FILE_USE, FileRow
from dujiang.kernel.ids import shard_of
from dujiang.store import Reader


def find_file(reader: Reader, file_id: int) -> FileRow | None:
    """The upload with this id."""
    return reader.get(FILE, shard_of(file_id), file_id)


def instances_of(reader: Reader, file_id: int) -> tuple[int, ...]:
    """The instances that refer to a file."""
    return tuple(
        use.instance_id for use in reader.find(FILE_USE, "by_file", shard_of(file_id), file_id)
    )
