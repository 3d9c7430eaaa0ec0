"""One way to find a choice by its value: as it is kept, as it is written, and below others."""

from decimal import Decimal

import pytest

from dujiang.forms import read_form

SCHEMA = {
    "id": "f",
    "components": [
        {"type": "select", "key": "count", "values": [{"value": 1, "label": "一"}]},
        {
            "type": "cascade",
            "key": "place",
            "values": [
                {"value": "sc", "label": "四川", "children": [{"value": "cd", "label": "成都"}]}
            ],
        },
    ],
}


@pytest.mark.parametrize(
    ("key", "value", "label"),
    [
        ("count", Decimal("1.0"), "一"),
        ("count", "1", "一"),
        ("count", "2", None),
        ("count", None, None),
        ("place", "cd", "成都"),
    ],
)
def test_a_choice_is_found_by_its_value(key: str, value: object, label: str | None) -> None:
    form = read_form(SCHEMA).form
    assert form is not None
    field = form.find(key)
    assert field is not None

    found = field.option(value)

    assert (found.label["zh-CN"] if found else None) == label
