"""Instances run behind the door: started, advanced, read again."""

from datetime import timedelta

from dujiang.engine import apply_all
from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.runtime import SYSTEM, LabelInstance, OperateInstance, StartProcess
from dujiang.store import Store
from tests.runtime.house import opened
from tests.runtime.models import W1, W2, W3, line, timer, user

MODELS = {"w1": W1, "w2": W2, "w3": W3}


def test_an_instance_without_waiting_is_completed_at_once(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("w1", a=1)

        row = house.instance(instance_id)
        assert (row.state, row.outcome, row.ended_at) == ("COMPLETED", "completed", row.started_at)
        assert house.facts(instance_id)[-1] == facts.InstanceCompleted(
            house.facts(instance_id)[-1].variables  # type: ignore[attr-defined]
        )


def test_an_instance_waits_for_people_and_goes_on(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("w2", days=5)
        assert house.active(instance_id) == ["ask"]

        house.complete(instance_id, "ask").expect()
        assert house.active(instance_id) == ["big"]

        house.complete(instance_id, "big").expect()
        assert house.instance(instance_id).state == "COMPLETED"


def test_the_log_leads_to_the_stored_state(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("w2", days=5)
        house.complete(instance_id, "ask", note="好").expect()

        assert apply_all(None, house.facts(instance_id)) == house.state(instance_id)


def test_reopening_between_two_commands_changes_nothing(store: Store) -> None:
    kinds = []
    for is_reopened in (False, True):
        house = _House(store)
        instance_id = house.open().start("w2", days=2)
        for element in ("ask", "small"):
            if is_reopened:
                house.reopen()
            house.open().complete(instance_id, element).expect()
        kinds.append([type(fact).__name__ for fact in house.open().facts(instance_id)])
        house.close()

    assert kinds[0] == kinds[1]


class _House:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._manager = opened(store, MODELS)
        self._house = self._manager.__enter__()

    def open(self):
        return self._house

    def reopen(self) -> None:
        self.close()
        self.__init__(self._store)  # type: ignore[misc]

    def close(self) -> None:
        self._manager.__exit__(None, None, None)


def test_a_late_command_is_refused_and_changes_nothing(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("w2", days=5)
        key = house.key_of(instance_id, "ask")
        house.complete(instance_id, "ask").expect()
        before = house.state(instance_id)

        answer = house.advance(instance_id, engine.CompleteUserTask, key=key)

        assert answer.status == 409
        assert house.state(instance_id) == before


def test_a_start_with_one_key_starts_one_instance(store: Store) -> None:
    with opened(store, MODELS) as house:
        assert house.start("w2", key="form-1", days=1) == house.start("w2", key="form-1", days=1)


def test_an_unknown_process_is_not_found(store: Store) -> None:
    with opened(store, MODELS) as house:
        assert house.ask(StartProcess(process_key="nothing")).status == 404


def test_titles_and_numbers_can_be_set_later(store: Store) -> None:
    with opened(store, MODELS) as house:
        instance_id = house.start("w2", days=1)

        command = LabelInstance(instance_id=instance_id, title="年假 3 天", number="QJ-1")
        house.ask(command, actor=SYSTEM).expect()
        house.complete(instance_id, "ask").expect()

        row = house.instance(instance_id)
        assert (row.title, row.number) == ("年假 3 天", "QJ-1")


def test_a_suspended_instance_sleeps_until_it_is_resumed(store: Store) -> None:
    models = {"slow": line("slow", timer("pause", "PT1H"), user("after"))}
    with opened(store, models) as house:
        instance_id = house.start("slow")
        house.ask(OperateInstance(instance_id, engine.Suspend(at=house.clock.now()))).expect()

        house.wait(timedelta(hours=3))
        assert house.active(instance_id) == ["pause"]
        assert house.instance(instance_id).state == "SUSPENDED"

        house.ask(OperateInstance(instance_id, engine.Resume(at=house.clock.now()))).expect()
        house.wait(timedelta(0))
        assert house.active(instance_id) == ["after"]


def test_a_cancelled_instance_leaves_nothing_waiting(store: Store) -> None:
    models = {"slow": line("slow", timer("pause", "PT1H"))}
    with opened(store, models) as house:
        instance_id = house.start("slow")
        cancel = engine.CancelInstance(at=house.clock.now(), outcome="cancelled", reason="重复")

        house.ask(OperateInstance(instance_id, cancel)).expect()

        row = house.instance(instance_id)
        assert (row.state, row.outcome) == ("CANCELLED", "cancelled")
        assert house.timers() == []
