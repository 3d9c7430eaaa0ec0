"""A request goes on by another version of its process: tasks, forms and the way back follow."""

from collections.abc import Iterator
from typing import Any

import pytest

from dujiang.approvals.tables import REQUEST, TASK
from dujiang.deployments import DeployPackage
from dujiang.kernel.ids import shard_of
from dujiang.runtime import MigrateInstance
from dujiang.scenarios.packages import load_demo
from tests.approvals.plant import Plant, plant_of
from tests.approvals.test_leave import leave


@pytest.fixture
def plant() -> Iterator[Plant]:
    with plant_of() as found:
        load_demo(found.done, ("revoke", "leave", "trip"))
        yield found


def renamed(plant: Plant, **steps: str) -> int:
    """A further version of the leave process whose steps are called differently."""
    version_id = plant.deployments.processes()["leave"].version_id
    package = plant.deployments.version(version_id).package
    xml = package.xml.decode()
    for before, after in steps.items():
        xml = xml.replace(f'"{before}"', f'"{after}"')
    answer: Any = plant.done(
        DeployPackage(
            xml=xml.encode(), forms=package.forms, decisions=package.decisions, note="改名"
        )
    )
    assert answer["is_new"]
    return int(answer["version_id"])


def migrate(plant: Plant, instance: int, version_id: int, **mapping: str) -> None:
    plant.done(
        MigrateInstance(
            instance_id=instance, version_id=version_id, mapping=mapping, reason="新版本"
        )
    )


@pytest.mark.spec("E7")
def test_an_open_step_is_decided_under_its_new_name(plant: Plant) -> None:
    instance = leave(plant)
    newer = renamed(plant, dept="head")
    migrate(plant, instance, newer, dept="head")

    assert list(plant.open_items(instance)) == ["陈刚"]
    plant.acts("陈刚", instance, "approve")

    assert list(plant.open_items(instance)) == ["role:hr"]
    with plant.store.read() as reader:
        request = reader.get(REQUEST, shard_of(instance), instance)
        tasks = reader.find(TASK, "by_instance", shard_of(instance), instance)
    assert request is not None
    assert request.version_id == newer
    assert [task.step for task in tasks][:2] == ["apply", "head"]


@pytest.mark.spec("E7")
def test_a_request_returns_to_a_step_that_was_done_before_the_migration(plant: Plant) -> None:
    instance = leave(plant)
    newer = renamed(plant, dept="head", apply="fill_in")
    migrate(plant, instance, newer, dept="head", apply="fill_in")

    plant.acts("陈刚", instance, "return", return_to="fill_in", comment="日期写错了")

    assert list(plant.open_items(instance)) == ["李明"]
