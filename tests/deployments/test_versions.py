"""Versions, drafts, decisions and calendars: what is in force, and that nothing disturbs it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dujiang.deployments import (
    DeployDecision,
    DeployDraft,
    Deployments,
    DiscardDraft,
    Package,
    PublishYear,
    PutInForce,
    SaveDraft,
    SetStartable,
)
from dujiang.feel import Environment
from dujiang.kernel.errors import NotFound
from dujiang.runtime import Wanted
from tests.deployments.house import AT, Shop, model, table

D = Decimal


def in_force(shop: Shop, **wanted: Any) -> int:
    """What a start would take."""
    with shop.store.read() as reader:
        return shop.deployments.in_force("leave", Wanted(**wanted), reader)  # type: ignore[arg-type]


@pytest.mark.spec("E7")
def test_a_deployed_process_is_in_force_with_its_settings(shop: Shop) -> None:
    answer = shop.deploy(model()).expect()

    process = shop.deployments.processes()["leave"]
    assert (answer["version"], answer["is_new"]) == (1, True)
    assert (process.name, process.name_en, process.category) == ("请假", "Leave", "人事")
    assert (process.owner, process.description) == ("role:hr_head", "员工请假")
    assert shop.deployments.current("leave").program.nodes["work"].kind == "userTask"


@pytest.mark.spec("E7")
def test_a_call_takes_the_version_by_its_number_or_of_the_moment_its_caller_came(
    shop: Shop,
) -> None:
    first = shop.deploy(model(limit=3)).expect()
    shop.clock.advance(timedelta(hours=1))
    caller = shop.deploy(model(limit=3, key="other")).expect()
    shop.clock.advance(timedelta(hours=1))
    second = shop.deploy(model(limit=5)).expect()

    assert in_force(shop) == second["version_id"]
    assert in_force(shop, number=1) == first["version_id"]
    assert in_force(shop, beside_version_id=caller["version_id"]) == first["version_id"]
    with pytest.raises(NotFound):
        in_force(shop, number=9)


@pytest.mark.spec("E7")
def test_a_new_version_leaves_the_old_one_as_it_was(shop: Shop) -> None:
    first = shop.deploy(model(limit=3)).expect()
    second = shop.deploy(model(limit=5)).expect()

    assert second["version"] == 2
    assert shop.deployments.current("leave").id == second["version_id"]
    old = shop.deployments.version(first["version_id"])
    assert b"days &gt; 3" in old.package.xml
    assert old.version == 1


def test_the_same_files_again_are_no_new_version(shop: Shop) -> None:
    first = shop.deploy(model()).expect()

    again = shop.deploy(model()).expect()

    assert (again["version_id"], again["is_new"]) == (first["version_id"], False)


@pytest.mark.spec("E7")
def test_an_earlier_version_can_be_put_in_force_again(shop: Shop) -> None:
    first = shop.deploy(model(limit=3)).expect()
    shop.deploy(model(limit=5)).expect()

    shop.ask(PutInForce(version_id=first["version_id"])).expect()
    third = shop.deploy(model(limit=7)).expect()

    assert third["version"] == 3
    assert [view.version for view in versions(shop)] == [3, 2, 1]


def versions(shop: Shop) -> list[object]:
    with shop.store.read() as reader:
        return list(shop.reader.list_versions(reader, "leave"))


def test_a_version_is_found_by_its_tag(shop: Shop) -> None:
    first = shop.deploy(model(limit=3)).expect()
    shop.deploy(model(limit=5)).expect()

    assert in_force(shop, tag="v3") == first["version_id"]


def test_a_process_out_of_the_catalogue_cannot_be_started(shop: Shop) -> None:
    shop.deploy(model()).expect()
    shop.ask(SetStartable(process_key="leave", is_startable=False)).expect()

    with shop.store.read() as reader, pytest.raises(NotFound):
        shop.deployments.in_force("leave", Wanted(), reader)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<no xml", "kernel.xml.not_well_formed"),
        ("<html/>", "bpmn.document.not_bpmn"),
        (model().replace("days &gt; 3", "days &gt;"), "engine.expression.does_not_parse"),
        (model(rule="nowhere"), "engine.decision.unknown"),
        (model(start="<task id='start'/>"), "deployments.package.no_start"),
    ],
)
def test_what_is_not_sound_is_refused_with_all_its_problems(
    shop: Shop, xml: str, code: str
) -> None:
    refused = shop.deploy(xml)

    assert refused.status == 422
    assert code in {problem.code for problem in refused.problems}
    assert shop.deployments.processes() == {}


def test_problems_stand_at_their_elements(shop: Shop) -> None:
    refused = shop.deploy(model(rule="nowhere"))

    assert [p.path for p in refused.problems if p.code == "engine.decision.unknown"] == ["work"]


def test_a_restart_finds_everything_again(shop: Shop) -> None:
    answer = shop.deploy(model(rule="size"), decisions={"sizes": table(3)}).expect()

    fresh = Deployments(shop.store.read)

    assert fresh.current("leave").id == answer["version_id"]
    assert fresh.calendars().keys() == {"STD", "DAY24"}
    assert fresh.rules.decide("size", {"days": D(9)}, Environment(now=AT)).value == "big"


def test_another_node_notices_what_was_deployed(shop: Shop) -> None:
    other = Deployments(shop.store.read)
    other.refresh()
    assert other.processes() == {}

    shop.deploy(model()).expect()

    assert other.refresh()
    assert not other.refresh()
    assert "leave" in other.processes()


# Drafts


def draft(xml: str, revision: int | None = None) -> SaveDraft:
    return SaveDraft(process_key="leave", xml=xml.encode(), revision=revision)


def test_a_draft_may_be_wrong_and_is_kept(shop: Shop) -> None:
    assert shop.ask(draft("<not yet")).expect() == {"revision": 1}

    with shop.store.read() as reader:
        kept = shop.reader.load_draft(reader, "leave")
        assert (kept.package.xml, kept.revision) == (b"<not yet", 1)
        assert [view.process.key for view in shop.reader.list_processes(reader)] == ["leave"]


def test_a_stale_draft_is_refused(shop: Shop) -> None:
    shop.ask(draft(model())).expect()
    shop.ask(draft(model(limit=4), revision=1)).expect()

    refused = shop.ask(draft(model(limit=5), revision=1))

    assert (refused.status, refused.code) == (409, "deployments.draft.stale")


def test_a_deployed_draft_is_gone_and_the_next_begins_from_the_version(shop: Shop) -> None:
    shop.ask(draft(model(limit=4))).expect()

    refused = shop.ask(DeployDraft(process_key="leave", revision=7))
    shop.ask(DeployDraft(process_key="leave", revision=1, note="4 天")).expect()

    assert refused.code == "deployments.draft.stale"
    with shop.store.read() as reader:
        begin = shop.reader.load_draft(reader, "leave")
        assert (begin.revision, begin.based_on_version) == (0, 1)
        view, package = shop.reader.load_version(reader, shop.deployments.current("leave").id)
    assert view.note == "4 天"
    assert package == begin.package


def test_a_draft_of_another_process_cannot_take_its_place(shop: Shop) -> None:
    shop.ask(draft(model(key="purchase"))).expect()

    refused = shop.ask(DeployDraft(process_key="leave", revision=1))

    assert refused.code == "deployments.package.other_process"


def test_a_discarded_draft_is_gone(shop: Shop) -> None:
    shop.ask(draft(model())).expect()
    shop.ask(DiscardDraft(process_key="leave", revision=1)).expect()

    with shop.store.read() as reader, pytest.raises(NotFound):
        shop.reader.load_draft(reader, "leave")


def test_lint_tells_problems_as_data(shop: Shop) -> None:
    found = shop.reader.lint(Package(xml=model(rule="nowhere").encode()))

    assert ("engine.decision.unknown", "work") in {(p.code, p.element_id) for p in found}


# Decisions


@pytest.mark.spec("R3")
def test_a_decision_is_in_force_from_its_date(shop: Shop) -> None:
    tomorrow = AT + timedelta(days=1)
    shop.ask(DeployDecision(key="sizes", xml=table(3))).expect()
    shop.ask(DeployDecision(key="sizes", xml=table(8), effective_from=tomorrow)).expect()

    def decided(at: datetime) -> object:
        return shop.deployments.rules.decide("size", {"days": D(5)}, Environment(now=at)).value

    assert decided(AT) == "big"
    assert decided(tomorrow - timedelta(seconds=1)) == "big"
    assert decided(tomorrow) == "small"


def test_a_decision_explains_itself(shop: Shop) -> None:
    shop.ask(DeployDecision(key="sizes", xml=table(3))).expect()

    decided = shop.deployments.rules.decide("size", {"days": D(5)}, Environment(now=AT))

    assert decided.explanation["version"] == D(1)
    assert decided.explanation["trace"][0]["tables"][0]["rules"] == [D(1)]


def test_a_decision_cannot_be_in_force_from_the_past_or_broken(shop: Shop) -> None:
    past = DeployDecision(key="sizes", xml=table(3), effective_from=AT - timedelta(days=1))

    assert shop.ask(past).code == "deployments.decision.in_the_past"
    assert shop.ask(DeployDecision(key="sizes", xml="<x")).code == "deployments.decision.not_sound"


def test_forms_ask_decisions_by_name(shop: Shop) -> None:
    shop.ask(DeployDecision(key="sizes", xml=table(3))).expect()

    decide = shop.deployments.rules.functions(AT)["decide"]

    assert decide("size", {"days": D(2)}) == "small"


# Calendars


def test_the_company_calendars_have_the_published_holidays(shop: Shop) -> None:
    std = shop.deployments.calendars()["STD"]

    assert std.published_until == 2026
    assert not std.is_working_day(date(2026, 10, 1))
    assert std.is_working_day(date(2026, 2, 28))
    assert shop.deployments.functions["working_days"](
        date(2026, 4, 30), "AM", date(2026, 5, 6), "PM"
    ) == D(2)


@pytest.mark.spec("E5")
def test_publishing_a_year_changes_every_calendar_and_says_so(shop: Shop) -> None:
    year = PublishYear(year=2027, days_off=(date(2027, 1, 1),), make_up_days=(date(2027, 1, 3),))
    assert shop.deployments.calendars()["STD"].is_provisional(date(2027, 1, 1))

    shop.ask(year).expect()

    std = shop.deployments.calendars()["STD"]
    assert (std.is_working_day(date(2027, 1, 1)), std.is_working_day(date(2027, 1, 3))) == (
        False,
        True,
    )
    assert not std.is_provisional(date(2027, 1, 1))


def test_days_of_another_year_are_refused(shop: Shop) -> None:
    refused = shop.ask(PublishYear(year=2027, days_off=(date(2028, 1, 1),), make_up_days=()))

    assert refused.code == "deployments.calendar.other_year"


def test_a_message_start_is_found_by_name(shop: Shop) -> None:
    start = "<startEvent id='start'><messageEventDefinition messageRef='m'/></startEvent>"
    xml = model(start=start).replace("<process", "<message id='m' name='offer'/><process", 1)
    shop.deploy(xml).expect()

    with shop.store.read() as reader:
        found = shop.deployments.started_by_message("offer", reader)  # type: ignore[arg-type]
    assert found == ("leave", "start")
