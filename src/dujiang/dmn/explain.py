"""What an evaluation tells about itself, as data: for the interface to show, for audit to keep."""

from typing import Any

import msgspec


class TableTrace(msgspec.Struct, frozen=True):
    """One look into a decision table: what was tested and which rules matched."""

    table: str
    """Id of the table."""
    inputs: tuple[tuple[str, Any], ...]
    """Name and value of each input column."""
    rules: tuple[int, ...]
    """Numbers of the matching rules, from 1."""
    rule_ids: tuple[str, ...]


class DecisionTrace(msgspec.Struct, frozen=True):
    """One decision that was made on the way, in the order of making."""

    decision: str
    """Id of the decision."""
    name: str
    inputs: tuple[tuple[str, Any], ...]
    """Name and value of each requirement that is data or a decision."""
    value: Any
    tables: tuple[TableTrace, ...] = ()
