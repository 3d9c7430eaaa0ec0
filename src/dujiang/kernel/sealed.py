"""Sealed values: encrypted under a key per subject, erased by destroying that key.

The encoding knows `Sealed` from the first fact on, so facts, outbox, titles and search never need
the open value. Equality search uses a blind index: a keyed hash of the value.
"""

import hmac
import os
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class Sealed(msgspec.Struct, frozen=True, omit_defaults=True):
    """An encrypted value. `subject` names whose key opens it; `blind` finds equal values."""

    subject: str
    key_version: int
    box: bytes
    """Nonce (12 bytes), then AES-256-GCM ciphertext and tag."""
    blind: bytes | None = None
    hint: str = ""
    """What everybody may see of it: its last characters, or nothing."""
    place: str = ""
    """Where it belongs, when it travels on its own; else whoever keeps it knows."""

    def is_same(self, other: "Sealed") -> bool:
        """Whether both hold the same value, as far as that can be told without opening them."""
        if self.blind is not None and other.blind is not None:
            return hmac.compare_digest(self.blind, other.blind)
        return self == other

    def __repr__(self) -> str:
        return f"Sealed({self.subject!r}, ••••)"

    def __str__(self) -> str:
        return f"****{self.hint}"


class CannotOpen(Exception):
    """The key does not fit, was destroyed, or the value was put in another place."""


def seal(
    plain: bytes, *, key: bytes, subject: str, key_version: int, place: str, blind: bytes | None
) -> Sealed:
    """Encrypt under a 32-byte `key`. `place` (such as `employee.salary`) is authenticated too."""
    nonce = os.urandom(_NONCE_BYTES)
    box = nonce + AESGCM(key).encrypt(nonce, plain, place.encode())
    return Sealed(subject=subject, key_version=key_version, box=box, blind=blind)


def seal_alike(
    plain: bytes, *, key: bytes, place: str, hint: str = "", blind: bytes | None = None
) -> Sealed:
    """Encrypt so that equal values in the same place give equal seals: values that are compared.

    The nonce follows from key, place and value, so it never serves two values. The subject is the
    place itself.
    """
    nonce = hmac.new(key, b"nonce\0" + place.encode() + b"\0" + plain, sha256).digest()
    nonce = nonce[:_NONCE_BYTES]
    box = nonce + AESGCM(key).encrypt(nonce, plain, place.encode())
    return Sealed(subject=place, key_version=1, box=box, hint=hint, blind=blind)


def open_sealed(sealed: Sealed, *, key: bytes, place: str) -> bytes:
    """Decrypt; raises `CannotOpen` when key or place do not fit."""
    nonce, ciphertext = sealed.box[:_NONCE_BYTES], sealed.box[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, place.encode())
    except InvalidTag as error:
        raise CannotOpen(sealed.subject) from error


def blind_index(plain: bytes, *, key: bytes, place: str) -> bytes:
    """16 bytes that are equal for equal values in the same place, and tell nothing else."""
    return hmac.new(key, place.encode() + b"\0" + plain, sha256).digest()[:16]
