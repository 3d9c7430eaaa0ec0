"""The same story on both databases: a leave from the form to HR, with a return on the way."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from dujiang.approvals import ItemQuery, RequestQuery
from dujiang.scenarios.packages import load_demo
from tests.approvals.plant import Plant, plant_of
from tests.approvals.test_leave import THREE_DAYS, balance, leave, request
from tests.databases import DATABASES


@pytest.fixture(params=DATABASES)
def plant(request: pytest.FixtureRequest) -> Iterator[Plant]:
    with plant_of(request.param) as found:
        load_demo(found.done, ("revoke", "leave", "trip"))
        yield found


def test_leave_runs_from_start_to_end_on_each_database(plant: Plant) -> None:
    instance = leave(plant)
    plant.acts("陈刚", instance, "return", return_to="apply", comment="改到下周")
    plant.acts("李明", instance, "submit", values=THREE_DAYS)
    plant.travel("2026-03-04 09:00")
    assert list(plant.open_items(instance)) == ["沈江河"]
    plant.acts("沈江河", instance, "approve")
    plant.acts("彭丽", instance, "claim")
    plant.acts("彭丽", instance, "complete")

    assert balance(plant) == (Decimal(0), Decimal(5))
    assert request(plant, instance).state == "running"  # the HR peer is still to be told


def test_lists_answer_alike_on_each_database(plant: Plant) -> None:
    instance = leave(plant)
    now = plant.clock.now()
    query = ItemQuery(person_id=plant.id("陈刚"), at=now, today_end=now, week_end=now, text="年假")

    with plant.store.read() as reader:
        page = plant.reader.lists.list_items(reader, query)
        counts = plant.reader.lists.count_boxes(reader, query)
        seen = plant.reader.requests.list_requests(
            reader, RequestQuery(person_id=plant.id("彭丽"), scope="visible")
        )

    assert [line.request.id for line in page.lines] == [instance]
    assert counts.todo == 1
    assert [row.id for row in seen.requests] == [instance]
