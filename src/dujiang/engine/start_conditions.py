"""Conditional start events of a process: whether an instance is to be started by given values.

They belong to the version in force: whoever sees the values (a ledger row, a message, a form) asks.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dujiang.engine.program import ConditionWait, Program
from dujiang.feel import Environment


def started_by(program: Program, values: Mapping[str, Any], at: datetime) -> tuple[str, ...]:
    """Ids of the conditional start events whose condition is true for these values."""
    env = Environment(now=at, functions=program.functions)
    return tuple(
        point.element_id
        for point in program.starts
        for wait in point.waits
        if isinstance(wait, ConditionWait) and wait.condition.value(values, env) is True
    )
