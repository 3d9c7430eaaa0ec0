"""The installation's key: made at the first start, and the keys derived from it."""

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.sealed import Sealed, open_sealed, seal
from dujiang.settings.model import Secret, Settings

KEY_BYTES: Final = 32
FILE: Final = "secret.key"
_VERSION: Final = 1


class InstallationKey:
    """Derives a key for each purpose; seals small secrets of the installation itself."""

    def __init__(self, secret: bytes) -> None:
        assert len(secret) == KEY_BYTES, "the installation's key has 32 bytes"
        self._secret = secret

    def derived(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose; different purposes tell nothing of each other."""
        return hmac.new(self._secret, purpose.encode(), sha256).digest()

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt a secret that is kept at `place`."""
        box = seal(
            plain, key=self.derived(place), subject="installation", key_version=_VERSION,
            place=place, blind=None,
        )  # fmt: skip
        return msgspec.msgpack.encode(box)

    def open(self, box: bytes, place: str) -> bytes:
        """Decrypt what `seal` gave. Raises `CannotOpen` when key or place do not fit."""
        sealed = msgspec.msgpack.decode(box, type=Sealed)
        return open_sealed(sealed, key=self.derived(place), place=place)


def installation_key(settings: Settings) -> InstallationKey:
    """The key from the settings, or from its file in the data folder, made when it is missing."""
    if settings.secret_key:
        return InstallationKey(_parsed(settings.secret_key, "secret_key"))
    path = settings.data / FILE
    if not path.is_file():
        _create(path)
    return InstallationKey(_parsed(Secret(path.read_text("ascii").strip()), str(path)))


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError:
        return  # another process was faster
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _parsed(text: Secret, place: str) -> bytes:
    try:
        secret = bytes.fromhex(text.reveal())
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise InvalidInput("settings.key.invalid", place=place)
    return secret
