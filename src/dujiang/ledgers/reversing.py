"""Reversing what an instance has posted, long after its steps: when it is revoked.

Without instructions everything goes back. With instructions only what they say, in the name of the
instance that had posted it, so that its history stays in one place.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from dujiang.feel import Environment
from dujiang.ledgers.journal import Journal
from dujiang.ledgers.posting import Instruction, Poster
from dujiang.ledgers.shelf import Definitions
from dujiang.runtime import Work

CAUSE: Final = "revoke"
"""The step that the history of the rows names."""


class Reversed(msgspec.Struct, frozen=True):
    """What happened, and what the instructions with an `id` did, by their ids."""

    facts: tuple[msgspec.Struct, ...]
    results: Mapping[str, Any]


class Reversal:
    """Reverses postings inside the transaction of a command."""

    def __init__(
        self, definitions: Definitions, environment: Callable[[Work], Environment]
    ) -> None:
        self._definitions = definitions
        self._environment = environment

    def __call__(
        self,
        work: Work,
        instance_id: int,
        instructions: Sequence[Instruction],
        scope: Mapping[str, Any],
    ) -> Reversed:
        """Post what the instructions say; without any, undo all that the instance has posted.

        Raises `InvalidInput` when a ledger refuses.
        """
        journal = Journal(work, instance_id, CAUSE)
        environment = self._environment(work)
        if not instructions:
            return Reversed(tuple(journal.undo(self._definitions, environment)), {})
        poster = Poster(journal, self._definitions, scope, environment)
        for index, instruction in enumerate(instructions):
            poster.post(index, instruction)
        return Reversed(tuple(poster.facts), poster.results)
