"""Questions to other systems while somebody waits: what a form takes from them instead of typing.

A question is a GET and changes nothing there. It is asked where a form is filled in, before the
transaction; the answers travel with the command, in which expressions find them again. A system
that is away is said so (503), and nobody types its data instead.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from dujiang.connectors import http
from dujiang.connectors.base.speaking import ConnectorJobs, Tools
from dujiang.connectors.connections import Connection
from dujiang.connectors.connections.read import Connections
from dujiang.kernel.errors import Unavailable
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import Job, JobDone, JobFailed

MAX_WAIT_S: Final = 10
"""How long somebody waits for an answer."""
MAX_QUESTIONS: Final = 20
"""Different questions that one form may ask."""
_NOT_FOUND: Final = 404


class Peers:
    """Asks other systems, each question by itself."""

    def __init__(self, connections: Connections, tools: Tools) -> None:
        self._connections = connections
        self._jobs = ConnectorJobs(http.CONNECTOR, self._find, tools)

    def ask(self, connection: str, path: str) -> Any:  # noqa: ANN401 - a Value
        """The answer's body; null for what the other system does not know.

        Raises `Unavailable` when it is away or does not answer as it should.
        """
        inputs = Variables({"connection": connection, "method": "GET", "path": path})
        outcome = self._jobs(
            Job(
                id=0,
                job_type=http.CONNECTOR.template.job_type,
                instance_id=0,
                element_id="",
                inputs=inputs,
                idempotency_key="",
                attempt=1,
            )
        )
        match outcome:
            case JobDone():
                return as_value(outcome.variables.get("body"))
            case JobFailed() if outcome.params.get("status") == _NOT_FOUND:
                return None
            case _:
                raise Unavailable("connectors.ask.unavailable", name=self._name(connection))

    def _find(self, key: str) -> Connection | None:
        found = self._connections.find(key)
        if found is None:
            return None
        return replace(found, timeout_s=min(found.timeout_s, MAX_WAIT_S))

    def _name(self, key: str) -> str:
        seen = self._connections.see(key)
        return key if seen is None else seen.definition.name or key


class Asking:
    """The function `ask(connection, path)` for one form: each question is asked once."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers
        self.answers: dict[str, Any] = {}
        """By question, for the command that follows."""

    def __call__(self, connection: str, path: str) -> Any:  # noqa: ANN401 - a Value
        question = _question(connection, path)
        if question not in self.answers:
            if len(self.answers) >= MAX_QUESTIONS:
                raise ValueError(question)
            self.answers[question] = self._peers.ask(connection, path)
        return self.answers[question]


class Asked:
    """The same function inside a transaction: it knows what was answered before, and no more."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers = answers

    def __call__(self, connection: str, path: str) -> Any:  # noqa: ANN401 - a Value
        return self._answers.get(_question(connection, path))


def _question(connection: str, path: str) -> str:
    if not isinstance(connection, str) or not isinstance(path, str):
        raise TypeError("a connection and a path are texts")
    return f"{connection} {path}"
