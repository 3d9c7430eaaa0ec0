"""Reading a schema: what is understood, and everything that is wrong with it at once."""

from typing import Any

import pytest

from dujiang.forms import access_at, read_form, visible_schema


def schema(*components: dict[str, Any], **extras: Any) -> dict[str, Any]:
    return {"type": "default", "id": "f", "components": list(components), "dj": extras}


def codes(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in read_form(found).problems]


@pytest.mark.spec("F1")
def test_groups_are_opened_and_fields_keep_their_order() -> None:
    inner = {"type": "textfield", "key": "b"}
    read = read_form(
        schema(
            {"type": "textfield", "key": "a"},
            {"type": "group", "components": [inner, {"type": "separator"}]},
            {"type": "text", "text": "hello"},
            {"type": "number", "key": "c"},
        )
    )

    assert read.form is not None
    assert [field.key for field in read.form.fields] == ["a", "b", "c"]


def test_everything_wrong_is_told_at_its_place() -> None:
    found = codes(
        schema(
            {"type": "hologram", "key": "a"},
            {"type": "textfield", "key": "1st"},
            {"type": "textfield", "key": "b", "dj": {"compute": "=1 +"}},
            {"type": "textfield", "key": "b"},
            {"type": "textfield", "key": "c", "validate": {"pattern": "("}},
            {"type": "detail", "key": "d", "components": []},
            rules=[{"id": "r"}, {"id": "s", "check": "=true", "field": "nobody"}],
        )
    )

    assert found == [
        ("forms.component.unknown_type", "/components/0/type"),
        ("forms.field.key_not_a_name", "/components/1/key"),
        ("forms.expression.not_feel", "/components/2/dj/compute"),
        ("forms.field.key_twice", "/components/3/key"),
        ("forms.field.pattern_not_valid", "/components/4/validate/pattern"),
        ("forms.table.no_columns", "/components/5/components"),
        ("forms.rule.no_check", "/dj/rules/0"),
        ("forms.rule.field_unknown", "/dj/rules/1/field"),
    ]


def test_fields_that_compute_each_other_in_a_circle_are_refused() -> None:
    found = read_form(
        schema(
            {"type": "number", "key": "a", "dj": {"compute": "=b + 1"}},
            {"type": "number", "key": "b", "dj": {"compute": "=a + 1"}},
        )
    )

    assert [problem.code for problem in found.problems] == ["forms.field.circle"]


@pytest.mark.parametrize("broken", [{}, {"components": 3, "id": 7}, {"id": "x", "components": [1]}])
def test_no_content_raises(broken: dict[str, Any]) -> None:
    read_form(broken)


def test_deep_nesting_is_a_problem_not_a_crash() -> None:
    component: dict[str, Any] = {"type": "textfield", "key": "a"}
    for _ in range(200):
        component = {"type": "group", "components": [component]}

    assert codes(schema(component))[0][0] == "forms.form.too_deep"


def test_the_schema_leaves_without_the_names_of_hidden_fields() -> None:
    read = read_form(
        schema(
            {"type": "textfield", "key": "a", "dj": {"access": "hidden"}},
            {"type": "group", "components": [{"type": "textfield", "key": "b"}]},
            {
                "type": "detail",
                "key": "t",
                "components": [{"type": "number", "key": "x"}, {"type": "number", "key": "b"}],
            },
        )
    )
    assert read.form is not None

    access = access_at(read.form, {"b": "hidden", "t.x": "hidden"}, is_start=False)
    shown = visible_schema(read.form, access)["components"]

    assert [component.get("key") for component in shown] == [None, "t"]
    assert shown[0]["components"] == []
    assert [column["key"] for column in shown[1]["components"]] == ["b"]
