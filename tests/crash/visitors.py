"""People who keep a real server busy over HTTP, and who repeat what a crash has cut off."""

import threading
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any, Final

import httpx2

REQUEST_TIMEOUT_S: Final = 20
IDLE_S: Final = 0.02
"""How long somebody whose list is empty waits before looking again."""


@dataclass
class Told:
    """What one person has been told by the server: the answer to each key."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    """Answers that should not have come."""


class Visitor:
    """One person at work. A command has one key, and is sent until it is answered."""

    def __init__(self, login: str, token: str) -> None:
        self.login = login
        self.told = Told()
        self._headers = {"authorization": f"Bearer {token}"}
        self._pending: tuple[str, str, dict[str, Any]] | None = None

    def work(self, address: str, stopped: threading.Event) -> None:
        """Act until the server is gone."""
        with httpx2.Client(
            base_url=f"{address}/api/v1", headers=self._headers, timeout=REQUEST_TIMEOUT_S
        ) as http:
            try:
                while not stopped.is_set():
                    self._pending = self._pending or self.next(http)
                    if self._pending is None:
                        stopped.wait(IDLE_S)
                    else:
                        self._send(http, *self._pending)
            except httpx2.TransportError:
                return  # killed: the same command again after the restart

    def next(self, http: httpx2.Client) -> tuple[str, str, dict[str, Any]] | None:
        """Key, path and body of the next command; None when there is nothing to do."""
        raise NotImplementedError

    def _send(self, http: httpx2.Client, key: str, path: str, body: dict[str, Any]) -> None:
        answer = http.post(path, json=body, headers={"idempotency-key": key})
        if answer.status_code >= 500:
            return  # once more with the same key
        if answer.is_success:
            self.told.answers[key] = answer.json()
        elif answer.status_code not in (404, 409):
            self.told.refused.append(f"{self.login} {path} {answer.text}")
        self._pending = None


class Employee(Visitor):
    """Asks for half a day off, one after another, on working days that nobody else counts."""

    def __init__(self, login: str, token: str, *, version_id: str, first: date) -> None:
        super().__init__(login, token)
        self._version_id = version_id
        self._first = first
        self._numbers = count()

    def day(self, number: int) -> str:
        """The working day of a request: Monday to Friday."""
        weeks, weekday = divmod(number, 5)
        return (self._first + timedelta(days=7 * weeks + weekday)).isoformat()

    def next(self, http: httpx2.Client) -> tuple[str, str, dict[str, Any]]:
        """The next half day."""
        number = next(self._numbers)
        day = self.day(number)
        values = {
            "type": "PERSONAL",
            "start_on": day,
            "start_half": "AM",
            "end_on": day,
            "end_half": "AM",
            "reason": f"crash {number}",
        }
        body = {"processKey": "leave", "versionId": self._version_id, "values": values}
        return f"{self.login}-{number}", "/instances", body


class Decider(Visitor):
    """Decides whatever stands in the to-do list: claims what is for a group, then moves it on."""

    def __init__(self, login: str, token: str, *, action: str) -> None:
        super().__init__(login, token)
        self._action = action

    def next(self, http: httpx2.Client) -> tuple[str, str, dict[str, Any]] | None:
        """The first item that has not been decided yet."""
        answer = http.get("/items", params={"box": "todo", "limit": 5, "process": "leave"})
        if not answer.is_success:
            return None
        for item in answer.json()["items"]:
            action = "claim" if item["isClaimable"] else self._action
            key = f"{action}-{item['id']}"
            if key not in self.told.answers:
                body = {"action": action, "version": item["version"]}
                return key, f"/items/{item['id']}/decisions", body
        return None
