"""Sessions and tokens found in the last seconds, so that a busy browser costs no look-ups."""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

import msgspec

from dujiang.identity import ApiToken, Session

REMEMBERED_S: Final = 5
"""How long what was found is not looked up again; other nodes notice its end by then."""
MAX_REMEMBERED: Final = 20_000


class Known(msgspec.Struct, frozen=True):
    """What is known of a secret."""

    found: Session | ApiToken
    must_change_password: bool = False
    """The session is good for setting a new password, and for nothing else until then."""


class Remembered:
    """Sessions and tokens found in the last seconds; thread-safe."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, tuple[datetime, Known]] = OrderedDict()
        self._lock = Lock()

    def find(self, secret: str, at: datetime) -> Known | None:
        """What was found for this secret, if that is recent."""
        known = self._found.get(secret)
        if known is None or known[0] + timedelta(seconds=REMEMBERED_S) < at:
            return None
        return known[1]

    def keep(self, secret: str, known: Known, at: datetime) -> None:
        """Remember for some seconds."""
        with self._lock:
            self._found[secret] = (at, known)
            while len(self._found) > MAX_REMEMBERED:
                self._found.popitem(last=False)

    def forget_person(self, person_id: int) -> None:
        """A session or token of this person has ended."""
        with self._lock:
            gone = [s for s, (_, one) in self._found.items() if one.found.person_id == person_id]
            for secret in gone:
                del self._found[secret]
