"""One repair for many instances: in the background, each with its own line and its own answer."""

import pytest

from dujiang.engine import commands as engine
from dujiang.runtime import (
    BULK,
    BulkWork,
    Errands,
    OperateInstance,
    OperateMany,
    list_errands,
    list_instances,
    result_of,
)
from dujiang.runtime.reading.inside import InstanceFilter
from dujiang.store import Store
from tests.runtime.house import AT, LI, House, opened
from tests.runtime.models import line, user

MODELS = {"order": line("order", user("ask"), user("check"))}
NEWER = line("order", user("ask2"), user("check"))


def worked_off(house: House, command: OperateMany) -> dict[str, object]:
    house.ask(command).expect()
    work = Errands(house.door, {BULK: BulkWork(lambda: house.door)}, running=0)
    work.tick(house.clock.now())
    with house.store.read() as reader:
        (row,) = list_errands(reader, LI.id)
    assert row.state == "DONE"
    return result_of(row).to_dict()


@pytest.mark.spec("E6")
def test_many_instances_are_migrated_and_refusals_are_named(store: Store) -> None:
    with opened(store, MODELS) as house:
        newer = house.deploy("order", NEWER)
        ids = [house.start("order") for _ in range(45)]
        ended = ids[7]
        cancel = engine.CancelInstance(at=AT, outcome="cancelled")
        house.ask(OperateInstance(ended, cancel, "重复")).expect()

        result = worked_off(
            house,
            OperateMany(
                action="migrate",
                ids=tuple(ids),
                version_id=newer,
                mapping={"ask": "ask2"},
                reason="新版本上线",
                language="zh-CN",
            ),
        )

        assert result["done"] == 44
        assert result["codes"] == {"engine.instance.ended": 1}
        assert {house.active(one)[0] for one in ids if one != ended} == {"ask2"}
        with house.store.read() as reader:
            moved = list_instances(reader, InstanceFilter(version_id=newer), limit=100)
        assert len(moved) == 44


@pytest.mark.spec("E6")
def test_many_instances_are_held_once_each(store: Store) -> None:
    with opened(store, MODELS) as house:
        ids = tuple(house.start("order") for _ in range(3))
        command = OperateMany(action="suspend", ids=(*ids, ids[0]), reason="盘点", language="zh-CN")

        house.ask(command).expect()
        work = Errands(house.door, {BULK: BulkWork(lambda: house.door)}, running=0)
        work.tick(house.clock.now())

        assert {house.instance(one).state for one in ids} == {"SUSPENDED"}


def test_nothing_chosen_is_refused(store: Store) -> None:
    with opened(store, MODELS) as house:
        answer = house.ask(OperateMany(action="cancel", ids=(), reason="", language="zh-CN"))
        assert (answer.status, answer.code) == (422, "runtime.bulk.none")
