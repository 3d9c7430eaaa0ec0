"""Whatever a browser, or somebody in its place, sends: an answer, never a crash."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from dujiang.feel import Environment
from dujiang.forms import (
    Situation,
    access_at,
    check_submission,
    evaluate,
    read_form,
    visible_values,
)
from dujiang.kernel.encoding import encode
from dujiang.kernel.values import Variables

NOW = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TYPES = (
    "textfield", "textarea", "richtext", "number", "money", "datetime", "daterange", "checkbox",
    "select", "radio", "checklist", "taglist", "cascade", "user", "department", "filepicker",
    "picture", "signature", "serial", "expression",
)  # fmt: skip
CHOICES = [{"value": "A", "children": [{"value": "B"}]}, {"value": 2}]


def component(kind: str) -> dict[str, Any]:
    return {"type": kind, "key": kind, "values": CHOICES, "validate": {"required": True}}


SCHEMA = {
    "id": "all",
    "components": [
        *map(component, TYPES),
        {"type": "datetime", "subtype": "datetime", "key": "at"},
        {"type": "datetime", "subtype": "time", "key": "clock"},
        {"type": "user", "key": "people", "dj": {"multiple": True}},
        {"type": "number", "key": "twice", "dj": {"compute": "=number * 2"}},
        {"type": "detail", "key": "rows", "components": list(map(component, TYPES))},
    ],
    "dj": {
        "rules": [
            {"id": "a", "check": "=number > count(rows)", "message": {"zh-CN": "{number} {rows}"}},
            {"id": "b", "check": "=datetime > today() or checkbox", "field": "rows"},
        ]
    },
}
FORM = read_form(SCHEMA).form
assert FORM is not None
KEYS = [field.key for field in FORM.fields]

leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["2026-03-02", "2026-03-02T09:00", "1e400", "NaN", "A", "²", "09:00", "\x00"]),
)
json = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
rows = st.lists(st.dictionaries(st.sampled_from([*TYPES, "other"]), json, max_size=5), max_size=3)
submissions = st.dictionaries(st.sampled_from([*KEYS, "a/b", "~"]), json | rows, max_size=8)


@settings(max_examples=200, deadline=None)
@given(submissions, st.booleans(), st.booleans())
def test_no_submission_raises_and_what_is_kept_can_be_stored(
    sent: dict[str, Any], is_start: bool, is_complete: bool
) -> None:
    access = access_at(FORM, {}, is_start=is_start)
    situation = Situation(environment=Environment(now=NOW))

    checked = check_submission(FORM, access, sent, situation, is_complete=is_complete)
    evaluate(FORM, access, sent, situation)
    visible_values(FORM, access, checked.values)

    encode(Variables(checked.values))


@settings(max_examples=200, deadline=None)
@given(json | st.dictionaries(st.sampled_from(["components", "dj", "id", "title"]), json))
def test_no_schema_raises(schema: Any) -> None:
    read_form(schema if isinstance(schema, dict) else {"components": schema, "id": "x"})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"type": st.sampled_from([*TYPES, "detail", "group"]), "key": st.sampled_from("abc")},
            optional={
                "validate": json,
                "dj": st.fixed_dictionaries({}, optional={"compute": json, "values": json}) | json,
                "values": json,
                "conditional": json,
                "components": json,
                "defaultValue": json,
                "decimalDigits": json,
            },
        ),
        max_size=4,
    )
)
def test_no_component_raises_and_a_sound_form_can_be_filled_in(components: list[Any]) -> None:
    read = read_form({"id": "x", "components": components})

    if read.form is not None:
        access = access_at(read.form, {}, is_start=True)
        check_submission(read.form, access, {}, Situation())
