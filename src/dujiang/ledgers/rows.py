"""What a whole row must keep to: defaults, computed columns, required values, constraints."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from dujiang.feel import Environment
from dujiang.kernel.errors import Problem
from dujiang.ledgers.cells import WrongCell, cell_text, read_cell
from dujiang.ledgers.expressions import compiled, is_true
from dujiang.ledgers.model import LedgerDefinition
from dujiang.ledgers.tables import KEY_RULE

COMPANY_ZONE: Final = ZoneInfo("Asia/Shanghai")
_SEPARATOR: Final = "|"


def read_values(
    definition: LedgerDefinition, found: Mapping[str, Any], environment: Environment
) -> tuple[dict[str, Any], list[Problem]]:
    """The typed values of those columns that were given; unknown columns are problems."""
    zone = zone_of(environment)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in found.items():
        column = definition.find(key)
        if column is None:
            problems.append(_problem("ledgers.column.unknown", f"/{key}", column=key))
            continue
        if column.compute:
            continue
        try:
            values[key] = read_cell(column, value, zone)
        except WrongCell as wrong:
            problems.append(wrong.problem(f"/{key}"))
    return values, problems


def zone_of(environment: Environment) -> ZoneInfo:
    """The zone that the present speaks."""
    now = environment.now
    return now.tzinfo if now is not None and isinstance(now.tzinfo, ZoneInfo) else COMPANY_ZONE


def with_defaults(
    definition: LedgerDefinition, values: Mapping[str, Any], environment: Environment
) -> dict[str, Any]:
    """A new row: columns that were not given get their defaults, balances begin at zero."""
    row = {column.key: values.get(column.key) for column in definition.columns}
    for column in definition.columns:
        if row[column.key] is None and column.default:
            row[column.key] = _evaluated(column.default, row, environment)
        if row[column.key] is None and column.type == "yes_no":
            row[column.key] = False
    balance = definition.balance
    if balance is not None:
        for key in (balance.granted, balance.reserved, balance.used):
            row[key] = row[key] or Decimal(0)
    return row


def with_computed(
    definition: LedgerDefinition, values: Mapping[str, Any], environment: Environment
) -> dict[str, Any]:
    """The row with its computed columns, in the order of the columns."""
    row = dict(values)
    for column in definition.columns:
        if column.compute:
            row[column.key] = _evaluated(column.compute, row, environment)
    return row


def row_problems(
    definition: LedgerDefinition, values: Mapping[str, Any], environment: Environment
) -> list[Problem]:
    """Missing values and broken constraints."""
    problems = [
        _problem("ledgers.cell.required", f"/{column.key}", column=column.key)
        for column in definition.columns
        if (column.required or column.key in definition.primary)
        and column.type != "serial"
        and values.get(column.key) is None
    ]
    scope = {"row": dict(values), **values}
    for rule in definition.constraints:
        if compiled(rule.check).evaluate(scope, env=environment).value is False:
            path = f"/{rule.column}" if rule.column else ""
            said = {"sentence": dict(rule.message)} if rule.message else {}
            problems.append(_problem("ledgers.constraint.broken", path, rule=rule.id, **said))
    return problems


def key_of(definition: LedgerDefinition, values: Mapping[str, Any], row_id: int) -> str:
    """The text that names a row: its primary columns, or its number."""
    if not definition.primary:
        return str(row_id)
    return key_text([values.get(column) for column in definition.primary])


def key_text(parts: Any) -> str:  # noqa: ANN401 - a Value, or several
    """The text of a key that is given as one value or as a list."""
    listed = parts if isinstance(parts, list | tuple) else [parts]
    return _SEPARATOR.join(_plain(part) for part in listed)


def _plain(part: Any) -> str:  # noqa: ANN401 - a Value
    if isinstance(part, Decimal):
        return format(part.normalize(), "f")
    return cell_text(part) or ""


def claims(
    definition: LedgerDefinition,
    values: Mapping[str, Any],
    environment: Environment,
    told: Mapping[str, Any],
) -> dict[str, str]:
    """What a row claims for itself alone: its key, and for uniqueness rules their values.

    `told` are the values that may be written down: sensitive ones as their blind index.
    """
    scope = {"row": dict(values), **values}
    found = {}
    if definition.primary:
        found[KEY_RULE] = key_text([told.get(column) for column in definition.primary])
    for rule in definition.unique:
        parts = [told.get(column) for column in rule.columns]
        if all(part is not None for part in parts) and is_true(rule.when, scope, environment):
            found[rule.id] = key_text(parts)
    return found


def _evaluated(text: str, row: Mapping[str, Any], environment: Environment) -> Any:  # noqa: ANN401
    return compiled(text).evaluate({"row": dict(row), **row}, env=environment).value


def _problem(code: str, path: str, **params: object) -> Problem:
    return Problem(code=code, path=path, params=params)
