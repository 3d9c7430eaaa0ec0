"""Posting in the name of an instance outside its steps: when it is revoked, or reckoned anew.

What is posted stands beside what the instance has posted itself, so that its history stays in one
place and a return undoes it with the step that it belongs to.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from dujiang.feel import Environment
from dujiang.ledgers.journal import Journal
from dujiang.ledgers.posting import Instruction, Poster
from dujiang.ledgers.shelf import Definitions
from dujiang.runtime import Work

REVOKING: Final = "revoke"
"""The step that the history of rows names for what a revocation has posted."""


class Belated(msgspec.Struct, frozen=True):
    """What was posted, and what the instructions with an `id` did, by their ids."""

    facts: tuple[msgspec.Struct, ...]
    results: Mapping[str, Any]


class BelatedPostings:
    """Posts inside the transaction of a command."""

    def __init__(
        self, definitions: Definitions, environment: Callable[[Work], Environment]
    ) -> None:
        self._definitions = definitions
        self._environment = environment

    def reverse(
        self,
        work: Work,
        instance_id: int,
        instructions: Sequence[Instruction],
        scope: Mapping[str, Any],
    ) -> Belated:
        """Take back what an instance has posted; without instructions all of it.

        Raises `InvalidInput` when a ledger refuses.
        """
        journal = Journal(work, instance_id, REVOKING)
        if not instructions:
            environment = self._environment(work)
            return Belated(tuple(journal.undo(self._definitions, environment)), {})
        return self._post(work, journal, instructions, scope)

    def add(
        self,
        work: Work,
        instance_id: int,
        visit: tuple[str, int],
        instructions: Sequence[Instruction],
        scope: Mapping[str, Any],
    ) -> Belated:
        """Post more for a visit (element id and key) of a step that is over.

        Raises `InvalidInput` when a ledger refuses.
        """
        element_id, element_key = visit
        said = f"{element_id}@{work.at:%Y%m%dT%H%M%S}"
        journal = Journal(work, instance_id, said, element_key)
        return self._post(work, journal, instructions, scope)

    def _post(
        self,
        work: Work,
        journal: Journal,
        instructions: Sequence[Instruction],
        scope: Mapping[str, Any],
    ) -> Belated:
        poster = Poster(journal, self._definitions, scope, self._environment(work))
        for index, instruction in enumerate(instructions):
            poster.post(index, instruction)
        return Belated(tuple(poster.facts), poster.results)
