"""Taking what the browser sent, field by field: typed, and only where this step may edit.

A read-only field may come back as it was; changed, or hidden and sent at all, it is refused: the
browser is never trusted.
"""

from collections.abc import Mapping
from typing import Any

from dujiang.forms.access import column_access, may_enter, may_enter_column
from dujiang.forms.model import AccessMap, Field, Form
from dujiang.forms.settling import Situation
from dujiang.forms.typed import MAX_ROWS, NotThisType, read_value
from dujiang.kernel.errors import Problem


class Entered:
    """The typed values of a form as they were entered, and what was wrong with them."""

    def __init__(self, form: Form, access: AccessMap, situation: Situation) -> None:
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self._form = form
        self._access = access
        self._situation = situation

    def take(self, found: Mapping[str, Any]) -> None:
        """Take all fields of one submission; fields that were not sent stay as they are."""
        known = {field.key for field in self._form.fields}
        for name in sorted(found.keys() - known):
            self._report("forms.field.unknown", f"/{_escaped(name)}", field=name[:80])
        for field in self._form.fields:
            current = self._situation.current.get(field.key, field.empty())
            self.values[field.key] = current
            if field.key in found and not field.is_computed:
                self.values[field.key] = self._taken(field, found[field.key], current)

    def _taken(self, field: Field, found: Any, current: Any) -> Any:  # noqa: ANN401 - JSON in, Value out
        path = f"/{field.key}"
        if self._access.get(field.key, "read") == "hidden":
            if found not in (None, "", []):
                self._report("forms.field.read_only", path, field=field.key)
            return current
        if field.is_table:
            return self._rows(field, found, current)
        return self._single(field, found, current, path, may_enter(field, self._access))

    def _single(
        self,
        field: Field,
        found: Any,  # noqa: ANN401 - JSON
        current: Any,  # noqa: ANN401 - a Value
        path: str,
        may_edit: bool,
    ) -> Any:  # noqa: ANN401 - a Value
        try:
            value = read_value(field, found, self._situation.zone)
        except NotThisType as refused:
            if may_edit:
                self.problems.append(refused.problem(path))
                return field.empty()
            self._report("forms.field.read_only", path, field=field.key)
            return current
        if may_edit or value == current:
            return value
        self._report("forms.field.read_only", path, field=field.key)
        return current

    def _rows(self, table: Field, found: Any, current: Any) -> list[dict[str, Any]]:  # noqa: ANN401
        path = f"/{table.key}"
        before = list(current or [])
        if found is None:
            found = []
        if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
            self._report("forms.value.not_a_table", path)
            return before
        if len(found) > MAX_ROWS:
            self._report("forms.value.too_many", path, limit=MAX_ROWS)
            return before
        may_add = self._access.get(table.key, "read") == "edit"
        if not may_add and len(found) != len(before):
            self._report("forms.field.read_only", path, field=table.key)
            return before
        return [
            self._row(table, row, before[index] if index < len(before) else {}, f"{path}/{index}")
            for index, row in enumerate(found)
        ]

    def _row(
        self, table: Field, found: Mapping[str, Any], current: Mapping[str, Any], path: str
    ) -> dict[str, Any]:
        known = {column.key for column in table.columns}
        for name in sorted(found.keys() - known):
            self._report("forms.field.unknown", f"{path}/{_escaped(name)}", field=name[:80])
        row: dict[str, Any] = {}
        for column in table.columns:
            before = current.get(column.key, column.empty())
            row[column.key] = before
            if column.key not in found or column.is_computed:
                continue
            here = f"{path}/{column.key}"
            if column_access(table, column, self._access) == "hidden":
                if found[column.key] not in (None, "", []):
                    self._report("forms.field.read_only", here, field=column.key)
                continue
            may_edit = may_enter_column(table, column, self._access)
            row[column.key] = self._single(column, found[column.key], before, here, may_edit)
        return row

    def _report(self, code: str, path: str, **params: object) -> None:
        self.problems.append(Problem(code=code, path=path, params=params))


def _escaped(name: str) -> str:
    return name[:80].replace("~", "~0").replace("/", "~1")
