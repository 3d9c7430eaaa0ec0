"""The log of facts: how a request's commands and facts are stored together, and read again."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec

from dujiang.kernel.encoding import decoder, encode
from dujiang.kernel.ids import shard_of
from dujiang.runtime.deciding.agenda import LogEntry
from dujiang.runtime.deciding.work import Work
from dujiang.runtime.tables import LOG, LogRow
from dujiang.store import Reader

_entries = msgspec.msgpack.Decoder(list[tuple[str, msgspec.Raw, list[tuple[str, msgspec.Raw]]]])
_named = msgspec.msgpack.Decoder(tuple[str, msgspec.Raw])


def encode_entries(entries: Sequence[LogEntry], first_command: bytes | None = None) -> bytes:
    """Commands and facts in order, each with the name of its type.

    `first_command` is the command of the first entry where it is encoded already.
    """
    commands: Iterator[msgspec.Struct | msgspec.Raw] = (entry.command for entry in entries)
    if first_command is not None:
        next(commands)
        commands = chain((msgspec.Raw(first_command),), commands)
    return encode(
        [
            (
                type(entry.command).__name__,
                command,
                [(type(fact).__name__, fact) for fact in entry.facts],
            )
            for entry, command in zip(entries, commands, strict=True)
        ]
    )


class Vocabulary:
    """The commands and facts of all rooms by name: what the log and timers are decoded with."""

    def __init__(self, types: Iterable[type[msgspec.Struct]]) -> None:
        self._decoders: dict[str, msgspec.msgpack.Decoder[Any]] = {}
        for kind in types:
            name = kind.__name__
            assert name not in self._decoders, f"two commands or facts are called {name}"
            self._decoders[name] = decoder(kind)

    def decode(self, name: str, body: bytes | msgspec.Raw) -> msgspec.Struct:
        """The command or fact of this name."""
        found: msgspec.Struct = self._decoders[name].decode(body)
        return found

    def decode_named(self, payload: bytes) -> msgspec.Struct:
        """The command that was encoded together with its name."""
        name, body = _named.decode(payload)
        return self.decode(name, body)

    def entries(self, row: LogRow) -> list[LogEntry]:
        """What one log row tells."""
        return [
            LogEntry(
                row.instance_id,
                self.decode(name, command),
                tuple(self.decode(fact_name, fact) for fact_name, fact in facts),
            )
            for name, command, facts in _entries.decode(row.body)
        ]


def read_log(reader: Reader, instance_id: int) -> Sequence[LogRow]:
    """The log of an instance, oldest first."""
    return reader.find(LOG, "by_instance", shard_of(instance_id), instance_id)


def entries_of(work: Work, vocabulary: Vocabulary, instance_id: int) -> Iterator[LogEntry]:
    """The log of an instance as a command sees it, oldest first; without the present request."""
    for row in work.find(LOG, "by_instance", shard_of(instance_id), instance_id):
        yield from vocabulary.entries(row)
