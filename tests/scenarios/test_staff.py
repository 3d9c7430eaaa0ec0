"""Employees, assets and accounts of the demo company: what their ledgers hold to."""

from typing import Any

import pytest

from dujiang.feel import Environment, compile_expression
from dujiang.kernel.errors import Conflict, InvalidInput
from dujiang.kernel.sealed import Sealed
from dujiang.ledgers import InsertRow
from dujiang.settings import InstallationKey
from dujiang.vault import Vault
from tests.scenarios.house import ZONE, House

pytestmark = [pytest.mark.spec("S3"), pytest.mark.spec("S4")]


def value(house: House, text: str) -> Any:
    """What an expression gives to somebody who looks."""
    with house.store.read() as reader:
        now = house.clock.now().astimezone(ZONE)
        environment = Environment(now=now, functions=house.functions(reader, now))
        return compile_expression(text).evaluate({}, env=environment).value


def test_a_formula_reckons_with_sealed_cells_and_stays_sealed(shared: House) -> None:
    open_ = value(shared, 'find_row("employee", person("liming").no).salary * 2')
    sealed = value(shared, 'sealed_from("employee", person("liming").no, "row.salary * n", {n: 2})')

    assert open_ is None
    assert isinstance(sealed, Sealed)
    assert float(Vault(InstallationKey(b"k" * 32)).open_alike(sealed)) == 24_000


def test_an_asset_in_use_has_a_holder_and_a_free_one_has_none(house: House) -> None:
    with pytest.raises(InvalidInput):
        house.do(InsertRow(ledger="asset", values={"code": "X", "kind": "DESK", "state": "IN_USE"}))


def test_who_was_first_is_a_conflict_where_the_ledger_says_so(house: House) -> None:
    row = {"employee": "E022", "last_on": "2026-04-30", "state": "LIVE"}
    house.do(InsertRow(ledger="offboarding", values={"lz_no": "LZ1", **row}))

    with pytest.raises(Conflict):
        house.do(InsertRow(ledger="offboarding", values={"lz_no": "LZ2", **row}))
    house.do(InsertRow(ledger="offboarding", values={"lz_no": "LZ3", **row, "state": "DONE"}))
