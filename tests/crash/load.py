"""A server's inside under load, in a process of its own that is going to be killed.

`python -m tests.crash.load URL PEER_FILE NEXT...`: client n goes on with its command NEXT[n].
Every command has a key of its own; "client index answer" is printed once the answer is there.
"""

import os
import sys
from pathlib import Path
from threading import Thread

from dujiang.kernel.clock import SystemClock
from dujiang.kernel.errors import DujiangError
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import Actor, Job, JobDone, JobOutcome, Request, StartProcess
from dujiang.store import open_store
from tests.runtime.counters import REACTORS, ROUTES, TABLES, Raise, Raised
from tests.runtime.house import ALL_TABLES, House
from tests.runtime.models import job, line, script

MODELS = {"call": line("call", script("half", "=days / 2", "half"), job("ask"))}
ACCOUNTS = 5


def actor_of(client: int) -> Actor:
    """Each client is a person."""
    return Actor(person_id=client + 1, permissions=frozenset(("process.start",)))


def command_of(client: int, index: int) -> Raise | StartProcess:
    """What a client asks for, one after another: postings, and now and then a process."""
    if index % 3 == 2:
        days = Variables({"days": as_value(client + index)})
        return StartProcess(process_key="call", number=f"{client}-{index}", variables=days)
    return Raise(f"account {(client + index) % ACCOUNTS}", by=index + 1)


def key_of(client: int, index: int) -> str:
    """The idempotency key of a client's command."""
    return f"key {client} {index}"


def house_of(url: str, peer_file: Path, **options: object) -> House:
    """The server's inside over a database that may have seen a crash."""

    def ask(job_: Job) -> JobOutcome:
        with peer_file.open("a") as file:
            file.write(f"{job_.idempotency_key}\n")
        return JobDone(Variables({"answer": as_value(1)}))

    store = open_store(url, (*ALL_TABLES, *TABLES))
    return House(
        store, MODELS, handlers={"work": ask}, routes=ROUTES, reactors=REACTORS, facts=(Raised,),
        **options,  # type: ignore[arg-type]
    )  # fmt: skip


def _client(house: House, number: int, index: int) -> None:
    while True:
        command, key = command_of(number, index), key_of(number, index)
        request = Request(command, actor_of(number), key, house.clock.now())
        try:
            answer = house.door.submit(request).result()
        except DujiangError:
            continue  # the same request again, as a client does after a 5xx
        os.write(1, f"{number} {index} {answer.status}\n".encode())
        index += 1


def main(url: str, peer_file: str, *following: str) -> None:
    """Serve the clients until killed."""
    house = house_of(url, Path(peer_file), clock=SystemClock())
    house.door.start()
    house.duties.start()
    os.write(1, b"ready\n")
    threads = [
        Thread(target=_client, args=(house, number, int(index)))
        for number, index in enumerate(following)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
