"""Sensitive cells: sealed in rows, histories and postings, opened for the work of a command.

Their subject is the person that the ledger calls its own, so that whoever is erased is erased in
every ledger; without one it is the row.
"""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from dujiang.kernel.sealed import CannotOpen, Sealed
from dujiang.ledgers.cells import read_cell
from dujiang.ledgers.model import Column, LedgerDefinition
from dujiang.vault import Keys, KeysToMake, Vault


class SensitiveCells:
    """Seals and opens the cells of sensitive columns; all others pass as they are."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def received(
        self, keys: Keys, definition: LedgerDefinition, values: Mapping[str, Any], zone: ZoneInfo
    ) -> dict[str, Any]:
        """Values that a process hands over, in clear: it carries sensitive ones sealed."""
        found = dict(values)
        for column in definition.sensitive_columns():
            value = values.get(column.key)
            if isinstance(value, Sealed):
                found[column.key] = read_cell(column, self._vault.open_carried(keys, value), zone)
        return found

    def carried(
        self, keys: Keys, definition: LedgerDefinition, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Values as a process may carry them: sensitive ones can be compared, not seen."""
        found = self.open(keys, definition, values)
        for column in definition.sensitive_columns():
            if found.get(column.key) is not None:
                place = _place(definition, column.key)
                found[column.key] = self._vault.seal_alike(str(found[column.key]), place)
        return found

    def carry(self, definition: LedgerDefinition, value: Any) -> Sealed:  # noqa: ANN401 - a Value
        """What was reckoned from sensitive cells, on its way through a process."""
        return self._vault.seal_alike(str(value), _place(definition, "*"))

    def seal(
        self, keys: KeysToMake, definition: LedgerDefinition, row_id: int, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The values as they are stored."""
        sealed = dict(values)
        for column in definition.sensitive_columns():
            value = values.get(column.key)
            if value is not None:
                subject = _subject(definition, row_id, values)
                place = _place(definition, column.key)
                sealed[column.key] = self._vault.seal(keys, subject, place, value)
        return sealed

    def open(
        self, keys: Keys, definition: LedgerDefinition, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The values in clear; those whose subject was erased are empty."""
        opened = dict(values)
        for column in definition.sensitive_columns():
            value = values.get(column.key)
            if isinstance(value, Sealed):
                opened[column.key] = self.open_cell(keys, definition, column, value)
        return opened

    def open_cell(
        self,
        keys: Keys,
        definition: LedgerDefinition,
        column: Column,
        value: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401 - a Value
        """One cell in clear."""
        if not isinstance(value, Sealed):
            return value
        try:
            return self._vault.open(keys, value, _place(definition, column.key))
        except CannotOpen:
            return None

    def blind(self, definition: LedgerDefinition, column: str, value: Any) -> str:  # noqa: ANN401
        """What a sensitive value claims for itself, without telling what it is."""
        return self._vault.blind(_place(definition, column), value)


def _subject(definition: LedgerDefinition, row_id: int, values: Mapping[str, Any]) -> str:
    own = values.get(definition.own) if definition.own else None
    return f"person:{own}" if own else f"ledger:{definition.key}:{row_id}"


def _place(definition: LedgerDefinition, column: str) -> str:
    return f"{definition.key}.{column}"
