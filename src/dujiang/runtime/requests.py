"""What goes through the one door and what comes back: requests, routes, outcomes, answers."""

from datetime import datetime
from typing import Any, Final, Literal, Protocol, TypeAlias

import msgspec

from dujiang.kernel.errors import (
    Conflict,
    DujiangError,
    Forbidden,
    InvalidInput,
    LimitExceeded,
    NotFound,
    Problem,
    Unauthenticated,
)
from dujiang.store import AnyTable, Key, Row, Table

ActorKind: TypeAlias = Literal["person", "system", "worker", "public"]

INTERNAL: Final = "internal"
"""Permission of routes that only follow-ups and the system itself may take."""
SIGNED_IN: Final = "signed_in"
"""Permission of routes for every person or worker who has proved who they are."""
PUBLIC: Final = "public"
"""Permission of routes for everybody, without an account too."""


class Actor(msgspec.Struct, frozen=True):
    """Who asks: resolved by the edge from a session or token before the request is made."""

    person_id: int | None = None
    kind: ActorKind = "person"
    permissions: frozenset[str] = frozenset()
    address: str = ""
    """Network address, for the audit trail."""
    language: str = "zh-CN"

    @property
    def id(self) -> int:
        """The person's id; 0 for the system, workers without a person, and the public."""
        return self.person_id or 0

    def may(self, permission: str) -> bool:
        """Whether a route with this permission is open to this actor. Deny is the default."""
        if self.kind == "system" or permission == PUBLIC:
            return True
        if permission == SIGNED_IN:
            return self.kind != "public"
        return permission != INTERNAL and permission in self.permissions


SYSTEM: Final = Actor(kind="system")


class Request(msgspec.Struct, frozen=True):
    """One command as it reaches the door.

    `key` is the idempotency key: the same actor with the same key gets the same answer, and the
    command happens once. `at` is taken from the clock at the edge.
    """

    command: msgspec.Struct
    actor: Actor
    key: str | None
    at: datetime


class Handled(msgspec.Struct, frozen=True):
    """The command is accepted: facts, further commands for the same transaction, the answer.

    `instance_id` says to which process instance's log the facts belong (None: to no instance).
    `answer` is what the client gets: a Struct or plain data that JSON can carry. `recorded` is
    what the log keeps in place of a command that carries sensitive values.
    """

    events: tuple[msgspec.Struct, ...] = ()
    follow_ups: tuple[msgspec.Struct, ...] = ()
    answer: Any = None
    instance_id: int | None = None
    recorded: msgspec.Struct | None = None
    refusal: str = ""
    """Code of what is kept and yet turns somebody away, such as a wrong password: the audit trail
    calls it refused."""


RefusalStatus: TypeAlias = Literal[401, 403, 404, 409, 413, 422, 429]


class Refused(msgspec.Struct, frozen=True):
    """The command is refused; nothing has changed. The whole request is refused with it."""

    code: str
    status: RefusalStatus = 409
    params: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()


Outcome: TypeAlias = Handled | Refused


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the door answers, after the commit. A repeat of the request gets an equal one."""

    status: int
    body: Any = None
    """Plain data for JSON, when accepted."""
    code: str = ""
    params: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether the command has happened."""
        return self.status < 400

    def expect(self) -> Any:  # noqa: ANN401 - the body
        """The body, or the refusal raised as the error of its status."""
        if self.is_accepted:
            return self.body
        raise _ERROR_OF.get(self.status, DujiangError)(
            self.code, problems=self.problems, **self.params
        )


_ERROR_OF: Final[dict[int, type[DujiangError]]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: LimitExceeded,
    422: InvalidInput,
    429: LimitExceeded,
}


class Needs(msgspec.Struct, frozen=True):
    """What a command will touch, so that the door loads it for the whole batch at once.

    What is not named here is loaded when it is asked for: slower, never wrong.
    """

    instances: tuple[int, ...] = ()
    """Ids of process instances that the command changes: locked, with their scopes."""
    rows: tuple[tuple[AnyTable, Key], ...] = ()
    shared: tuple[tuple[AnyTable, Key], ...] = ()
    """Rows that commands of many instances change, such as balances: locked in the order of their
    keys, once for the batch, and then read by `work.get(..., lock=True)` without a wait."""
    finds: tuple[tuple[AnyTable, str, Key], ...] = ()
    """Table, name of an equality index, values."""


class Known(Protocol):
    """What a route's `needs` may look at: what its earlier rounds have loaded."""

    def get(self, table: Table[Row], *key: Any) -> Row | None:  # noqa: ANN401 - key values
        """The row with this key."""
        ...

    def find(self, table: Table[Row], index: str, *values: Any) -> list[Row]:  # noqa: ANN401 - key values
        """The rows with these values of an equality index."""
        ...
