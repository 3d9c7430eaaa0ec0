"""Every sentence of APPROVALS.md about modes and actions, as rows of `cases/actions.*.toml`."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.approvals.acting import Table

CASES = [
    pytest.param(case, id=f"{file.stem.split('.')[1]}: {case['says']}")
    for file in sorted(Path(__file__).parent.glob("cases/actions.*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]


@pytest.mark.spec("A3")
@pytest.mark.spec("A4")
@pytest.mark.parametrize("case", CASES)
def test_round_behaves_as_the_row_says(case: dict[str, Any]) -> None:
    table = Table(case)

    for sentence in case["acts"]:
        table.act(sentence)

    assert table.shown() == case["items"]
    assert table.round.verdict == case.get("verdict")


def test_a_seat_says_that_its_vote_does_not_count_one() -> None:
    vote = {"ratio": "1/2", "weights": {"A": 1.5}}
    table = Table({"rules": {"mode": "vote", "vote": vote}, "seats": ["A", "B"]})

    heavy, usual = table.round.items
    assert [(r.code, r.params) for r in heavy.reasons] == [
        ("approvals.reason.weight", {"weight": "1.5"})
    ]
    assert (heavy.weight, usual.reasons, usual.weight) == (Decimal("1.5"), (), Decimal(1))
