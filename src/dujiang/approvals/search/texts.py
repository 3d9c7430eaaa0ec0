"""Which fields of a process are searchable, and the text of their values in both languages."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from dujiang.forms import AccessMap, Field, Form, Option

MAX_ROWS: Final = 200
"""Rows of a table whose text is found; later ones are not."""
_TAG: Final = re.compile(r"<[^<>]{0,200}>")
NEVER: Final = frozenset({"signature", "filepicker", "picture"})

NameOf = Callable[[str, str], str]
"""The name of a person or department: (field type, id as text) -> name, or empty."""


def searchable_fields(views: Iterable[tuple[Form, AccessMap]]) -> tuple[Field, ...]:
    """Fields that may enter the index: marked, not sensitive, and hidden at none of the steps.

    `views` are the forms of a process with the access at each step. The columns of a marked table
    count as marked; those that are sensitive or hidden somewhere are left out of it.
    """
    known = list(views)
    hidden = {key for _, access in known for key, stated in access.items() if stated == "hidden"}
    by_key = {field.key: field for form, _ in known for field in form.fields}
    barred = {field.key for form, _ in known for field in form.fields if field.is_sensitive}
    return tuple(
        _without_secrets(field, hidden)
        for field in by_key.values()
        if field.is_searchable and field.key not in barred | hidden and field.type not in NEVER
    )


def _without_secrets(field: Field, hidden: set[str]) -> Field:
    if not field.columns:
        return field
    columns = tuple(
        column
        for column in field.columns
        if not column.is_sensitive
        and f"{field.key}.{column.key}" not in hidden
        and column.type not in NEVER
    )
    return replace(field, columns=columns)


def texts_of(field: Field, value: Any, name_of: NameOf) -> Iterator[str]:  # noqa: ANN401 - a Value
    """The words of a field's value: of a choice its labels, of a person the name."""
    if value is None:
        return
    if field.is_table:
        for row in value[:MAX_ROWS] if isinstance(value, list) else ():
            if isinstance(row, Mapping):
                for column in field.columns:
                    yield from texts_of(column, row.get(column.key), name_of)
        return
    for single in value if isinstance(value, list) else (value,):
        yield from _labels(field.options, single)
        if field.type in ("user", "department"):
            yield name_of(field.type, str(single))
        elif not field.options:
            yield from _plain(single)


def _labels(options: Iterable[Option], value: Any) -> Iterator[str]:  # noqa: ANN401 - a Value
    for option in options:
        if option.value == value:
            yield from option.label.values()
        yield from _labels(option.children, value)


def _plain(value: Any) -> Iterator[str]:  # noqa: ANN401 - a Value
    match value:
        case str():
            yield _TAG.sub(" ", value)
        case bool():
            return
        case Decimal():
            yield format(value, "f")
        case datetime() | date():
            yield value.isoformat()[:10]
        case Mapping():
            for part in value.values():
                yield from _plain(part)
