"""What a model orders for people: handovers, joining and leaving, ways back, turns of their own."""

from collections.abc import Iterator

import pytest

from dujiang.approvals import CancelByPerson, RevokeInstance
from dujiang.approvals.tables import REQUEST
from dujiang.kernel.ids import shard_of
from dujiang.runtime import find_instance, load_instance_state
from tests.approvals.models import APPLY, HEAD, line, people, step
from tests.approvals.plant import Plant, plant_of

START = '<startEvent id="start"/>'
FIRST = '<sequenceFlow id="f1" sourceRef="start" targetRef="apply"/>'


@pytest.fixture
def plant() -> Iterator[Plant]:
    with plant_of() as found:
        yield found


def model(inner: str, *, process: str = "test", settings: str = "", own: str = "") -> str:
    """A process that begins with the start form; `inner` are the rest of its elements."""
    return (
        f'{HEAD}<message id="m_back" name="back"/><message id="m_join" name="join"/>'
        f'<process id="{process}" name="测试" isExecutable="true"><extensionElements>'
        f'<dj:settings owner="user:gumingyuan" numberPrefix="CS" {settings}/>{own}'
        f"</extensionElements>{START}{APPLY}{FIRST}{inner}</process></definitions>"
    )


def flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


def state(plant: Plant, instance: int) -> str:
    with plant.store.read() as reader:
        row = reader.get(REQUEST, shard_of(instance), instance)
    assert row is not None
    return row.state


def variables(plant: Plant, instance: int) -> dict[str, object]:
    with plant.store.read() as reader:
        row = find_instance(reader, instance)
        assert row is not None
        return dict(load_instance_state(reader, row).variables)


@pytest.mark.spec("A9")
def test_a_step_hands_work_over_when_it_is_completed(plant: Plant) -> None:
    waiting = plant.begin(line(step("review", people("zhoumin")), process="test"))
    handing = '<dj:handover person="zhoumin" to="zhengkai" reason="离职"/>'
    leaving = plant.begin(line(step("hand", people("wufeng"), fields=handing)))

    plant.acts("吴峰", leaving, "approve")

    assert list(plant.open_items(waiting)) == ["郑凯"]


def test_who_leaves_by_a_step_cannot_sign_in_any_more(plant: Plant) -> None:
    leave = '<dj:personChange action="leave" person="=initiator.id" leftOn="=date(2026, 3, 2)"/>'
    instance = plant.begin(line(step("close", people("wufeng"), fields=leave)))

    plant.acts("吴峰", instance, "approve")

    person = plant.cache.current().person_by_login("liming")
    assert person is not None
    assert (person.is_active, str(person.left_on)) == (False, "2026-03-02")


def test_who_joins_gets_the_next_number_and_the_process_goes_on_with_it(plant: Plant) -> None:
    values = "={name: &quot;何苗&quot;, login: &quot;hemiao&quot;, department: &quot;D60&quot;}"
    join = (
        '<receiveTask id="join" messageRef="m_join"><extensionElements><dj:personChange '
        f'action="join" on="start" prefix="E" result="no" values="{values}"/>'
        "</extensionElements></receiveTask>"
    )
    rest = flow("apply", "join") + flow("join", "next") + step("next", people("wufeng"))
    instance = plant.begin(model(join + rest + '<endEvent id="end"/>' + flow("next", "end")))

    assert variables(plant, instance)["no"] == "E041"
    person = plant.cache.current().person_by_login("hemiao")
    assert person is not None
    assert (person.no, person.name, person.is_active) == ("E041", "何苗", True)


WITH_WAY_BACK = model(
    flow("apply", "next")
    + step("next", people("wufeng"))
    + '<endEvent id="end"/>'
    + flow("next", "end")
    + '<subProcess id="undo" triggeredByEvent="true"><startEvent id="told">'
    '<messageEventDefinition id="told_m" messageRef="m_back"/></startEvent>'
    + step("tidy", people("zhoumin"), kind="work")
    + '<endEvent id="undone"><extensionElements><dj:ending outcome="cancelled"/>'
    '</extensionElements><terminateEventDefinition id="undone_t"/></endEvent>'
    + flow("told", "tidy")
    + flow("tidy", "undone")
    + "</subProcess>",
    settings='cancelMessage="back" revokeWithin="=date(2026, 3, 10)"',
    own='<dj:revoke after="*"/>',
)


def test_cancelling_goes_the_way_back_that_is_drawn(plant: Plant) -> None:
    instance = plant.begin(WITH_WAY_BACK)

    plant.done(CancelByPerson(instance_id=instance, reason="不要了"), plant.actor("顾明远"))

    assert list(plant.open_items(instance)) == ["周敏"]
    assert state(plant, instance) == "running"
    plant.acts("周敏", instance, "complete")
    assert state(plant, instance) == "cancelled"


def test_what_still_runs_is_not_revoked_unless_its_model_says_from_when_on(plant: Plant) -> None:
    settings = 'revokeWithin="=date(2026, 3, 10)"'
    usual = plant.begin(line(step("next", people("wufeng")), settings=settings))

    refused = plant.ask(RevokeInstance(instance_id=usual, reason="改期"), plant.actor("李明"))

    assert refused.code == "approvals.revoke.not_approved"


def test_each_turn_of_a_loop_keeps_the_fields_that_it_declares(plant: Plant) -> None:
    own = '<dj:input target="secret" source="=null"/>'
    turn = step("check", people("wufeng"), fields=own + '<dj:field key="secret" access="edit"/>')
    loop = (
        '<multiInstanceLoopCharacteristics isSequential="false"><extensionElements><dj:loop '
        'collection="=[1, 2]" element="n" output="said" outputElement="=secret"/>'
        "</extensionElements></multiInstanceLoopCharacteristics></userTask>"
    )
    turns = turn.replace("</userTask>", loop)
    rest = '<endEvent id="end"/>' + flow("apply", "check") + flow("check", "end")
    instance = plant.begin(model(turns + rest))

    for said in ("甲", "乙"):
        (item_id, *_) = plant.open_items(instance).values()
        given = {"values": {"secret": said}, "item_id": item_id}
        plant.acts("吴峰", instance, "approve", **given)

    found = variables(plant, instance)
    assert sorted(found["said"]) == ["乙", "甲"]  # type: ignore[call-overload]
    assert found.get("secret") is None
