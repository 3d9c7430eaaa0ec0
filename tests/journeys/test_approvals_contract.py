"""APPROVALS.md through the public API: each sentence of the contract has a case that plays it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import database_url
from tests.journeys.harness import World
from tests.journeys.sentences import Play

CASES = tomllib.loads((Path(__file__).parent / "cases" / "approvals.toml").read_text("utf-8"))[
    "case"
]

pytestmark = [pytest.mark.spec("A3"), pytest.mark.spec("A4")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all cases: each has a process of its own."""
    with database_url("sqlite") as url:
        many = {"sign_ins_per_minute": 1_000, "requests_per_minute": 100_000}
        world = World(tmp_path_factory.mktemp("house"), url=url, settings=many)
        try:
            yield world
        finally:
            world.close()


@pytest.mark.parametrize(
    ("number", "case"), [pytest.param(n, c, id=c["says"]) for n, c in enumerate(CASES)]
)
def test_approvals_behave_as_the_contract_says(
    house: World, number: int, case: dict[str, Any]
) -> None:
    play = Play(house, number, case)

    for sentence in case["play"]:
        play.say(sentence)
