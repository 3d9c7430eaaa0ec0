"""Sealing and opening values under the keys of their subjects."""

import secrets
from datetime import datetime
from typing import Any, Final, Protocol

from msgspec.structs import replace

from dujiang.kernel.encoding import decoder, encode
from dujiang.kernel.ids import SHARDS, slot_of_key
from dujiang.kernel.sealed import (
    CannotOpen,
    Sealed,
    blind_index,
    open_sealed,
    seal,
    seal_alike,
)
from dujiang.kernel.values import Variables
from dujiang.settings import InstallationKey
from dujiang.store import Row, Table
from dujiang.vault.tables import SUBJECT_KEY, SubjectKeyRow

HINTED_FROM_CHARS: Final = 8
"""Values of this length or less show nothing of themselves."""
_ON_THE_WAY: Final = "on the way"
"""Place of the blind index by which what processes carry is compared."""
_VERSION: Final = 1
_PURPOSE: Final = "subject-key"
_KEY_BYTES: Final = 32

_variables = decoder(Variables)


class Keys(Protocol):
    """Where keys are read: the work of a command, or a reader of the store."""

    def get(self, table: Table[Row], *key: Any) -> Row | None:  # noqa: ANN401
        """The row with this key."""
        ...


class KeysToMake(Keys, Protocol):
    """Where keys are made: the work of a command."""

    @property
    def at(self) -> datetime:
        """The instant of the command."""
        ...

    def insert(self, table: Table[Row], row: Row) -> None:
        """Add a row."""
        ...

    def put(self, table: Table[Row], row: Row) -> Row:
        """Change a row."""
        ...


class KeysOfQuestion:
    """Keys as one question finds them: each is read once, however many values it opens."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._found: dict[tuple[Any, ...], Any] = {}

    def get(self, table: Table[Row], *key: Any) -> Row | None:  # noqa: ANN401
        """The row with this key."""
        if key not in self._found:
            self._found[key] = self._keys.get(table, *key)
        found: Row | None = self._found[key]
        return found


class Vault:
    """Seals values; opens them for whoever has been found to be allowed."""

    def __init__(self, installation: InstallationKey) -> None:
        self._installation = installation
        self._blinding = installation.derived("blind-index")

    def seal(self, keys: KeysToMake, subject: str, place: str, value: Any) -> Sealed:  # noqa: ANN401 - a Value
        """Seal a value that belongs at `place` (`employee.salary`); makes the key at first use.

        Raises `CannotOpen` when the subject has been erased.
        """
        plain = encode(Variables({"": value}))
        return seal(
            plain,
            key=self._key(keys, subject, _VERSION) or self._make(keys, subject),
            subject=subject,
            key_version=_VERSION,
            place=place,
            blind=self._blind(place, plain),
        )

    def open(self, keys: Keys, sealed: Sealed, place: str) -> Any:  # noqa: ANN401 - a Value
        """The value. Raises `CannotOpen` when its subject was erased or it lay elsewhere."""
        key = self._key(keys, sealed.subject, sealed.key_version)
        if key is None:
            raise CannotOpen(sealed.subject)
        return _variables.decode(open_sealed(sealed, key=key, place=place))[""]

    def seal_alike(self, plain: str, place: str) -> Sealed:
        """Seal a text on its way through a process: equal texts of a place give equal seals, so
        that expressions can compare them. Only the installation's key opens it."""
        hint = plain[-4:] if len(plain) > HINTED_FROM_CHARS else ""
        key = self._installation.derived(place)
        return seal_alike(
            plain.encode(), key=key, place=place, hint=hint, blind=self._comparable(plain)
        )

    def carry(self, keys: KeysToMake, subject: str, place: str, value: Any) -> Sealed:  # noqa: ANN401 - a Value
        """Seal a value that a process carries: it names its place itself, and shows nothing.

        Texts that are long enough to be identifiers (an account, a number of a card) can be
        compared with each other and with what `seal_alike` gave. Raises `CannotOpen` when the
        subject has been erased.
        """
        sealed = self.seal(keys, subject, place, value)
        blind = self._comparable(value) if isinstance(value, str) else None
        return replace(sealed, place=place, blind=blind)

    def open_carried(self, keys: Keys, sealed: Sealed) -> Any:  # noqa: ANN401 - a Value
        """The value of what `carry` or `seal_alike` gave. Raises `CannotOpen`."""
        if sealed.place:
            return self.open(keys, sealed, sealed.place)
        return self.open_alike(sealed)

    def open_alike(self, sealed: Sealed) -> str:
        """The text of what `seal_alike` gave. Raises `CannotOpen`."""
        place = sealed.subject
        return open_sealed(sealed, key=self._installation.derived(place), place=place).decode()

    def blind(self, place: str, value: Any) -> str:  # noqa: ANN401 - a Value
        """Text that is the same for equal values at a place and tells nothing else of them."""
        return self._blind(place, encode(Variables({"": value}))).hex()

    def erase(self, keys: KeysToMake, subject: str) -> bool:
        """Destroy a subject's key: nothing of it can be opened again. False when it has none."""
        row = keys.get(SUBJECT_KEY, *_place(subject, _VERSION))
        if row is None or row.destroyed_at is not None:
            return False
        keys.put(SUBJECT_KEY, replace(row, box=b"", destroyed_at=keys.at))
        return True

    def _key(self, keys: Keys, subject: str, version: int) -> bytes | None:
        """Read each time, so that an erased subject is erased on every node at once."""
        row = keys.get(SUBJECT_KEY, *_place(subject, version))
        if row is None:
            return None
        if row.destroyed_at is not None:
            raise CannotOpen(subject)
        return self._installation.open(row.box, _PURPOSE)

    def _make(self, keys: KeysToMake, subject: str) -> bytes:
        key = secrets.token_bytes(_KEY_BYTES)
        shard, subject, version = _place(subject, _VERSION)
        box = self._installation.seal(key, _PURPOSE)
        keys.insert(
            SUBJECT_KEY,
            SubjectKeyRow(shard=shard, subject=subject, version=version, box=box, made_at=keys.at),
        )
        return key

    def _comparable(self, text: str) -> bytes | None:
        return self._blind(_ON_THE_WAY, text.encode()) if len(text) > HINTED_FROM_CHARS else None

    def _blind(self, place: str, plain: bytes) -> bytes:
        return blind_index(plain, key=self._blinding, place=place)


def _place(subject: str, version: int) -> tuple[int, str, int]:
    return SHARDS[slot_of_key(f"subject:{subject}")], subject, version
