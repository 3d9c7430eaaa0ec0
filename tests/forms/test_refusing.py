"""With which status a form is refused: wrong, too late, or about something that is not there."""

from decimal import Decimal
from typing import Any

import pytest

from dujiang.forms import Form, Situation, access_at, check_submission, read_form


def form(*rules: dict[str, Any]) -> Form:
    trips = '=[{value: "CC1", label: "成都"}]'
    read = read_form(
        {
            "id": "f",
            "components": [
                {"type": "select", "key": "trip", "dj": {"values": trips, "unknown": "notFound"}},
                {"type": "number", "key": "seats"},
            ],
            "dj": {"rules": list(rules)},
        }
    )
    assert read.form is not None, read.problems
    return read.form


TAKEN = {"id": "taken", "field": "seats", "check": "=seats < 5", "status": 409}
EVEN = {"id": "even", "field": "seats", "check": "=even(seats)"}
HINT = {"id": "hint", "field": "seats", "check": "=seats > 9", "status": 409, "severity": "warning"}


@pytest.mark.parametrize(
    ("rules", "sent", "status"),
    [
        ((EVEN,), {"seats": 3}, 422),
        ((EVEN, TAKEN), {"seats": 7}, 409),
        ((EVEN, HINT), {"seats": 3}, 422),
        ((EVEN, TAKEN), {"seats": 7, "trip": "CC2"}, 404),
    ],
)
def test_the_gravest_reason_gives_the_status(
    rules: tuple[dict[str, Any], ...], sent: dict[str, Any], status: int
) -> None:
    found = form(*rules)

    checked = check_submission(found, access_at(found, {}, is_start=True), sent, Situation())

    assert not checked.is_fine
    assert checked.status == status


def test_a_reference_that_exists_is_accepted() -> None:
    found = form()
    sent = {"trip": "CC1", "seats": 2}

    checked = check_submission(found, access_at(found, {}, is_start=True), sent, Situation())

    assert (checked.problems, checked.values["seats"]) == ((), Decimal(2))


def test_a_rule_that_makes_no_sense_is_said_and_not_taken_as_false() -> None:
    schema = {
        "type": "default",
        "id": "f",
        "components": [
            {"key": "days", "type": "number", "label": "天数"},
            {"key": "type", "type": "textfield", "label": "假种"},
            {
                "key": "rest",
                "type": "number",
                "label": "剩余",
                "dj": {"compute": "=days / (days - 3)"},
            },
        ],
        "dj": {
            "rules": [
                {"id": "when", "when": "=days > type", "check": "=false", "field": "days"},
                {"id": "check", "check": "=upper case(days) = type", "field": "type"},
            ]
        },
    }
    built = read_form(schema).form
    assert built is not None
    access = access_at(built, {}, is_start=True)

    full = check_submission(built, access, {"days": 3, "type": "x"}, Situation())
    empty = check_submission(built, access, {}, Situation())

    assert [(p.code, p.path, p.severity) for p in full.problems] == [
        ("forms.compute.failed", "/rest", "warning"),
        ("forms.rule.failed", "/days", "error"),
        ("forms.rule.failed", "/type", "error"),
    ]
    assert [p.code for p in empty.problems if p.code.endswith(".failed")] == []
