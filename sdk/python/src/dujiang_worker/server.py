"""What a worker says to the server, and how it bears that the server is away."""

import logging
import random
from collections.abc import Iterator
from threading import Event
from typing import Any, Final

import httpx2
import msgspec

from dujiang_worker.errors import NotAllowed
from dujiang_worker.jobs import Job, LeasedJobs

MAX_PAUSE_S: Final = 30.0
SLACK_S: Final = 10.0
"""More than the server was asked to wait, before an answer counts as lost."""
_GONE: Final = frozenset((404, 409))
_log = logging.getLogger("dujiang_worker")
_encoder = msgspec.json.Encoder(decimal_format="number")


class Refused(Exception):
    """The server does not take what was said, however often it is repeated."""


class Server:
    """One connection to the server; safe for several threads."""

    def __init__(self, url: str, token: str, *, wait_s: int) -> None:
        self._client = httpx2.Client(
            base_url=url.rstrip("/") + "/api/v1",
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
            timeout=httpx2.Timeout(SLACK_S, read=wait_s + SLACK_S),
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def fetch(self, asked: dict[str, Any]) -> list[Job]:
        """Jobs for this worker, now leased to it. Raises `NotAllowed`, `httpx2.HTTPError`."""
        answer = self._client.post("/workers/fetch-and-lock", content=_encoder.encode(asked))
        if answer.status_code in (401, 403, 422):
            raise NotAllowed(_detail(answer))
        answer.raise_for_status()
        return msgspec.json.decode(answer.content, type=LeasedJobs).jobs

    def extend(self, job: Job, lease_s: int) -> bool:
        """A heart-beat; False when somebody else has the job. Raises `httpx2.HTTPError`."""
        answer = self._post(job, "extend", {"leaseS": lease_s})
        if answer.status_code in _GONE:
            return False
        answer.raise_for_status()
        return True

    def report(self, job: Job, what: str, body: dict[str, Any], *, give_up: Event) -> bool:
        """Say what came of an attempt, again and again until the server has heard it.

        False when the job is somebody else's by now, or `give_up` was set meanwhile. Raises
        `Refused` when the server cannot take it, such as results that are too large.
        """
        for pause_s in pauses():
            answer = self._heard(job, what, body)
            if answer is not None:
                return _is_taken(answer)
            if give_up.wait(pause_s):
                return False
        raise AssertionError("pauses never end")

    def _heard(self, job: Job, what: str, body: dict[str, Any]) -> httpx2.Response | None:
        try:
            answer = self._post(job, what, body, key=f"{job.id}:{job.attempt}:{what}")
        except httpx2.HTTPError as error:
            _log.warning("server away", extra={"job_id": job.id, "reason": str(error)})
            return None
        is_busy = answer.status_code == 429 or answer.status_code >= 500
        return None if is_busy else answer

    def _post(self, job: Job, what: str, body: dict[str, Any], key: str = "") -> httpx2.Response:
        return self._client.post(
            f"/workers/jobs/{job.id}/{what}",
            content=_encoder.encode({"attempt": job.attempt, **body}),
            headers={"idempotency-key": key} if key else {},
        )


def pauses() -> Iterator[float]:
    """Endless pauses in seconds, each about twice the one before, with jitter."""
    pause_s = 0.5
    while True:
        yield pause_s * random.uniform(0.75, 1.25)  # noqa: S311 - so that a crowd spreads
        pause_s = min(pause_s * 2, MAX_PAUSE_S)


def _is_taken(answer: httpx2.Response) -> bool:
    if answer.status_code in _GONE:
        return False
    if answer.status_code >= 400:
        raise Refused(_detail(answer))
    return True


def _detail(answer: httpx2.Response) -> str:
    try:
        said = answer.json()
    except ValueError:
        said = {}
    return f"{answer.status_code} {said.get('code', '')}: {said.get('detail', answer.text[:200])}"
