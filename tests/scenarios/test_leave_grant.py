"""S1's yearly grant: by the clock, once for each person, kind and year."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from dujiang.deployments import PutInForce
from dujiang.deployments.clock_starts import ALARM as START
from dujiang.deployments.commands import StartByClock
from dujiang.engine import start_timers
from dujiang.runtime.tables import ALARM, INSTANCE
from tests.scenarios.house import House

pytestmark = [pytest.mark.spec("S1"), pytest.mark.spec("E5")]
D = Decimal
FIRST_OF_DECEMBER = datetime(2026, 11, 30, 16, 10, tzinfo=UTC)


def due(house: House) -> list[datetime]:
    """When the clock will start something."""
    version = house.deployments.current("leave_grant")
    with house.store.read() as reader:
        mine = (ALARM.c.kind == START, ALARM.c.ref == version.id)
        rows = reader.rows(select(ALARM.c.due_at).where(*mine))
    return [row.due_at for row in rows]


def fire(house: House) -> None:
    """The alarm rings, perhaps on two nodes."""
    version = house.deployments.current("leave_grant")
    (timer,) = start_timers(version.program, datetime(2026, 3, 2, tzinfo=UTC))
    command = StartByClock(process_key="leave_grant", version_id=version.id, timer=timer)
    house.do(command)
    house.do(command)


def test_the_clock_is_set_for_the_first_of_december(house: House) -> None:
    assert due(house) == [FIRST_OF_DECEMBER]


def test_next_year_is_granted_once_by_the_rules(house: House) -> None:
    house.clock.set(FIRST_OF_DECEMBER)

    fire(house)

    assert len(house.rows("leave_balance", year=D(2027))) == 40 * 8
    row = house.row("leave_balance", house.person("liming")["no"], "ANNUAL", D(2027))
    assert (row["granted"], row["used"]) == (D(10), D(0))
    assert (row["valid_from"], row["expires_on"]) == (date(2027, 1, 1), date(2028, 3, 31))
    newcomer = house.row("leave_balance", house.person("zhangwei")["no"], "ANNUAL", D(2027))
    assert newcomer["granted"] == D(5)
    with house.store.read() as reader:
        runs = reader.rows(select(INSTANCE.c.id).where(INSTANCE.c.process_key == "leave_grant"))
    assert len(runs) == 1


def test_after_the_start_the_clock_is_set_for_the_next_year(house: House) -> None:
    house.clock.set(FIRST_OF_DECEMBER)

    fire(house)

    assert FIRST_OF_DECEMBER.replace(year=2027) in due(house)


def test_another_version_in_force_moves_the_clock_to_itself(house: House) -> None:
    version = house.deployments.current("leave_grant")

    house.do(PutInForce(version_id=version.id))

    assert due(house) == [FIRST_OF_DECEMBER]
