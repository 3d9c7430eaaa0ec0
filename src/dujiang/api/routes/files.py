"""Uploading and downloading attachments."""

from typing import Any, Final
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.responses import StreamingResponse

from dujiang.api.desk import Call
from dujiang.api.problems import Unreadable, WrongMediaType
from dujiang.api.schemas.business import File
from dujiang.api.security import FILE_CSP
from dujiang.documents import FileRow, KeepFile, find_file, inspected, instances_of
from dujiang.kernel.errors import LimitExceeded, NotFound
from dujiang.kernel.ids import id_text
from dujiang.store import Reader

_SHOWN_IN_PLACE: Final = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp",
     "text/plain"}
)  # fmt: skip


async def upload_file(call: Call[None, None]) -> File:
    """Inspect and keep one file."""
    name, content = await uploaded(call)
    found = inspected(name, content[:4096])
    digest = await call.question(lambda _: call.desk.blobs.put(content))
    answer = await call.submit(
        KeepFile(
            name=found.name,
            media_type=found.media_type,
            size_bytes=len(content),
            digest=digest,
        )
    )
    return File(
        id=id_text(answer["file_id"]),
        name=found.name,
        size_bytes=len(content),
        media_type=found.media_type,
    )


def read_file(call: Call[None, None]) -> File:
    """Name, size and type."""
    row = _readable(call)
    return File(
        id=id_text(row.id), name=row.name, size_bytes=row.size_bytes, media_type=row.media_type
    )


def download_file(call: Call[None, None]) -> StreamingResponse:
    """The content; pictures, PDF and plain text may be shown in place, nothing in them runs."""
    row = _readable(call)
    how = "inline" if row.media_type in _SHOWN_IN_PLACE else "attachment"
    headers = {
        "content-disposition": f"{how}; filename*=UTF-8''{quote(row.name, safe='')}",
        "content-length": str(row.size_bytes),
        "content-security-policy": FILE_CSP,
        "cache-control": "private, max-age=3600",
        "x-frame-options": "SAMEORIGIN",
    }
    parts = call.desk.blobs.read(row.digest)
    return StreamingResponse(parts, media_type=row.media_type, headers=headers)


async def uploaded(call: Call[None, None]) -> tuple[str, bytes]:
    """Name and content of the one file in a multipart body."""
    http, limit = call.http, call.desk.file_bytes
    if not http.headers.get("content-type", "").startswith("multipart/form-data"):
        raise WrongMediaType("api.body.wrong_type", wanted="multipart/form-data")
    declared = http.headers.get("content-length", "")
    if not declared.isdecimal():
        raise Unreadable("api.header.invalid", name="Content-Length")
    if int(declared) > limit + 10_000:
        raise LimitExceeded("api.body.too_large", limit_bytes=limit)
    try:
        async with http.form(max_files=1, max_fields=5) as form:
            upload = form.get("file")
            if not isinstance(upload, UploadFile):
                raise Unreadable("api.upload.no_file")
            content = await upload.read(limit + 1)
    except MultiPartException as error:
        raise Unreadable("api.upload.no_file") from error
    if len(content) > limit:
        raise LimitExceeded("api.body.too_large", limit_bytes=limit)
    return upload.filename or "", content


def _readable(call: Call[Any, Any]) -> FileRow:
    file_id = call.id("file_id")
    with call.desk.read() as reader:
        row = find_file(reader, file_id)
        if row is None:
            raise NotFound("documents.file.not_found")
        if row.uploaded_by == call.actor.person_id:
            return row
        for instance_id in instances_of(reader, file_id):
            if _may_see(call, reader, instance_id):
                return row
    raise NotFound("documents.file.not_found")


def _may_see(call: Call[Any, Any], reader: Reader, instance_id: int) -> bool:
    try:
        call.desk.people_work.load_request(reader, instance_id, call.person_id)
    except NotFound:
        return False
    return True


HANDLERS: Final = {
    "uploadFile": upload_file,
    "readFile": read_file,
    "downloadFile": download_file,
}
