"""What is looked at before an upload is kept: its name, and whether it is what it says it is."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

import msgspec

from dujiang.kernel.errors import InvalidInput

MAX_NAME_CHARS: Final = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")

MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".heic": "image/heic",
    ".txt": "text/plain",
    ".md": "text/plain",
    ".csv": "text/csv",
    ".xml": "application/xml",
    ".json": "application/json",
    ".zip": "application/zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".bpmn": "application/xml",
    ".dmn": "application/xml",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
}
"""Kinds of files that are taken, by the end of their name. What browsers run is not among them."""

_BEGINNINGS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "application/pdf": (b"%PDF-",),
    "application/ofd": (b"PK\x03\x04",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/bmp": (b"BM",),
    "image/webp": (b"RIFF",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "application/zip": (b"PK\x03\x04", b"PK\x05\x06"),
    "application/msword": (b"\xd0\xcf\x11\xe0",),
    "application/vnd.ms-excel": (b"\xd0\xcf\x11\xe0",),
    "application/vnd.ms-powerpoint": (b"\xd0\xcf\x11\xe0",),
}
_ZIPPED: Final = ("application/vnd.openxmlformats", "application/vnd.oasis")


class Inspected(msgspec.Struct, frozen=True):
    """A name and a type that can be kept."""

    name: str
    media_type: str


def inspected(name: str, beginning: bytes) -> Inspected:
    """The name as it is kept and the type that the content has.

    Raises `InvalidInput` for a name without a known end, and for a content that is something else
    than the name says.
    """
    kept = clean_name(name)
    suffix = PurePosixPath(kept).suffix.lower()
    media_type = MEDIA_TYPES.get(suffix)
    if media_type is None:
        raise InvalidInput("documents.file.kind_not_taken", name=kept, kind=suffix or "?")
    if not _begins_as(media_type, beginning):
        raise InvalidInput("documents.file.not_what_it_says", name=kept, kind=suffix)
    return Inspected(kept, media_type)


def clean_name(name: str) -> str:
    """The last part of a name, without signs that hide or turn what follows them."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    text = _CONTROL.sub("", unicodedata.normalize("NFC", last)).strip(" .")
    if len(text) <= MAX_NAME_CHARS:
        return text
    suffix = PurePosixPath(text).suffix[:20]
    return text[: MAX_NAME_CHARS - len(suffix)] + suffix


def _begins_as(media_type: str, beginning: bytes) -> bool:
    signs = _BEGINNINGS.get(media_type)
    if media_type.startswith(_ZIPPED):
        signs = (b"PK\x03\x04",)
    if signs is not None:
        return beginning.startswith(signs)
    if media_type.startswith("text/") or media_type.endswith(("xml", "json")):
        return b"\x00" not in beginning[:1024] or beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    return True
