"""What a handler decides on: rows, ids, the instant and the actor of one request."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Protocol

import msgspec

from dujiang.engine import State
from dujiang.kernel.encoding import encode
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import SHARDS, IdSource, shard_of, slot_of
from dujiang.kernel.values import Variables
from dujiang.runtime.deciding.departures import Departure, variables_at
from dujiang.runtime.deciding.states import KeptState
from dujiang.runtime.requests import Actor, Request
from dujiang.runtime.tables import ALARM, INSTANCE, AlarmRow, InstanceRow
from dujiang.store import AnyTable, Overlay, Row, Table

MAX_TOPICS: Final = 1_000
"""Topics that one request may announce; beyond it watchers fall back on polling."""


class Programs(Protocol):
    """Where compiled process versions come from; `deployments` keeps them."""

    def program(self, version_id: int) -> Any:  # noqa: ANN401 - an engine Program
        """The compiled program of a version. Raises `NotFound`."""
        ...


class Beginning(msgspec.Struct, frozen=True):
    """An instance that is not there yet, as far as its sensitive variables need it."""

    id: int
    initiator_id: int
    version_id: int


class Seals(Protocol):
    """Which variables are sensitive, and how they are sealed; the room of forms knows."""

    def sealed(
        self, work: "Work", instance: InstanceRow | Beginning, variables: Variables
    ) -> Variables:
        """The variables as the instance may carry them; the same object if none is sensitive."""
        ...


class Instances(Protocol):
    """How `Work` reaches instances: locks, engine states kept in memory, and what is sensitive."""

    @property
    def seals(self) -> Seals | None:
        """Seals sensitive variables; None where there are none."""
        ...

    def hold(self, instance_id: int) -> None:
        """Make sure that nobody else changes this instance before our transaction ends."""
        ...

    def state_of(self, overlay: Overlay, instance: InstanceRow) -> KeptState:
        """The engine state of an instance that is held."""
        ...


class Work:
    """One request's view: it sees its own changes; they count when the request is accepted."""

    def __init__(
        self,
        request: Request,
        overlay: Overlay,
        *,
        slot: int,
        ids: IdSource,
        programs: Programs,
        instances: Instances,
    ) -> None:
        self.request = request
        self.overlay = overlay
        self.slot = slot
        """The slot for what this request starts: from its idempotency key, else spread evenly."""
        self.states: dict[int, KeptState] = {}
        """Engine states that this request has changed."""
        self.departed: dict[int, dict[int, Departure]] = {}
        """Element instances that have ended in this request, by instance and key."""
        self.topics: dict[str, None] = {}
        self.afterwards: list[Callable[[], None]] = []
        self._ids = ids
        self._programs = programs
        self._instances = instances

    @property
    def at(self) -> datetime:
        """The instant of the request."""
        return self.request.at

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.request.actor

    def new_id(self, slot: int | None = None) -> int:
        """A new id, in `slot` (an id's slot: `slot_of(id)`), else in the request's own slot."""
        identifier = self._ids.next_id(self.slot if slot is None else slot)
        self.overlay.made(identifier)
        return identifier

    def new_id_beside(self, identifier: int) -> int:
        """A new id that lives in the same shard as another."""
        return self.new_id(slot_of(identifier))

    def shard(self, slot: int | None = None) -> int:
        """The value of the `shard` column for a slot, else for the request's own slot."""
        return SHARDS[self.slot if slot is None else slot]

    def get(self, table: Table[Row], *key: Any, lock: bool = False) -> Row | None:  # noqa: ANN401 - key values
        """The row with this key. `lock` holds a row that commands of many instances share."""
        return self.overlay.get(table, key, lock=lock)

    def find(self, table: Table[Row], index: str, *values: Any) -> list[Row]:  # noqa: ANN401 - key values
        """The rows with these values of an equality index, in the order of their keys."""
        return self.overlay.find(table, index, values)

    def insert(self, table: Table[Row], row: Row) -> None:
        """Add a row whose key nobody has used."""
        self.overlay.insert(table, row)

    def put(self, table: Table[Row], row: Row) -> Row:
        """Make the row with this key be `row`; returns it as stored (revision raised)."""
        return self.overlay.put(table, row)

    def delete(self, table: AnyTable, *key: Any) -> None:  # noqa: ANN401 - key values
        """Let there be no row with this key."""
        self.overlay.delete(table, key)

    def remove(self, table: AnyTable, *key: Any) -> None:  # noqa: ANN401 - key values
        """Delete without looking: for rows that the instance's own state guards."""
        self.overlay.remove(table, key)

    def instance(self, instance_id: int) -> InstanceRow:
        """The instance, held until the commit. Raises `NotFound`."""
        if instance_id not in self.overlay.fresh:
            self._instances.hold(instance_id)
        row = self.overlay.get(INSTANCE, (shard_of(instance_id), instance_id))
        if row is None:
            raise NotFound("runtime.instance.not_found")
        return row

    def program(self, instance: InstanceRow) -> Any:  # noqa: ANN401 - an engine Program
        """The compiled program that the instance runs."""
        return self._programs.program(instance.version_id)

    def program_of_version(self, version_id: int) -> Any:  # noqa: ANN401 - an engine Program
        """The compiled program of a process version."""
        return self._programs.program(version_id)

    def sealed(self, instance: InstanceRow | Beginning, variables: Variables) -> Variables:
        """Variables as the instance may carry them: what is sensitive cannot be read."""
        seals = self._instances.seals
        return variables if seals is None else seals.sealed(self, instance, variables)

    def state(self, instance: InstanceRow) -> State:
        """The engine state of an instance, as this request has left it so far."""
        return self.kept_state(instance).state

    def variables_at(self, instance: InstanceRow, element_key: int) -> dict[str, Any]:
        """What an element instance sees now, or saw until it ended in this request."""
        return variables_at(self.state(instance), self.departed.get(instance.id, {}), element_key)

    def kept_state(self, instance: InstanceRow) -> KeptState:
        """The engine state together with its stored form: for those who write it."""
        own = self.states.get(instance.id)
        return self._instances.state_of(self.overlay, instance) if own is None else own

    def schedule(
        self,
        kind: str,
        ref: int,
        due_at: datetime,
        command: msgspec.Struct,
        *,
        instance_id: int = 0,
    ) -> int:
        """Let the clock give `command` at an instant, through the door; returns the alarm's id.

        `kind` names the subject, such as `item.deadline`; with `ref` (an id) it finds the alarm
        again. With an `instance_id` the alarm sleeps while that instance is suspended and goes
        when it ends. The command's route must be known to the dispatcher. When it is given, it
        may come late: after downtime, or a moment after `unschedule` on another node.
        """
        alarm_id = self.new_id_beside(ref)
        self.insert(
            ALARM,
            AlarmRow(
                shard=shard_of(alarm_id),
                id=alarm_id,
                instance_id=instance_id,
                kind=kind,
                ref=ref,
                due_at=due_at,
                wake_at=due_at,
                payload=encode((type(command).__name__, command)),
            ),
        )
        return alarm_id

    def unschedule(self, kind: str, ref: int) -> int:
        """Cancel the alarms of this kind and ref; returns how many there were."""
        alarms = self.find(ALARM, "by_ref", shard_of(ref), kind, ref)
        for alarm in alarms:
            self.delete(ALARM, alarm.shard, alarm.id)
        return len(alarms)

    def notify(self, *topics: str) -> None:
        """Tell watchers of these topics, after the commit, that something has changed."""
        for topic in topics:
            if len(self.topics) < MAX_TOPICS:
                self.topics[topic] = None

    def after_commit(self, act: Callable[[], None]) -> None:
        """Run `act` once the commit has happened: short, never failing, and only a hint."""
        self.afterwards.append(act)


class FactContext(msgspec.Struct, frozen=True):
    """Where a fact comes from, for the reactors of other rooms."""

    command: msgspec.Struct
    """The command whose handler returned the fact."""
    instance: InstanceRow | None
    """The instance as it was when the handler returned; None for facts of no instance."""
    program: Any = None
    """The program of that instance."""
