"""Uploads are what they say, kept once, and usable by whoever uploaded them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.documents import (
    DOCUMENT_TABLES,
    Blobs,
    FolderBlobs,
    KeepFile,
    TableBlobs,
    UseFiles,
    document_routes,
    find_file,
    inspected,
    instances_of,
)
from dujiang.documents.blobs import CHUNK_BYTES
from dujiang.documents.inspecting import clean_name
from dujiang.kernel.clock import ManualClock
from dujiang.kernel.errors import InvalidInput, NotFound
from dujiang.runtime import SYSTEM, Actor, Dispatcher, Request
from dujiang.runtime import TABLES as RUNTIME_TABLES
from tests.databases import DATABASES, fresh_store

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
LI = Actor(person_id=7 << 22, permissions=frozenset({"file.use"}))
WANG = Actor(person_id=8 << 22, permissions=frozenset({"file.use"}))
INSTANCE_ID = 1_000 << 22


class NoPrograms:
    def program(self, version_id: int) -> object:
        raise AssertionError("no program is needed here")


@pytest.fixture(params=DATABASES)
def door(request: pytest.FixtureRequest) -> Iterator[Dispatcher]:
    tables = (*RUNTIME_TABLES, *AUDIT_TABLES, *DOCUMENT_TABLES)
    with fresh_store(request.param, tables) as store:
        opened = Dispatcher(
            store, document_routes(), {}, programs=NoPrograms(), clock=ManualClock(AT)
        )
        yield opened
        opened.stop()


@pytest.fixture(params=["folder", "table"])
def blobs(request: pytest.FixtureRequest, door: Dispatcher, tmp_path: Path) -> Blobs:
    if request.param == "folder":
        return FolderBlobs(tmp_path / "files")
    return TableBlobs(door.run, door.store.read)


def _ask(door: Dispatcher, command: Any, actor: Actor) -> Any:
    return door.ask(Request(command, actor, None, AT)).expect()


def _kept(door: Dispatcher, actor: Actor = LI) -> int:
    command = KeepFile(name="a.pdf", media_type="application/pdf", size_bytes=3, digest=b"d" * 32)
    file_id: int = _ask(door, command, actor)["file_id"]
    return file_id


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES * 2 + 5])
def test_content_comes_back_as_it_was_put(blobs: Blobs, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)

    digest = blobs.put(content[:size])

    assert b"".join(blobs.read(digest)) == content[:size]
    assert blobs.put(content[:size]) == digest


def test_content_that_was_never_put_is_not_found(blobs: Blobs) -> None:
    with pytest.raises(NotFound):
        blobs.read(b"x" * 32)


def test_uploader_uses_the_file_and_the_instance_is_known_by_it(door: Dispatcher) -> None:
    file_id = _kept(door)

    _ask(door, UseFiles(instance_id=INSTANCE_ID, file_ids=(file_id, file_id)), SYSTEM)

    with door.store.read() as reader:
        assert instances_of(reader, file_id) == (INSTANCE_ID,)
        row = find_file(reader, file_id)
    assert row is not None
    assert (row.name, row.uploaded_by) == ("a.pdf", LI.id)


@pytest.mark.parametrize(
    ("name", "beginning", "media_type"),
    [
        ("发票.PDF", b"%PDF-1.7", "application/pdf"),
        ("图.png", b"\x89PNG\r\n\x1a\n...", "image/png"),
        (
            "表.xlsx",
            b"PK\x03\x04",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("说明.txt", "你好".encode(), "text/plain"),
    ],
)
def test_file_that_is_what_it_says_is_taken(name: str, beginning: bytes, media_type: str) -> None:
    found = inspected(name, beginning)

    assert (found.name, found.media_type) == (name, media_type)


@pytest.mark.parametrize(
    ("name", "beginning", "code"),
    [
        ("virus.exe", b"MZ", "documents.file.kind_not_taken"),
        ("page.html", b"<html>", "documents.file.kind_not_taken"),
        ("picture.svg", b"<svg>", "documents.file.kind_not_taken"),
        ("none", b"", "documents.file.kind_not_taken"),
        ("invoice.pdf", b"MZ\x90", "documents.file.not_what_it_says"),
        ("photo.jpg", b"<script>", "documents.file.not_what_it_says"),
        ("notes.txt", b"MZ\x00\x00", "documents.file.not_what_it_says"),
    ],
)
def test_file_that_is_something_else_is_refused(name: str, beginning: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        inspected(name, beginning)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\单据.pdf", "单据.pdf"),
        ("in\u202evoice.pdf", "invoice.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_name_is_kept_without_what_hides_or_leads_elsewhere(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_file_of_somebody_else_cannot_be_used(door: Dispatcher) -> None:
    from dujiang.documents.handlers import use_files
    from dujiang.runtime import Route

    file_id = _kept(door)
    open_door = Dispatcher(
        door.store,
        {UseFiles: Route("file.use", use_files)},
        {},
        programs=NoPrograms(),
        clock=ManualClock(AT),
    )

    answer = open_door.ask(
        Request(UseFiles(instance_id=INSTANCE_ID, file_ids=(file_id,)), WANG, None, AT)
    )

    assert (answer.status, answer.code) == (422, "documents.file.not_yours")
    open_door.stop()
