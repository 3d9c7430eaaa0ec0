"""Where contents lie: a folder beside SQLite, the database with PostgreSQL (all nodes see it)."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

from dujiang.documents.tables import BLOB_CHUNK, BlobChunkRow
from dujiang.kernel.errors import NotFound
from dujiang.store import Changes, Reader, Tx

CHUNK_BYTES: Final = 262_144


class Blobs(Protocol):
    """Contents by their SHA-256. Putting one twice keeps it once."""

    def put(self, content: bytes) -> bytes:
        """Keep a content; its digest, once it is safe."""
        ...

    def read(self, digest: bytes) -> Iterator[bytes]:
        """The content in parts. Raises `NotFound`."""
        ...


class FolderBlobs:
    """Files in a folder, named by their digest; written aside and renamed, so never half there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> bytes:
        """Write the file unless it is there."""
        digest = sha256(content).digest()
        path = self._path(digest)
        if path.is_file():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        return digest

    def read(self, digest: bytes) -> Iterator[bytes]:
        """Read the file."""
        path = self._path(digest)
        if not path.is_file():
            raise NotFound("documents.content.gone")
        return _parts(path)

    def _path(self, digest: bytes) -> Path:
        name = digest.hex()
        return self._folder / name[:2] / name


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(CHUNK_BYTES):
            yield part


class TableBlobs:
    """Rows of the database, each chunk in a transaction of its own so that nobody waits long.

    `run` does a chore inside the door's next batch. The last chunk is written last: a content
    counts as kept when all are there, and an interrupted upload is simply repeated.
    """

    def __init__(
        self,
        run: Callable[[Callable[[Tx], Any]], Any],
        read: Callable[[], AbstractContextManager[Reader]],
    ) -> None:
        self._run = run
        self._read = read

    def put(self, content: bytes) -> bytes:
        """Write the chunks that are missing."""
        digest = sha256(content).digest()
        for number, begin in enumerate(range(0, max(len(content), 1), CHUNK_BYTES)):
            part = content[begin : begin + CHUNK_BYTES]
            self._run(_keeping(BlobChunkRow(digest, number, part)))
        return digest

    def read(self, digest: bytes) -> Iterator[bytes]:
        """Read the chunks."""
        with self._read() as reader:
            rows = reader.find(BLOB_CHUNK, "by_digest", digest)
        if not rows:
            raise NotFound("documents.content.gone")
        return iter([row.content for row in rows])


def _keeping(row: BlobChunkRow) -> Callable[[Tx], None]:
    def keep(tx: Tx) -> None:
        if not tx.load(BLOB_CHUNK, [(row.digest, row.number)]):
            tx.write([Changes(BLOB_CHUNK, inserts=[row])])

    return keep
