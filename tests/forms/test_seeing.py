"""What leaves the server: hidden values never, sensitive ones masked."""

from datetime import date
from decimal import Decimal

import pytest

from dujiang.forms import (
    Situation,
    access_at,
    check_submission,
    file_ids,
    initial_values,
    read_form,
    visible_values,
)

SCHEMA = {
    "id": "f",
    "components": [
        {"type": "textfield", "key": "name"},
        {"type": "textfield", "key": "account", "dj": {"sensitive": True}},
        {"type": "richtext", "key": "note"},
        {"type": "select", "key": "half", "defaultValue": "AM", "values": [{"value": "AM"}]},
        {"type": "textfield", "key": "centre", "readonly": True, "dj": {"default": "=boss.centre"}},
        {
            "type": "detail",
            "key": "rows",
            "components": [
                {"type": "money", "key": "amount"},
                {"type": "money", "key": "secret"},
                {"type": "filepicker", "key": "files"},
            ],
        },
        {"type": "filepicker", "key": "files"},
    ],
}
FORM = read_form(SCHEMA).form
assert FORM is not None
VALUES = {
    "name": "李明",
    "account": "6222021234561122",
    "rows": [{"amount": Decimal("1.50"), "secret": Decimal(9), "files": ["f2"]}],
    "files": ["f1"],
}


@pytest.mark.spec("A8")
def test_a_hidden_field_or_column_is_not_even_named() -> None:
    access = access_at(FORM, {"name": "hidden", "rows.secret": "hidden"}, is_start=False)

    shown = visible_values(FORM, access, VALUES)

    assert "name" not in shown
    assert shown["rows"] == [{"amount": Decimal("1.50"), "files": ["f2"]}]


@pytest.mark.spec("C2")
def test_a_sensitive_value_is_masked_unless_it_is_edited_or_revealed() -> None:
    reading = access_at(FORM, {}, is_start=False)
    editing = access_at(FORM, {"account": "edit"}, is_start=False)

    assert visible_values(FORM, reading, VALUES)["account"] == "****1122"
    assert visible_values(FORM, reading, {"account": "12345"})["account"] == "****"
    assert visible_values(FORM, editing, VALUES)["account"] == VALUES["account"]
    assert visible_values(FORM, reading, VALUES, reveal=True)["account"] == VALUES["account"]


def test_a_fresh_form_has_its_defaults_fixed_or_from_the_directory() -> None:
    access = access_at(FORM, {}, is_start=True)

    fresh = initial_values(FORM, access, Situation(variables={"boss": {"centre": "CC1400"}}))

    assert fresh["half"] == "AM"
    assert fresh["centre"] == "CC1400"
    assert fresh["rows"] == []


def test_rich_text_loses_what_could_run() -> None:
    access = access_at(FORM, {}, is_start=True)
    sent = {"note": "<p onclick=x>好<script>alert(1)</script></p>"}

    assert check_submission(FORM, access, sent, Situation()).values["note"] == "<p>好</p>"


def test_only_what_differs_counts_as_changed_and_no_list_stays_unset() -> None:
    access = access_at(FORM, {}, is_start=True)
    situation = Situation(current={"name": "李明", "half": "AM"})

    checked = check_submission(FORM, access, {"name": "李明", "account": "1"}, situation)

    assert dict(checked.changed) == {"account": "1", "files": [], "rows": []}


def test_files_are_found_in_tables_too() -> None:
    assert file_ids(FORM.fields, VALUES) == ("f2", "f1")


def test_dates_are_written_as_browsers_know_them() -> None:
    form = read_form({"id": "d", "components": [{"type": "datetime", "key": "on"}]}).form
    assert form is not None

    assert visible_values(form, {"on": "read"}, {"on": date(2026, 3, 2)}) == {"on": "2026-03-02"}
