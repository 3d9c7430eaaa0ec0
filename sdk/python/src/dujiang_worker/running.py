"""Running a worker: fetches no more than it can do, keeps its leases, loses no job by stopping."""

import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Lock, Semaphore, Thread
from time import monotonic
from typing import Any, Final

import httpx2

from dujiang_worker.errors import BpmnError, GiveUp, NotAllowed, RetryLater
from dujiang_worker.handlers import Handler
from dujiang_worker.jobs import Job
from dujiang_worker.logs import JsonLines
from dujiang_worker.server import Refused, Server, pauses

CONCURRENCY: Final = 4
LEASE_S: Final = 60
WAIT_S: Final = 10
"""How long the server is asked to wait for a job; also how long stopping may take when idle."""
BEATS_PER_LEASE: Final = 3
MAX_MESSAGE: Final = 2_000

_log = logging.getLogger("dujiang_worker")


class Worker:
    """Does jobs of its handlers' types, up to `concurrency` at once, until it is stopped."""

    def __init__(
        self,
        url: str,
        token: str,
        handlers: Sequence[Handler],
        *,
        name: str = "",
        concurrency: int = CONCURRENCY,
        lease_s: int = LEASE_S,
        wait_s: int = WAIT_S,
    ) -> None:
        self._handlers = {handler.job_type: handler for handler in handlers}
        if not handlers or len(self._handlers) < len(handlers):
            raise ValueError("give at least one handler, and one for each job type")
        self._server = Server(url, token, wait_s=wait_s)
        self._name = name or socket.gethostname()
        self._lease_s = lease_s
        self._wait_s = wait_s
        self._free = Semaphore(concurrency)
        self._concurrency = concurrency
        self._pool = ThreadPoolExecutor(concurrency, "job")
        self._held: dict[str, _Hold] = {}
        self._lock = Lock()
        self._stopping = Event()
        self._ended = Event()

    def run(self) -> None:
        """Work until `stop`; then finish what has begun. Raises `NotAllowed` for a bad token."""
        _log.info("worker started", extra={"worker": self._name, "types": sorted(self._handlers)})
        beats = Thread(target=self._beat, name="heart-beat", daemon=True)
        beats.start()
        try:
            self._work()
        finally:
            self._stopping.set()
            self._pool.shutdown(wait=True)
            self._ended.set()
            beats.join()
            self._server.close()
            _log.info("worker stopped", extra={"worker": self._name})

    def stop(self) -> None:
        """Fetch nothing more; `run` returns when what has begun is done. Callable anywhere."""
        self._stopping.set()

    @contextmanager
    def running(self) -> Iterator["Worker"]:
        """The worker on a thread of its own, stopped at the end of the block."""
        thread = Thread(target=self.run, name="worker")
        thread.start()
        try:
            yield self
        finally:
            self.stop()
            thread.join()

    # Fetching

    def _work(self) -> None:
        waits = pauses()
        while not self._stopping.is_set():
            room = self._take_room()
            try:
                jobs = self._server.fetch(self._asked(room))
            except httpx2.HTTPError as error:
                self._give_room(room)
                _log.warning("server away", extra={"worker": self._name, "reason": str(error)})
                self._stopping.wait(next(waits))
                continue
            except NotAllowed:
                self._give_room(room)
                raise
            waits = pauses()
            self._give_room(room - len(jobs))
            for job in jobs:
                self._begin(job)

    def _asked(self, room: int) -> dict[str, Any]:
        return {
            "worker": self._name,
            "jobTypes": sorted(self._handlers),
            "maxJobs": room,
            "leaseS": self._lease_s,
            "waitS": self._wait_s,
        }

    def _take_room(self) -> int:
        """At least one place, as soon as there is one, and all others that are free."""
        self._free.acquire()
        room = 1
        while room < self._concurrency and self._free.acquire(blocking=False):
            room += 1
        return room

    def _give_room(self, places: int) -> None:
        if places:
            self._free.release(places)

    # Doing

    def _begin(self, job: Job) -> None:
        hold = _Hold(job)
        with self._lock:
            self._held[job.id] = hold
        if self._stopping.is_set():
            self._finish(hold, "return", {})
        else:
            self._pool.submit(self._do, hold)

    def _do(self, hold: "_Hold") -> None:
        what, body = self._attempt(hold.job)
        self._finish(hold, what, body)

    def _attempt(self, job: Job) -> tuple[str, dict[str, Any]]:
        about = {"job_id": job.id, "job_type": job.job_type, "attempt": job.attempt}
        _log.info("job begun", extra=about)
        try:
            results = self._handlers[job.job_type].do(job)
        except BpmnError as error:
            return "error", {"errorCode": error.code, "variables": error.variables}
        except RetryLater as later:
            return "return", {"afterS": later.after_s}
        except GiveUp as error:
            return "fail", {"message": str(error)[:MAX_MESSAGE], "mayRetry": False}
        except Exception as error:  # noqa: BLE001 - a handler may raise anything: the attempt has failed
            _log.exception("job raised", extra=about)
            return "fail", {"message": f"{type(error).__name__}: {error}"[:MAX_MESSAGE]}
        return "complete", {"variables": results}

    def _finish(self, hold: "_Hold", what: str, body: dict[str, Any]) -> None:
        job = hold.job
        try:
            is_taken = self._report(hold, what, body)
        finally:
            with self._lock:
                self._held.pop(job.id, None)
            self._free.release()
        _log.log(
            logging.INFO if is_taken else logging.WARNING,
            "job reported" if is_taken else "job is somebody else's by now",
            extra={"job_id": job.id, "job_type": job.job_type, "outcome": what},
        )

    def _report(self, hold: "_Hold", what: str, body: dict[str, Any]) -> bool:
        try:
            return self._server.report(hold.job, what, body, give_up=hold.lost)
        except (Refused, TypeError, OverflowError) as error:  # not JSON, or not to be stored
            reason = f"the results cannot be kept: {error}"[:MAX_MESSAGE]
            told = {"message": reason, "mayRetry": False}
            return self._server.report(hold.job, "fail", told, give_up=hold.lost)

    # Heart-beats

    def _beat(self) -> None:
        while not self._ended.wait(self._lease_s / BEATS_PER_LEASE):
            with self._lock:
                held = list(self._held.values())
            for hold in held:
                self._extend(hold)

    def _extend(self, hold: "_Hold") -> None:
        try:
            is_ours = self._server.extend(hold.job, self._lease_s)
        except httpx2.HTTPError as error:
            _log.warning("heart-beat lost", extra={"job_id": hold.job.id, "reason": str(error)})
            is_ours = monotonic() - hold.kept_at < self._lease_s
        else:
            hold.kept_at = monotonic()
        if not is_ours:
            hold.lost.set()


class _Hold:
    """A job that this worker has."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.lost = Event()
        """Set when somebody else has it, or may have: the lease has run out without a beat."""
        self.kept_at = monotonic()


def run(
    *handlers: Handler,
    name: str = "",
    concurrency: int = CONCURRENCY,
    lease_s: int = LEASE_S,
    wait_s: int = WAIT_S,
) -> None:
    """Run a worker as a program: until SIGTERM or Ctrl-C, logs as JSON lines on stderr.

    Reads the address from `DUJIANG_URL` and the token from `DUJIANG_TOKEN`. Exits with 1 and a
    sentence when the server does not let it in.
    """
    lines = logging.StreamHandler()
    lines.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[lines])
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    url, token = os.environ.get("DUJIANG_URL", ""), os.environ.get("DUJIANG_TOKEN", "")
    if not url or not token:
        sys.exit("Set DUJIANG_URL and DUJIANG_TOKEN.")
    one = Worker(
        url, token, handlers,
        name=name, concurrency=concurrency, lease_s=lease_s, wait_s=wait_s,
    )  # fmt: skip
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: one.stop())
    try:
        one.run()
    except NotAllowed as error:
        sys.exit(f"The server does not let this worker in: {error}")
