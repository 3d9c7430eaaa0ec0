"""Serves the built front end: hashed files for ever, everything else as the one page it is.

Files are read once, compressed once and kept: a build is a few megabytes.
"""

import gzip
import mimetypes
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dujiang.api.problems import WrongMethod
from dujiang.kernel.errors import NotFound

FOR_EVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
MIN_COMPRESSED_BYTES: Final = 1_000
_COMPRESSIBLE: Final = ("text/", "application/javascript", "application/json", "image/svg+xml")
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}


class Asset(msgspec.Struct, frozen=True):
    """One file, as it is and compressed."""

    content: bytes
    media_type: str
    etag: str
    encodings: dict[str, bytes]
    is_hashed: bool


class Frontend:
    """The ASGI application for every path that is not the API's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._assets: dict[str, Asset] = {}

    @property
    def is_built(self) -> bool:
        """Whether there is a front end to serve."""
        return (self._folder / "index.html").is_file()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises `NotFound` for a file that is not there."""
        await self.respond(scope)(scope, receive, send)

    def respond(self, scope: Scope) -> Response:
        """The response for a request."""
        if scope["method"] not in ("GET", "HEAD"):
            raise WrongMethod("api.method.unknown", allowed="GET, HEAD")
        headers = {name.decode("latin-1"): value.decode("latin-1")
                   for name, value in scope["headers"]}  # fmt: skip
        asset = self._asset(scope["path"])
        common = {
            "etag": asset.etag,
            "vary": "accept-encoding",
            "cache-control": FOR_EVER if asset.is_hashed else ASK_AGAIN,
        }
        if asset.etag in headers.get("if-none-match", ""):
            return Response(status_code=304, headers=common)
        content, encoding = _chosen(asset, headers.get("accept-encoding", ""))
        if encoding:
            common["content-encoding"] = encoding
        return Response(content, media_type=asset.media_type, headers=common)

    def _asset(self, path: str) -> Asset:
        name = path.lstrip("/")
        known = self._assets.get(name)
        if known is not None:
            return known
        found = (self._folder / name).resolve() if name else self._folder
        inside = found.is_relative_to(self._folder) and not name.startswith(".")
        if inside and found.is_file():
            return self._kept(name, found)
        if "." in name.rpartition("/")[2]:  # a file by its name, and not a page of the program
            raise NotFound("api.path.unknown")
        return self._page()

    def _page(self) -> Asset:
        page = self._folder / "index.html"
        if not page.is_file():
            raise NotFound("api.frontend.not_built")
        known = self._assets.get("index.html")
        return known or self._kept("index.html", page)

    def _kept(self, name: str, path: Path) -> Asset:
        content = path.read_bytes()
        media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
        asset = Asset(
            content=content,
            media_type=media_type or "application/octet-stream",
            etag=f'"{blake2b(content, digest_size=12).hexdigest()}"',
            encodings=_encodings(path, content, media_type or ""),
            is_hashed=name.startswith("assets/"),
        )
        self._assets[name] = asset
        return asset


def _encodings(path: Path, content: bytes, media_type: str) -> dict[str, bytes]:
    if len(content) < MIN_COMPRESSED_BYTES or not media_type.startswith(_COMPRESSIBLE):
        return {}
    ready = {"br": path.with_name(path.name + ".br"), "gzip": path.with_name(path.name + ".gz")}
    encodings = {name: file.read_bytes() for name, file in ready.items() if file.is_file()}
    encodings.setdefault("gzip", gzip.compress(content, compresslevel=6, mtime=0))
    return encodings


def _chosen(asset: Asset, accepted: str) -> tuple[bytes, str]:
    names = {part.partition(";")[0].strip() for part in accepted.split(",") if "q=0," not in part}
    for encoding in ("br", "gzip"):
        if encoding in names and encoding in asset.encodings:
            return asset.encodings[encoding], encoding
    return asset.content, ""


def find_frontend(configured: Path | None, package: Path) -> Path:
    """Where the built front end lies: as configured, inside the wheel, or in a checkout."""
    if configured is not None:
        return configured
    installed = package / "web"
    if (installed / "index.html").is_file():
        return installed
    return package.parent.parent / "web" / "dist"
