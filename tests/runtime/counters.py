"""A room of its own for testing the door: counters that are raised, moved and refused."""

from collections.abc import Iterable

import msgspec

from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import SHARDS
from dujiang.runtime import (
    SIGNED_IN,
    FactContext,
    Handled,
    Known,
    Needs,
    Reactors,
    Refused,
    Route,
    Routes,
    Work,
)
from dujiang.store import AnyTable, Check, Table, Unique


class CounterRow(msgspec.Struct, frozen=True):
    shard: int
    name: str
    value: int
    revision: int = 0


COUNTER = Table(
    "counter",
    CounterRow,
    key=("shard", "name"),
    indexes={"by_value": ("shard", "value")},
    checks=(Check("value_below_million", "value < 1000000", code="counter.value.too_high"),),
    revision="revision",
)


class LabelRow(msgspec.Struct, frozen=True):
    shard: int
    id: int
    name: str


LABEL = Table(
    "label",
    LabelRow,
    key=("shard", "id"),
    unique=(Unique("name", ("name",), code="label.name.taken"),),
)

TABLES: tuple[AnyTable, ...] = (COUNTER, LABEL)
SHARD = SHARDS[0]


class Raise(msgspec.Struct, frozen=True):
    name: str
    by: int = 1


class Raised(msgspec.Struct, frozen=True):
    name: str
    by: int


class Mirror(msgspec.Struct, frozen=True):
    name: str
    by: int


class RaiseThenRefuse(msgspec.Struct, frozen=True):
    name: str


class RaiseThenBreak(msgspec.Struct, frozen=True):
    name: str


class Refuse(msgspec.Struct, frozen=True):
    pass


class PutLabel(msgspec.Struct, frozen=True):
    name: str


class Miss(msgspec.Struct, frozen=True):
    pass


def _raise(command: Raise | Mirror, work: Work) -> Handled:
    row = work.get(COUNTER, SHARD, command.name, lock=True)
    if row is None:
        row = CounterRow(SHARD, command.name, command.by)
        work.insert(COUNTER, row)
    else:
        row = work.put(COUNTER, msgspec.structs.replace(row, value=row.value + command.by))
    return Handled((Raised(command.name, command.by),), answer={"value": row.value})


def _raise_then_refuse(command: RaiseThenRefuse, work: Work) -> Handled:
    _raise(Raise(command.name), work)
    return Handled(follow_ups=(Refuse(),))


def _raise_then_break(command: RaiseThenBreak, work: Work) -> Handled:
    _raise(Raise(command.name), work)
    raise RuntimeError("a mistake of ours")


def _put_label(command: PutLabel, work: Work) -> Handled:
    identifier = work.new_id()
    work.insert(LABEL, LabelRow(work.shard(), identifier, command.name))
    return Handled(answer={"id": identifier})


def _miss(command: Miss, work: Work) -> Handled:
    raise NotFound("counter.not_found", name="x")


def _mirror(fact: Raised, context: FactContext, work: Work) -> Iterable[msgspec.Struct]:
    if isinstance(context.command, Raise) and fact.name.startswith("mirrored"):
        return (Mirror(f"copy of {fact.name}", fact.by),)
    return ()


def _needs(command: Raise, known: Known) -> tuple[Needs, ...]:
    return (Needs(shared=((COUNTER, (SHARD, command.name)),)),)


ROUTES: Routes = {
    Raise: Route(SIGNED_IN, _raise, _needs),
    Mirror: Route("internal", _raise),
    RaiseThenRefuse: Route(SIGNED_IN, _raise_then_refuse),
    RaiseThenBreak: Route(SIGNED_IN, _raise_then_break),
    Refuse: Route(SIGNED_IN, lambda command, work: Refused("counter.refused", 422, {"n": 1})),
    PutLabel: Route("label.put", _put_label),
    Miss: Route(SIGNED_IN, _miss),
}
REACTORS: Reactors = {Raised: (_mirror,)}
