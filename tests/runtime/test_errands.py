"""Background work: in portions, with progress, a stop button, and an end that somebody hears of."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import msgspec
import pytest

from dujiang.kernel.clock import SystemClock
from dujiang.kernel.errors import Conflict
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import (
    SYSTEM,
    Actor,
    BeginErrand,
    Duties,
    Errand,
    ErrandDone,
    ErrandEnded,
    ErrandFailed,
    ErrandOutcome,
    ErrandRow,
    Errands,
    ErrandStopped,
    Progress,
    StopErrand,
    failure_values_of,
    list_errands,
    result_of,
)
from dujiang.runtime.errands.tables import ERRAND
from dujiang.runtime.errands.working import LEASE, MAX_ATTEMPTS
from dujiang.store import Store
from tests.runtime.house import House, opened

LI, WANG = 0x700, 0x800
TITLE = "runtime.errand.not_found"


class Counting:
    """Counts to `total` in portions of one; runs `between` before each report."""

    def __init__(self, total: int, between: Callable[[int], None] = lambda number: None) -> None:
        self.total = total
        self.between = between
        self.counted: list[int] = []

    def __call__(self, errand: Errand, progress: Progress) -> ErrandOutcome:
        begin = 0 if errand.cursor is None else int(errand.cursor)
        for number in range(begin, self.total):
            self.counted.append(number)
            self.between(number)
            if not progress.report(number + 1, self.total, number + 1):
                return ErrandStopped(result=Variables({"counted": as_value(number + 1)}))
        return ErrandDone(result=Variables({"counted": as_value(self.total)}), file_id=9)


def begin(house: House, owner_id: int = LI) -> int:
    command = BeginErrand(kind="count", owner_id=owner_id, language="zh-CN", title=TITLE)
    errand_id: int = house.ask(command, actor=SYSTEM).expect()["errand_id"]
    return errand_id


def errands(house: House, handler: Any) -> Errands:
    return Errands(house.door, {"count": handler}, running=0)


def the_row(house: House, owner_id: int = LI) -> ErrandRow:
    with house.store.read() as reader:
        return list_errands(reader, owner_id)[0]


def heard(house_facts: list[msgspec.Struct]) -> dict[type[msgspec.Struct], Any]:
    def listen(fact: msgspec.Struct, context: Any, work: Any) -> tuple[()]:
        house_facts.append(fact)
        return ()

    return {ErrandEnded: (listen,)}


def test_background_work_is_done_after_the_commit_and_its_end_is_a_fact(store: Store) -> None:
    facts: list[msgspec.Struct] = []
    with opened(store, {}, reactors=heard(facts)) as house:
        begin(house)
        assert the_row(house).state == "WAITING"

        errands(house, Counting(3)).tick(house.clock.now())

        row = the_row(house)
        assert (row.state, row.done, row.total, row.file_id) == ("DONE", 3, 3, 9)
        assert result_of(row)["counted"] == as_value(3)
        assert [(f.state, f.owner_id, f.file_id) for f in facts] == [("DONE", LI, 9)]


def test_a_stop_ends_it_after_its_portion_and_what_was_done_stays_said(store: Store) -> None:
    with opened(store, {}) as house:
        errand_id = begin(house)

        def stop_at_second(number: int) -> None:
            house.clock.advance(timedelta(seconds=1))
            if number == 1:
                house.ask(StopErrand(errand_id=errand_id), actor=Actor(person_id=LI)).expect()

        counting = Counting(10, stop_at_second)
        errands(house, counting).tick(house.clock.now())

        row = the_row(house)
        assert counting.counted == [0, 1]
        assert (row.state, row.done) == ("STOPPED", 2)
        assert result_of(row)["counted"] == as_value(2)


def test_what_has_not_begun_is_stopped_at_once(store: Store) -> None:
    with opened(store, {}) as house:
        errand_id = begin(house)

        house.ask(StopErrand(errand_id=errand_id), actor=Actor(person_id=LI)).expect()

        counting = Counting(1)
        errands(house, counting).tick(house.clock.now())
        assert counting.counted == []
        assert the_row(house).state == "STOPPED"


def test_nobody_stops_the_background_work_of_others(store: Store) -> None:
    with opened(store, {}) as house:
        errand_id = begin(house)

        answer = house.ask(StopErrand(errand_id=errand_id), actor=Actor(person_id=WANG))

        assert (answer.status, answer.code) == (404, "runtime.errand.not_found")


def test_after_a_crash_it_goes_on_where_it_last_said_it_was(store: Store) -> None:
    with opened(store, {}) as house:
        begin(house)

        def die_at_third(number: int) -> None:
            house.clock.advance(timedelta(seconds=1))
            if number == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            errands(house, Counting(5, die_at_third)).tick(house.clock.now())
        second = Counting(5)
        assert errands(house, second).tick(house.clock.now()) is not None
        assert second.counted == []  # the lease of the dead one still holds

        house.clock.advance(LEASE)
        errands(house, second).tick(house.clock.now())

        assert second.counted == [2, 3, 4]
        assert the_row(house).state == "DONE"


def test_what_brings_down_every_process_is_given_up(store: Store) -> None:
    with opened(store, {}) as house:
        begin(house)

        def die(number: int) -> None:
            raise KeyboardInterrupt

        for _ in range(MAX_ATTEMPTS):
            with pytest.raises(KeyboardInterrupt):
                errands(house, Counting(5, die)).tick(house.clock.now())
            house.clock.advance(LEASE)
        errands(house, Counting(5, die)).tick(house.clock.now())

        assert (the_row(house).state, the_row(house).code) == ("FAILED", "runtime.errand.dies")


def test_a_handler_that_raises_has_failed_and_the_reason_is_kept(store: Store) -> None:
    def refuse(errand: Errand, progress: Progress) -> ErrandOutcome:
        raise Conflict("runtime.errand.too_many", limit=5)

    with opened(store, {}) as house:
        begin(house)
        errands(house, refuse).tick(house.clock.now())

        row = the_row(house)
        assert (row.state, row.code) == ("FAILED", "runtime.errand.too_many")
        assert failure_values_of(row) == {"limit": "5"}


def test_a_failure_can_say_what_was_done_before_it(store: Store) -> None:
    def fail(errand: Errand, progress: Progress) -> ErrandOutcome:
        return ErrandFailed(code=TITLE, result=Variables({"moved": as_value(3)}))

    with opened(store, {}) as house:
        begin(house)
        errands(house, fail).tick(house.clock.now())

        assert result_of(the_row(house))["moved"] == as_value(3)


def test_a_person_has_five_under_way_at_most(store: Store) -> None:
    with opened(store, {}) as house:
        for _ in range(5):
            begin(house)
        begin(house, WANG)

        command = BeginErrand(kind="count", owner_id=LI, language="zh-CN", title=TITLE)
        refused = house.ask(command, actor=SYSTEM)
        assert (refused.status, refused.code) == (429, "runtime.errand.too_many")

        errands(house, Counting(1)).tick(house.clock.now())
        begin(house)


def test_a_process_that_stops_hands_it_back_and_another_goes_on(store: Store) -> None:
    begun, go_on = Event(), Event()

    def wait_at_second(number: int) -> None:
        if number == 1:
            begun.set()
            go_on.wait(20)

    first = Counting(5, wait_at_second)
    house = House(store, {}, clock=SystemClock())
    working = Errands(house.door, {"count": first}, running=1)
    duties = Duties(house.door, [working])
    house.door.start()
    duties.start()
    begin(house)
    assert begun.wait(20)
    working._closing.set()
    go_on.set()
    duties.stop()
    house.door.stop()

    assert first.counted == [0, 1]
    with opened(store, {}, clock=SystemClock()) as other:
        second = Counting(5)
        errands(other, second).tick(other.clock.now())
        assert second.counted == [2, 3, 4]
        with other.store.read() as reader:
            row = reader.get(ERRAND, the_row(other).shard, the_row(other).id)
        assert row is not None
        assert row.state == "DONE"
