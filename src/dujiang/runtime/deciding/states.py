"""Engine states kept decoded in memory, each good for exactly one revision of its instance."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from dujiang.engine import Head, Scope, State
from dujiang.kernel.encoding import decoder, encode
from dujiang.kernel.ids import shard_of
from dujiang.runtime.tables import SCOPE, InstanceRow, ScopeRow
from dujiang.store import Overlay

MAX_STATES: Final = 4_096
"""Instances whose state stays decoded; about 10 kB each."""

_head = decoder(Head)
_scope = decoder(Scope)


class KeptState(msgspec.Struct, frozen=True):
    """A state, the revision it belongs to, and its inner scopes as they are stored."""

    revision: int
    state: State
    rows: dict[int, ScopeRow]


class States:
    """Least recently used states. One dispatcher thread uses it."""

    def __init__(self, limit: int = MAX_STATES) -> None:
        self._limit = limit
        self._kept: OrderedDict[int, KeptState] = OrderedDict()

    def find(self, instance: InstanceRow) -> KeptState | None:
        """The state of exactly this revision of the instance."""
        kept = self._kept.get(instance.id)
        if kept is None or kept.revision != instance.revision:
            return None
        self._kept.move_to_end(instance.id)
        return kept

    def keep(self, instance_id: int, kept: KeptState) -> None:
        """Remember a state, and forget the one that was used longest ago."""
        self._kept[instance_id] = kept
        self._kept.move_to_end(instance_id)
        if len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    def drop(self, instance_ids: Iterable[int]) -> None:
        """Forget instances that have ended."""
        for instance_id in instance_ids:
            self._kept.pop(instance_id, None)

    def clear(self) -> None:
        """Forget all: as after a restart."""
        self._kept.clear()


def load_state(overlay: Overlay, instance: InstanceRow) -> KeptState:
    """Decode an instance's state from its rows."""
    rows: Sequence[ScopeRow] = ()
    if instance.has_scopes:
        rows = overlay.find(SCOPE, "by_instance", (instance.shard, instance.id))
    return KeptState(instance.revision, state_from(instance, rows), {row.key: row for row in rows})


def state_from(instance: InstanceRow, rows: Iterable[ScopeRow]) -> State:
    """The state that an instance's row and the rows of its inner scopes hold."""
    scopes = [_scope.decode(row.body) for row in rows]
    if instance.root:
        scopes.append(_scope.decode(instance.root))
    return State.load(_head.decode(instance.head), scopes)


def scope_row(instance_id: int, scope: Scope) -> ScopeRow:
    """A scope as it is stored."""
    return ScopeRow(shard_of(instance_id), instance_id, scope.key, encode(scope))
