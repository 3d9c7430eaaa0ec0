"""Who may touch which field at a step, and what follows from it.

A step gives access by key (`dj:field`); a field may name its own default; else the start step edits
everything and later steps read.
"""

from collections.abc import Mapping
from typing import Any

from dujiang.forms.model import Access, AccessMap, Field, Form


def access_at(form: Form, step: Mapping[str, str], *, is_start: bool) -> dict[str, Access]:
    """Access to every field and column (`table.column`) at a step.

    A column that the step does not name follows its table, unless it names its own default. A
    computed field is "edit" where this step can change its value and "read" where it cannot.
    """
    usual: Access = "edit" if is_start else "read"
    found: dict[str, Access] = {}
    for field in form.fields:
        own = _named(step, field.key) or field.access or usual
        found[field.key] = "read" if own == "edit" and field.is_readonly else own
        for column in field.columns:
            key = f"{field.key}.{column.key}"
            inherited = column.access if found[field.key] != "hidden" else "hidden"
            access = _named(step, key) or inherited or found[field.key]
            found[key] = "read" if access == "edit" and column.is_readonly else access
    live = live_fields(form, found)
    for field in form.fields:
        if field.compute is not None and found[field.key] != "hidden":
            found[field.key] = "edit" if field.key in live else "read"
    return found


def _named(step: Mapping[str, str], key: str) -> Access | None:
    match step.get(key):
        case "edit":
            return "edit"
        case "read":
            return "read"
        case "hidden":
            return "hidden"
        case _:
            return None


def may_enter(field: Field, access: AccessMap) -> bool:
    """Whether people type something into this field, or into a column of it, at this step."""
    if field.is_computed:
        return False
    if access.get(field.key, "read") == "edit":
        return True
    return any(may_enter_column(field, column, access) for column in field.columns)


def may_enter_column(table: Field, column: Field, access: AccessMap) -> bool:
    """Whether people type into this column at this step."""
    return not column.is_computed and column_access(table, column, access) == "edit"


def column_access(table: Field, column: Field, access: AccessMap) -> Access:
    """Access to a column: its own, or its table's."""
    return access.get(f"{table.key}.{column.key}") or access.get(table.key, "read")


def live_fields(form: Form, access: AccessMap) -> frozenset[str]:
    """Fields whose value this step can change: entered here, or computed from such a field.

    The others keep the value they have: an approver's page does not compute the applicant's
    balance anew, and yesterday's rule is not checked against today's date.
    """
    live: set[str] = set()
    for key in form.settling_order:
        field = form.find(key)
        assert field is not None
        if may_enter(field, access) or _is_moved(field, form, live, access):
            live.add(key)
    return frozenset(live)


def _is_moved(field: Field, form: Form, live: set[str], access: AccessMap) -> bool:
    if field.compute is None:
        return False
    read = field.compute.names & {one.key for one in form.fields}
    return bool(read & live) or access.get(field.key) == "edit"


def visible_schema(form: Form, access: AccessMap) -> dict[str, Any]:
    """The schema without what is hidden at this step: not even the names leave."""
    return {**form.schema, "components": _visible(form.schema.get("components", []), access, "")}


def _visible(components: Any, access: AccessMap, prefix: str) -> list[Any]:  # noqa: ANN401 - JSON
    kept = []
    for component in components:
        key = component.get("key") or component.get("path")
        if key and access.get(f"{prefix}{key}") == "hidden":
            continue
        inner = component.get("components")
        if inner:
            is_table = component.get("type") in ("detail", "dynamiclist")
            within = f"{key}." if is_table else prefix
            component = {**component, "components": _visible(inner, access, within)}
        kept.append(component)
    return kept
