"""Giving every field the value it has: what was entered, what is computed, nothing when hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from dujiang.feel import Environment
from dujiang.forms.access import column_access, live_fields
from dujiang.forms.expressions import Expression
from dujiang.forms.model import AccessMap, Field, Form
from dujiang.forms.typed import NotThisType, read_value

_COMPANY_ZONE: Final = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Situation:
    """What a form's expressions may use besides its own fields, and the fields as they stand.

    `variables` are the process' (`initiator`, `number` ...), `environment` brings the present and
    the look-up functions; instants that come without an offset are meant in its zone.
    """

    variables: Mapping[str, Any] = field(default_factory=dict)
    current: Mapping[str, Any] = field(default_factory=dict)
    environment: Environment = field(default_factory=Environment)

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone: that of the present."""
        now = self.environment.now
        zone = now.tzinfo if now is not None else None
        return zone if isinstance(zone, ZoneInfo) else _COMPANY_ZONE


@dataclass(frozen=True, slots=True)
class Settled:
    """All values, and the fields that their conditions hide."""

    values: Mapping[str, Any]
    hidden: frozenset[str]
    """JSON pointers of hidden fields; of columns, for each row."""
    scope: Mapping[str, Any]
    """What expressions see: variables and values."""


def settle(
    form: Form, access: AccessMap, entered: Mapping[str, Any], situation: Situation
) -> Settled:
    """Values of all fields from those that were entered; hidden ones become empty."""
    live = live_fields(form, access)
    scope = dict(situation.variables) | {one.key: one.empty() for one in form.fields}
    hidden: set[str] = set()
    by_key = {one.key: one for one in form.fields}
    for key in form.settling_order:
        one = by_key[key]
        if _is_any_true(one.hide, scope, situation):
            hidden.add(f"/{key}")
            scope[key] = one.empty()
        elif one.compute is not None and key in live:
            scope[key] = _computed(one, scope, situation)
        else:
            scope[key] = entered.get(key, one.empty())
        if one.is_table and key in live:
            scope[key] = _settled_rows(one, access, scope, situation, hidden)
    values = {one.key: scope[one.key] for one in form.fields}
    return Settled(values, frozenset(hidden), scope)


def hidden_now(form: Form, access: AccessMap, situation: Situation) -> frozenset[str]:
    """Keys of the fields that their conditions hide, with the values as they stand."""
    paths = settle(form, access, situation.current, situation).hidden
    return frozenset(path[1:] for path in paths if "/" not in path[1:])


def _settled_rows(
    table: Field,
    access: AccessMap,
    scope: Mapping[str, Any],
    situation: Situation,
    hidden: set[str],
) -> list[dict[str, Any]]:
    rows = []
    for index, entered in enumerate(scope[table.key]):
        row = {column.key: column.empty() for column in table.columns} | dict(entered)
        for column in table.columns:
            inner = {**scope, **row}
            if _is_any_true(column.hide, inner, situation):
                hidden.add(f"/{table.key}/{index}/{column.key}")
                row[column.key] = column.empty()
            elif column.compute is not None:
                row[column.key] = _computed(column, inner, situation)
        rows.append(row)
    return rows


def _computed(one: Field, scope: Mapping[str, Any], situation: Situation) -> Any:  # noqa: ANN401
    assert one.compute is not None
    value = one.compute.evaluate(scope, situation.environment)
    return one.empty() if value is None else value


def _is_any_true(
    conditions: Iterable[Expression], scope: Mapping[str, Any], situation: Situation
) -> bool:
    return any(one.evaluate(scope, situation.environment) is True for one in conditions)


def is_required(one: Field, scope: Mapping[str, Any], situation: Situation) -> bool:
    """Whether a value must be entered now; a computed field never asks for one."""
    if one.is_computed:
        return False
    if one.limits.required:
        return True
    return one.required is not None and (
        one.required.evaluate(scope, situation.environment) is True
    )


def default_values(form: Form, access: AccessMap, situation: Situation) -> dict[str, Any]:
    """Values of a fresh form: fixed defaults, defaults from the directory and the ledgers."""
    scope = dict(situation.variables) | {one.key: one.empty() for one in form.fields}
    entered: dict[str, Any] = {}
    for one in form.fields:
        value = default_of(one, scope, situation)
        entered[one.key] = scope[one.key] = value
    return dict(settle(form, access, entered, situation).values)


def default_of(one: Field, scope: Mapping[str, Any], situation: Situation) -> Any:  # noqa: ANN401
    """What a field holds before anybody touches it."""
    if one.default is not None:
        value = one.default.evaluate(scope, situation.environment)
        return one.empty() if value is None else value
    try:
        return read_value(one, one.default_value, situation.zone)
    except NotThisType:
        return one.empty()


def is_column_visible(table: Field, column: Field, access: AccessMap) -> bool:
    """Whether a column may leave the server at this step."""
    return column_access(table, column, access) != "hidden"
