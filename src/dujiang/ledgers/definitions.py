"""Reading a ledger's definition: everything that is wrong with it, before it is in force."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from dujiang.kernel.errors import Problem
from dujiang.ledgers.expressions import expression_problem
from dujiang.ledgers.model import MAX_COLUMNS, Column, LedgerDefinition

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")
_BALANCE_TYPES: Final = ("number", "money")


def read_definition(
    found: Mapping[str, Any],
) -> tuple[LedgerDefinition | None, tuple[Problem, ...]]:
    """The definition, or None with its problems; their paths are JSON pointers."""
    try:
        definition = msgspec.convert(found, LedgerDefinition)
    except msgspec.ValidationError as error:
        params = {"reason": str(error)}
        return None, (Problem(code="ledgers.definition.not_readable", params=params),)
    problems = tuple(_problems(definition))
    return (None if problems else definition), problems


def _problems(definition: LedgerDefinition) -> Iterator[Problem]:
    keys = Counter(column.key for column in definition.columns)
    if not _KEY.fullmatch(definition.key):
        yield _problem("ledgers.definition.key_not_a_name", "/key", key=definition.key)
    if len(keys) > MAX_COLUMNS:
        yield _problem("ledgers.definition.too_many_columns", "/columns", limit=MAX_COLUMNS)
    for key in (key for key, count in keys.items() if count > 1):
        yield _problem("ledgers.definition.column_twice", "/columns", column=key)
    for index, column in enumerate(definition.columns):
        yield from _column_problems(column, f"/columns/{index}")
    for path, key in _named(definition):
        known = definition.find(key)
        if known is None:
            yield _problem("ledgers.definition.column_unknown", path, column=key)
        elif known.sensitive and not path.startswith(("/unique", "/cancelled")):
            yield _problem("ledgers.definition.column_sensitive", path, column=key)
    yield from _balance_problems(definition)
    yield from _reach_problems(definition)
    for path, text in _expressions(definition):
        found = expression_problem(text, path) if text else None
        if found is not None:
            yield found


def _column_problems(column: Column, path: str) -> Iterator[Problem]:
    if not _KEY.fullmatch(column.key):
        yield _problem("ledgers.definition.key_not_a_name", f"{path}/key", key=column.key)
    if column.type == "choice" and not column.choices:
        yield _problem("ledgers.definition.no_choices", f"{path}/choices", column=column.key)
    if column.type == "reference" and not column.reference:
        yield _problem("ledgers.definition.no_reference", f"{path}/reference", column=column.key)


def _named(definition: LedgerDefinition) -> Iterator[tuple[str, str]]:
    """Places that name columns."""
    for index, key in enumerate(definition.primary):
        yield f"/primary/{index}", key
    for index, rule in enumerate(definition.unique):
        for inner, key in enumerate(rule.columns):
            yield f"/unique/{index}/columns/{inner}", key
    for key in definition.cancelled:
        yield "/cancelled", key
    for index, key in enumerate(definition.title):
        yield f"/title/{index}", key
    if definition.own:
        yield "/own", definition.own
    if definition.department:
        yield "/department", definition.department
    balance = definition.balance
    if balance is not None:
        named = (balance.granted, balance.reserved, balance.used)
        yield from (("/balance", key) for key in named)
        valid = (balance.valid_from, balance.valid_until)
        yield from (("/balance", key) for key in valid if key)


def _reach_problems(definition: LedgerDefinition) -> Iterator[Problem]:
    """Columns that rights go by are of the type that they are about."""
    for path, key, wanted in (
        ("/own", definition.own, "person"),
        ("/department", definition.department, "department"),
    ):
        column = definition.find(key)
        if column is not None and column.type != wanted:
            yield _problem(f"ledgers.definition.{path[1:]}_of_another_type", path, column=key)


def _balance_problems(definition: LedgerDefinition) -> Iterator[Problem]:
    balance = definition.balance
    if balance is None:
        return
    for key in (balance.granted, balance.reserved, balance.used):
        column = definition.find(key)
        if column is not None and column.type not in _BALANCE_TYPES:
            yield _problem("ledgers.definition.balance_not_a_number", "/balance", column=key)


def _expressions(definition: LedgerDefinition) -> Iterator[tuple[str, str]]:
    for index, column in enumerate(definition.columns):
        yield f"/columns/{index}/default", column.default
        yield f"/columns/{index}/compute", column.compute
    for index, rule in enumerate(definition.unique):
        yield f"/unique/{index}/when", rule.when
    for index, constraint in enumerate(definition.constraints):
        yield f"/constraints/{index}/check", constraint.check


def _problem(code: str, path: str, **params: object) -> Problem:
    return Problem(code=code, path=path, params=params)
