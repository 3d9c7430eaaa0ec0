"""Every sentence of APPROVALS.md about who gets a task, as rows of `cases/seats.*.toml`."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.approvals.company import name_of
from tests.approvals.seating import eligible, seat, shown

CASES = [
    pytest.param(case, id=f"{file.stem.split('.')[1]}: {case['says']}")
    for file in sorted(Path(__file__).parent.glob("cases/seats.*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]


@pytest.mark.spec("A2")
@pytest.mark.spec("A5")
@pytest.mark.spec("A7")
@pytest.mark.parametrize("case", CASES)
def test_seats_are_as_the_row_says(case: dict[str, Any]) -> None:
    seating, world = seat(case)

    assert [shown(placement) for placement in seating.placements] == case["seats"]
    assert seating.is_stuck == case.get("is_stuck", False)
    if "why" in case:
        found = [p.reasons[-1].code if p.reasons else "" for p in seating.placements]
        assert found == case["why"]
    if "left_out" in case:
        assert [name_of(one.person) for one in seating.left_out] == case["left_out"]
    if "left_why" in case:
        assert [one.reason.code for one in seating.left_out] == case["left_why"]
    if "assistants" in case:
        assert [name_of(p.assistant) for p in seating.placements] == case["assistants"]
    if "eligible" in case:
        group = seating.placements[0].group
        assert eligible(case, world, group) == case["eligible"]


def test_every_seat_says_why() -> None:
    for case in CASES:
        seating, _ = seat(case.values[0])  # type: ignore[arg-type]
        assert all(placement.reasons for placement in seating.placements), case.id


def test_a_seat_beside_those_named_says_how_many_were_found() -> None:
    row = {"sources": ["user 周敏"], "initiator": "刘洋", "rules": {"distinct": 2, "empty": "up"}}
    seating, _ = seat(row)
    nobody, _ = seat({**row, "sources": ["user 不存在"]})

    first, second = seating.placements
    assert [r.code for r in first.reasons] == ["approvals.reason.named"]
    assert second.reasons[0].code == "approvals.reason.too_few"
    assert second.reasons[0].params == {"wanted": 2, "found": 1}
    assert nobody.placements[0].reasons[0].code == "approvals.reason.empty_up"
