"""Decisions as things of their own: drafts, versions from a date, test cases, what they decided."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.deployments import (
    TABLES,
    CountingHits,
    DecisionUses,
    DeleteDecisionCase,
    DeployDecision,
    DeployDecisionDraft,
    Deployments,
    DiscardDecisionDraft,
    RestoreDecision,
    SaveDecisionCase,
    SaveDecisionDraft,
    WithdrawDecision,
    answer,
    count_evaluations,
    count_hits,
    decisions_used,
    deployment_routes,
    difference,
    feel_values,
    find_decision_draft,
    findings,
    latest_uses,
    list_cases,
    list_decision_versions,
    list_decisions,
    load_decision_xml,
    models_asking,
    parts_of,
    read_table,
    readable,
    run_cases,
    try_on,
    write_table,
)
from dujiang.dmn import DecisionTable, replace_table, rows_of
from dujiang.dmn import table_of as as_table
from dujiang.engine import Decided
from dujiang.feel import Environment
from dujiang.kernel.encoding import decode_value
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.values import Variables
from dujiang.runtime import (
    RUNTIME_REACTORS,
    AnyRoute,
    Dispatcher,
    IncidentFilter,
    Outcome,
    Route,
    StartProcess,
    Vocabulary,
    Work,
    list_incidents,
    merge_reactors,
    merge_routes,
    runtime_routes,
)
from dujiang.runtime import TABLES as RUNTIME_TABLES
from tests.databases import fresh_store
from tests.deployments.house import AT, Shop, model, table
from tests.postgres import needs_postgres

D = Decimal
TOMORROW = AT + timedelta(days=1)
NAMES: frozenset[str] = frozenset()


def version_in_force(shop: Shop, at: datetime = AT) -> int | None:
    found = shop.deployments.rules.model_in_force("sizes", at)
    return None if found is None else found.version


def states(shop: Shop, at: datetime = AT) -> list[tuple[int, str]]:
    with shop.store.read() as reader:
        return [(v.version, v.state) for v in list_decision_versions(reader, "sizes", at)]


def deploy(shop: Shop, limit: int, **more: object) -> None:
    shop.ask(DeployDecision(key="sizes", xml=table(limit), **more)).expect()


# Drafts


@pytest.mark.spec("R3")
def test_a_draft_becomes_the_next_version_and_is_gone(shop: Shop) -> None:
    deploy(shop, 3)
    saved = shop.ask(SaveDecisionDraft(key="sizes", xml=table(8), revision=0)).expect()

    answered = shop.ask(
        DeployDecisionDraft(key="sizes", revision=saved["revision"], note="放宽")
    ).expect()

    assert answered == {"key": "sizes", "version": 2}
    assert version_in_force(shop) == 2
    with shop.store.read() as reader:
        assert find_decision_draft(reader, "sizes") is None


def test_a_stale_draft_is_refused_and_nothing_is_lost(shop: Shop) -> None:
    shop.ask(SaveDecisionDraft(key="sizes", xml=table(3), revision=0)).expect()

    again = shop.ask(SaveDecisionDraft(key="sizes", xml=table(8), revision=0))

    assert (again.code, again.params) == ("deployments.draft.stale", {"revision": 1})
    with shop.store.read() as reader:
        draft = find_decision_draft(reader, "sizes")
    assert draft is not None
    assert b"&gt; 3" in draft.xml


def test_a_draft_may_be_wrong_but_is_not_deployed_so(shop: Shop) -> None:
    wrong = table(3).replace("&gt; 3", "&gt; (")
    saved = shop.ask(SaveDecisionDraft(key="sizes", xml=wrong)).expect()

    refused = shop.ask(DeployDecisionDraft(key="sizes", revision=saved["revision"]))

    assert refused.code == "deployments.decision.not_sound"
    assert version_in_force(shop) is None


def test_a_draft_can_be_thrown_away(shop: Shop) -> None:
    shop.ask(SaveDecisionDraft(key="sizes", xml=table(3))).expect()

    shop.ask(DiscardDecisionDraft(key="sizes", revision=1)).expect()

    assert shop.ask(DiscardDecisionDraft(key="sizes")).code == "deployments.draft.not_found"


def test_a_key_must_be_a_name(shop: Shop) -> None:
    assert shop.ask(SaveDecisionDraft(key="a/b", xml="")).code == "deployments.decision.bad_key"


# Versions


@pytest.mark.spec("R3")
def test_a_planned_version_can_be_withdrawn_until_it_counts(shop: Shop) -> None:
    deploy(shop, 3)
    deploy(shop, 8, effective_from=TOMORROW)
    assert states(shop) == [(2, "planned"), (1, "in_force")]
    assert states(shop, TOMORROW) == [(2, "in_force"), (1, "past")]

    shop.ask(WithdrawDecision(key="sizes", version=2)).expect()

    assert states(shop, TOMORROW) == [(2, "withdrawn"), (1, "in_force")]
    assert version_in_force(shop, TOMORROW) == 1
    twice = shop.ask(WithdrawDecision(key="sizes", version=2))
    assert twice.code == "deployments.decision.already_withdrawn"
    late = shop.ask(WithdrawDecision(key="sizes", version=1))
    assert late.code == "deployments.decision.already_in_force"


@pytest.mark.spec("R3")
def test_going_back_makes_the_old_content_the_next_version(shop: Shop) -> None:
    deploy(shop, 3)
    deploy(shop, 8)

    shop.ask(RestoreDecision(key="sizes", version=1, note="回到 v1")).expect()

    assert states(shop) == [(3, "in_force"), (2, "past"), (1, "past")]
    with shop.store.read() as reader:
        assert load_decision_xml(reader, "sizes", 3) == load_decision_xml(reader, "sizes", 1)


def test_the_number_of_a_withdrawn_version_is_not_given_again(shop: Shop) -> None:
    deploy(shop, 3)
    deploy(shop, 8, effective_from=TOMORROW)
    shop.ask(WithdrawDecision(key="sizes", version=2)).expect()

    deploy(shop, 9)

    assert states(shop)[0] == (3, "in_force")


def test_two_models_cannot_have_a_decision_of_the_same_id(shop: Shop) -> None:
    deploy(shop, 3)

    refused = shop.ask(DeployDecision(key="others", xml=table(3)))

    assert [p.code for p in refused.problems] == ["deployments.decision.id_taken"]


def test_a_decision_that_a_process_asks_for_cannot_be_left_out(shop: Shop) -> None:
    deploy(shop, 3)
    shop.deploy(model(rule="size")).expect()
    renamed = table(3).replace("id='size' name='size'", "id='height' name='height'")

    refused = shop.ask(DeployDecision(key="sizes", xml=renamed))

    assert [(p.code, p.params) for p in refused.problems] == [
        ("deployments.decision.still_used", {"decision": "size", "process": "请假"})
    ]
    uses = list(decisions_used(shop.deployments, {"size"}))
    assert [(use.process_key, use.element_id) for use in uses] == [("leave", "work")]


def test_the_list_tells_what_counts_now_and_what_comes(shop: Shop) -> None:
    deploy(shop, 3)
    deploy(shop, 8, effective_from=TOMORROW)
    shop.ask(SaveDecisionDraft(key="fresh", xml=table(1))).expect()

    with shop.store.read() as reader:
        fresh, sizes = list_decisions(reader, AT)

    assert (fresh.key, fresh.in_force, fresh.draft_saved_at) == ("fresh", None, AT)
    assert sizes.in_force is not None
    assert sizes.planned is not None
    assert (sizes.in_force.version, sizes.planned.version) == (1, 2)


# Decisions that come with a process


@pytest.mark.spec("R3")
def test_a_process_that_did_not_change_its_rules_leaves_those_of_their_authors(shop: Shop) -> None:
    shop.deploy(model(limit=3, rule="size"), decisions={"sizes": table(3)}).expect()
    deploy(shop, 8)

    shop.deploy(model(limit=5, rule="size"), decisions={"sizes": table(3)}).expect()

    assert version_in_force(shop) == 2


@pytest.mark.spec("R3")
def test_a_process_that_changed_its_rules_makes_their_next_version(shop: Shop) -> None:
    shop.deploy(model(rule="size"), decisions={"sizes": table(3)}).expect()

    shop.deploy(model(rule="size"), decisions={"sizes": table(4)}).expect()

    assert states(shop) == [(2, "in_force"), (1, "past")]


def test_rules_changed_here_and_there_are_not_overwritten(shop: Shop) -> None:
    shop.deploy(model(rule="size"), decisions={"sizes": table(3)}).expect()
    deploy(shop, 8)

    refused = shop.deploy(model(rule="size"), decisions={"sizes": table(4)})

    assert refused.code == "deployments.decision.changed_elsewhere"
    assert (version_in_force(shop), shop.deployments.current("leave").version) == (2, 1)


def test_another_process_with_the_rules_as_they_were_does_not_bring_them_back(shop: Shop) -> None:
    shop.deploy(model(rule="size"), decisions={"sizes": table(3)}).expect()
    deploy(shop, 8)

    shop.deploy(model(key="other", rule="size"), decisions={"sizes": table(3)}).expect()

    assert version_in_force(shop) == 2


# The version of a day


@pytest.mark.spec("R3")
def test_a_decision_can_be_asked_for_the_version_of_a_day(shop: Shop) -> None:
    deploy(shop, 3)
    april = datetime.fromisoformat("2026-04-01T00:00:00+08:00")
    deploy(shop, 8, effective_from=april)
    later = Environment(now=AT + timedelta(days=90))
    decide = shop.deployments.rules.functions(AT + timedelta(days=90))["decide"]

    def on(text: str) -> object:
        day = datetime.fromisoformat(text).date()
        asked = shop.deployments.rules.decide("size", {"days": D(5)}, later, day).value
        assert decide("size", {"days": D(5)}, day) == asked
        return asked

    assert [on("2026-03-31"), on("2026-04-01"), on("1999-01-01")] == ["big", "small", "big"]
    failed = shop.deployments.rules.decide("size", {}, later, "yesterday")
    assert failed.failure == "deployments.decision.not_a_date"


def test_decisions_may_ask_other_decisions_but_no_circles(shop: Shop) -> None:
    deploy(shop, 3)
    asking = """<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='m' name='m'
 namespace='m'><inputData id='i' name='days'/><decision id='both' name='both'>
<informationRequirement id='r'><requiredInput href='#i'/></informationRequirement>
<literalExpression id='l'><text>for d in days return decide("size", {days: d})</text>
</literalExpression></decision></definitions>"""
    shop.ask(DeployDecision(key="both", xml=asking)).expect()
    days = {"days": [D(2), D(5)]}

    decided = shop.deployments.rules.decide("both", days, Environment(now=AT))

    assert decided.value == ["small", "big"]
    assert list(models_asking(shop.deployments, {"size"})) == [("both", "m")]
    shop.ask(DeployDecision(key="both", xml=asking.replace('"size"', '"both"'))).expect()
    circle = shop.deployments.rules.decide("both", days, Environment(now=AT)).value
    assert circle == [[None], [None]]


# Trying out


def test_an_answer_says_which_cell_of_each_rule_said_no() -> None:
    compiled = readable(table(3).encode(), NAMES)

    told = answer(compiled, "size", {"days": D(5)}, Environment(now=AT))

    assert told.value == "big"
    assert [(look.number, look.misses) for look in told.looks["t"]] == [(1, ()), (2, (0,))]


def test_inputs_are_feel_and_every_mistake_is_named() -> None:
    env = Environment(now=AT)

    assert feel_values({"days": "1 + 1", "none": " "}, env) == {"days": D(2), "none": None}
    with pytest.raises(InvalidInput) as wrong:
        feel_values({"days": "(", "on": "nobody.knows", "fine": "1"}, env)
    assert [p.path for p in wrong.value.problems] == ["/inputs/days", "/inputs/on"]


def test_the_parts_of_a_model_say_what_they_need() -> None:
    (part,) = parts_of(readable(table(3).encode(), NAMES))

    assert (part.id, part.kind, part.table_id, part.hit_policy) == ("size", "table", "t", "UNIQUE")
    assert [(needed.name, needed.type) for needed in part.inputs] == [("days", "Any")]


@pytest.mark.spec("R2")
def test_findings_name_gaps_with_their_rules() -> None:
    gap = table(3).replace("&lt;= 3", "&lt; 3")

    assert "dmn.analysis.gap" in {problem.code for problem in findings(gap.encode(), NAMES)}


def test_test_cases_are_kept_and_asked(shop: Shop) -> None:
    right = SaveDecisionCase(
        key="sizes", decision="size", name="大", inputs={"days": "5"}, expected='"big"'
    )
    wrong = SaveDecisionCase(
        key="sizes", decision="size", name="小", inputs={"days": "5"}, expected='"small"'
    )
    first = shop.ask(right).expect()["case_id"]
    second = shop.ask(wrong).expect()["case_id"]
    compiled = readable(table(3).encode(), NAMES)

    with shop.store.read() as reader:
        outcomes = run_cases(compiled, list_cases(reader, "sizes"), Environment(now=AT))

    assert {one.case_id: one.is_right for one in outcomes} == {first: True, second: False}
    shop.ask(DeleteDecisionCase(key="sizes", case_id=second)).expect()
    gone = shop.ask(DeleteDecisionCase(key="sizes", case_id=second))
    assert gone.code == "deployments.case.not_found"


# Sheets


def table_of(xml: str) -> DecisionTable:
    logic = readable(xml.encode(), NAMES).definitions.decisions[0].expression
    assert isinstance(logic, DecisionTable)
    return logic


@pytest.mark.spec("R2")
def test_a_table_comes_back_from_its_sheet_as_it_was() -> None:
    before = table_of(table(3))

    back = read_table(write_table(before, "size", language="zh-CN"), before)

    assert back.problems == ()
    assert (back.added, back.removed, back.kept) == (0, 0, 2)
    assert back.table is not None
    again = table_of(replace_table(table(3).encode(), "size", back.table).decode())
    assert [rule.id for rule in again.rules] == ["r1", "r2"]
    assert [rule.inputs[0].text for rule in again.rules] == ["> 3", "<= 3"]


def test_a_sheet_names_the_cells_that_cannot_be_read() -> None:
    before = table_of(table(3))
    rows = rows_of(before)
    broken = replace(rows, rows=(rows.rows[0], ("<= (", '"small"')))
    sheet = write_table(as_table(broken), "size", language="en-US")

    read = read_table(sheet, before)

    assert [problem.path for problem in read.problems] == ["B9"]
    assert (read.added, read.removed, read.kept) == (1, 1, 1)


def test_a_sheet_must_have_its_head() -> None:
    before = table_of(table(3))
    rows = replace(rows_of(before), outputs=(), rows=(("> 3",),))

    read = read_table(write_table(as_table(rows), "size", language="en-US"), before)

    assert (read.table, [p.code for p in read.problems]) == (
        None,
        ["deployments.sheet.no_result"],
    )


def test_what_is_no_sheet_is_told() -> None:
    with pytest.raises(InvalidInput) as wrong:
        read_table(b"no sheet", table_of(table(3)))

    assert wrong.value.code == "deployments.sheet.unreadable"


# What was decided


class Working:
    """A shop whose processes run."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def start(self, days: int, **more: object) -> int:
        variables = Variables({"days": D(days), **more})
        started = self.shop.ask(StartProcess(process_key="leave", variables=variables)).expect()
        return int(started["instance_id"])

    def last_use(self) -> tuple[int, object]:
        """Version and result of the last evaluation."""
        with self.shop.store.read() as reader:
            (use, *_) = latest_uses(reader, "sizes", 1)
        return use.version, decode_value(use.value)


@contextmanager
def working(asking: Sequence[int] = (), kind: str = "sqlite") -> Iterator[Working]:
    """A shop whose processes run; before a start a form asks for these sizes, as it settles."""
    uses = DecisionUses()
    with fresh_store(kind, (*RUNTIME_TABLES, *AUDIT_TABLES, *TABLES)) as store:
        shop = Shop(store)
        shop.door.stop()
        shop.deployments = Deployments(store.read)

        def as_a_form(start: Callable[[StartProcess, Work], Outcome]) -> AnyRoute:
            def handle(command: StartProcess, work: Work) -> Outcome:
                note = uses.noting(work)
                for days in asking:
                    note("size", told(shop, days))
                return start(command, work)

            return Route("process.start", handle)

        routes = merge_routes(
            deployment_routes(shop.deployments),
            runtime_routes(shop.deployments, shop.deployments, {}, lambda: Vocabulary(())),
        )
        routes[StartProcess] = as_a_form(routes[StartProcess].handle)
        shop.door = Dispatcher(
            store,
            routes,
            merge_reactors(RUNTIME_REACTORS, uses.reactors()),
            programs=shop.deployments,
            clock=shop.clock,
        )
        deploy(shop, 8)
        shop.deploy(model(limit=3, rule="size")).expect()
        try:
            yield Working(shop)
        finally:
            shop.door.stop()


@pytest.mark.spec("R2")
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def test_every_evaluation_counts_once_for_the_rules_that_matched(kind: str) -> None:
    with working(kind=kind) as works:
        for days in (5, 9, 10):
            works.start(days)
        shop, since = works.shop, AT.date()

        def hits() -> dict[str, int]:
            with shop.store.read() as reader:
                return dict(count_hits(reader, "sizes", since)["t"].rules)

        assert hits() == {"r1": 2, "r2": 1}
        counting = CountingHits(shop.door)
        counting.tick(AT)
        assert hits() == {"r1": 2, "r2": 1}
        works.start(20)
        counting.tick(AT)
        counting.tick(AT)
        assert hits() == {"r1": 3, "r2": 1}
        with shop.store.read() as reader:
            assert count_hits(reader, "sizes", since)["t"].looks == 4
            assert count_evaluations(reader, AT - timedelta(days=1)) == {"sizes": 4}


@pytest.mark.spec("R3")
def test_a_business_rule_task_can_ask_for_the_version_of_a_day() -> None:
    with working() as works:
        shop = works.shop
        april = datetime.fromisoformat("2026-04-01T00:00:00+08:00")
        deploy(shop, 4, effective_from=april)
        dated = model(limit=3, rule="size").replace("ref='size'", "ref='size' on='=travel_on'")
        shop.deploy(dated).expect()
        shop.clock.set(AT + timedelta(days=60))

        works.start(6, travel_on=date(2026, 3, 20))
        assert works.last_use() == (1, "small")
        works.start(6, travel_on=date(2026, 4, 1))
        assert works.last_use() == (2, "big")


def test_an_empty_day_is_an_incident_and_not_todays_version() -> None:
    with working() as works:
        shop = works.shop
        shop.deploy(
            model(limit=3, rule="size").replace("ref='size'", "ref='size' on='=travel_on'")
        ).expect()

        works.start(6, travel_on=None)

        with shop.store.read() as reader:
            assert latest_uses(reader, "sizes", 1) == []
            (incident,) = list_incidents(reader, IncidentFilter(), limit=10)
        assert incident.incident.code == "engine.decision.no_day"


@pytest.mark.spec("X2")
def test_a_changed_table_is_tried_on_what_was_decided() -> None:
    with working() as works:
        instances = {days: works.start(days) for days in (5, 7, 9)}
        shop = works.shop
        with shop.store.read() as reader:
            uses = latest_uses(reader, "sizes", 10)
        changed = readable(table(6).encode(), NAMES)

        tried = try_on(changed, uses, shop.deployments.rules, Environment(now=AT))

        assert {one.instance_id: (one.was, one.now) for one in tried if one.is_changed} == {
            instances[7]: ("small", "big")
        }
        assert [one.now_rules for one in tried if one.is_changed] == [{"t": ("r1",)}]
        assert difference(tried) == (0, 0, None)


def test_very_old_evaluations_are_let_go_but_stay_counted() -> None:
    with working() as works:
        works.start(9)
        shop = works.shop
        counting = CountingHits(shop.door)
        counting.tick(AT)

        counting.tick(AT + timedelta(days=500))

        with shop.store.read() as reader:
            assert latest_uses(reader, "sizes", 10) == []
            assert count_hits(reader, "sizes", AT.date())["t"].rules == {"r1": 1}


def told(shop: Shop, days: int) -> Decided:
    env = Environment(now=AT)
    return shop.deployments.rules.decide("size", {"days": D(days)}, env)


@pytest.mark.spec("R2")
def test_what_a_form_asked_counts_once_for_the_instance_that_comes_of_it() -> None:
    with working(asking=(5, 5, 9)) as works:
        shop = works.shop

        works.start(2)

        with shop.store.read() as reader:
            uses = latest_uses(reader, "sizes", 10)
        assert sorted(decode_value(use.value) for use in uses) == ["big", "small"]
        assert {use.element_id for use in uses} == {""}


def test_where_a_task_asks_the_same_decision_the_task_counts() -> None:
    with working(asking=(5,)) as works:
        shop = works.shop

        works.start(6)

        with shop.store.read() as reader:
            uses = latest_uses(reader, "sizes", 10)
        assert [(use.element_id, decode_value(use.value)) for use in uses] == [("work", "small")]
