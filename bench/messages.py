"""Messages find the one that waits for them, however many wait.

    python -m bench.messages          prints a table and merges rows into build/bench.json

Each message goes through the one door: subscription found by its address, instance locked and
loaded, engine step, history, receipt, commit. The peer is ourselves with few that wait; processor
time of our process, and the time on the wall, for one message out of a batch of them.
"""

import sys
from itertools import count
from time import perf_counter, process_time
from typing import Any

import msgspec
from tests.build import message, process
from tests.postgres import is_installed
from tests.runtime.house import ALL_TABLES, LI, House

from bench.durable import database
from bench.engine import merge, row
from dujiang.kernel.ids import SHARDS
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import PublishMessage, Request
from dujiang.runtime.instances.messages import address_of
from dujiang.runtime.tables import INSTANCE, SUBSCRIPTION
from dujiang.store import Changes, Store, open_store

FEW, MANY = 1_000, 100_000
MESSAGES = 2_000
"""Of which every one is delivered, so that as many fewer wait afterwards."""
ROUND = 200
PAGE = 5_000


def waiting() -> bytes:
    """A process that waits for a message with its own number."""
    build = process("waiting").start().catch("paid", message("order paid", key="=order"))
    return build.end().xml()


class Crowd:
    """Instances that wait for a message each, by numbers from 0."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.house = House(store, {"waiting": waiting()})
        first = self.house.start("waiting", order="first")
        self._instance = self.house.instance(first)
        with store.read() as reader:
            (self._subscription,) = reader.find(
                SUBSCRIPTION, "by_instance", self._instance.shard, first
            )
        self._next = 0
        self._told = count()
        self._keys = count()

    def grow(self, size: int) -> None:
        """Let so many wait, each a copy of one that was started through the door."""
        while self._next < size:
            numbers = range(self._next, min(size, self._next + PAGE))
            instances = [self._copy(self._instance, number) for number in numbers]
            waiting_ = [
                msgspec.structs.replace(
                    self._subscription,
                    shard=instance.shard,
                    instance_id=instance.id,
                    address=address_of("order paid", str(number)),
                )
                for number, instance in zip(numbers, instances, strict=True)
            ]
            with self.store.write(self.store.lanes[0]) as tx:
                tx.write([Changes(INSTANCE, inserts=instances)])
                tx.write([Changes(SUBSCRIPTION, inserts=waiting_)])
            self._next = numbers.stop

    def _copy(self, instance: Any, number: int) -> Any:  # noqa: ANN401 - a row
        slot = number & 0xFF
        return msgspec.structs.replace(instance, shard=SHARDS[slot], id=(number << 8) | slot)

    def tell(self, messages: int) -> tuple[float, float]:
        """Send messages to some of them; processor and wall time of each, in µs."""
        begun, cpu = perf_counter(), process_time()
        for _ in range(messages // ROUND):
            futures = [self._send(next(self._told)) for _ in range(ROUND)]
            self.house.door.run_pending()
            assert all(future.result(0).expect()["delivered"] for future in futures)
        spent, wall = process_time() - cpu, perf_counter() - begun
        return spent / messages * 1e6, wall / messages * 1e6

    def _send(self, number: int) -> Any:  # noqa: ANN401 - a future
        command = PublishMessage(
            name="order paid",
            correlation=str(number),
            variables=Variables({"paid": as_value(True)}),
        )
        key = f"bench {next(self._keys)}"
        return self.house.door.submit(Request(command, LI, key, self.house.clock.now()))


def compare(kind: str) -> list[dict[str, Any]]:
    """A message among many that wait, against one among few."""
    with database(kind) as url:
        store = open_store(url, ALL_TABLES)
        store.create_missing()
        crowd = Crowd(store)
        crowd.grow(FEW + ROUND)
        crowd.tell(ROUND)
        few_cpu, few_wall = crowd.tell(FEW // ROUND * ROUND)
        crowd.grow(MANY)
        many_cpu, many_wall = crowd.tell(MESSAGES)
        store.close()
    name = f"message among {MANY:,} that wait, {kind}"
    peer = f"itself among {FEW:,}"
    return [
        row(f"{name}: CPU", "µs/message", many_cpu, few_cpu, peer),
        row(f"{name}: wall", "µs/message", many_wall, few_wall, peer),
    ]


def main() -> None:
    """Measure, print, write."""
    for kind in ("SQLite", "PostgreSQL"):
        if kind == "SQLite" or is_installed():
            rows = compare(kind)
            merge(rows)
            for each in rows:
                values = f"{each['ours']:>10.1f} {each['peer']:>10.1f} {each['ratio']:>6.2f}x"
                sys.stdout.write(f"{each['case']:<55}{values}  {each['unit']}\n")


if __name__ == "__main__":
    main()
