"""Signed links in mails: they name an item at one version and the person it was sent to.

Nothing is stored to make one; that it counts once is written when it is used.
"""

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hashlib import sha256
from typing import Final

import msgspec

_FORM: Final = struct.Struct(">QQQI")
_SIGNATURE_BYTES: Final = 16


class MailLink(msgspec.Struct, frozen=True, kw_only=True):
    """What a link says."""

    mail_id: int
    item_id: int
    person_id: int
    version: int


class MailLinks:
    """Makes and reads links with one key of the installation."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, link: MailLink) -> str:
        """The text that goes into the address."""
        body = _FORM.pack(link.mail_id, link.item_id, link.person_id, link.version)
        return urlsafe_b64encode(body + self._signature(body)).decode().rstrip("=")

    def read(self, token: str) -> MailLink | None:
        """What a token says; None when it is not ours."""
        try:
            raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except (NotBase64, ValueError):
            return None
        body, signature = raw[: _FORM.size], raw[_FORM.size :]
        if len(body) != _FORM.size or not hmac.compare_digest(signature, self._signature(body)):
            return None
        mail_id, item_id, person_id, version = _FORM.unpack(body)
        return MailLink(mail_id=mail_id, item_id=item_id, person_id=person_id, version=version)

    def _signature(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, sha256).digest()[:_SIGNATURE_BYTES]
