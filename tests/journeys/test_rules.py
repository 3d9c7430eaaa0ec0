"""An analyst changes a rule: tries it on the past, sets it live from tomorrow; then it counts."""

from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.journeys.harness import World
from tests.journeys.review import review_package

ANALYST = "linjing"
LIMIT = "&gt;= 100000"


@pytest.fixture
def rules(world: World) -> World:
    """A world in which the review process runs."""
    world.app.submit(review_package())
    return world


def buy(world: World, amount: int, login: str = "liming") -> dict[str, Any]:
    return world.submit(login, "review", {"subject": f"采购 {amount}", "amount": amount})


def draft(world: World) -> tuple[str, str]:
    answer = world.as_(ANALYST).request("GET", "/decisions/reviewers/draft")
    assert answer.status_code == 200, answer.text
    return answer.json()["xml"], answer.headers["etag"]


def save(world: World, xml: str, etag: str) -> Any:
    return world.as_(ANALYST).request(
        "PUT", "/decisions/reviewers/draft", json={"xml": xml}, headers={"if-match": etag}
    )


def post(world: World, path: str, body: dict[str, Any]) -> Any:
    answer = world.as_(ANALYST).send("POST", f"/decisions/reviewers{path}", body)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


@pytest.mark.spec("R3")
@pytest.mark.spec("X2")
def test_a_rule_tried_on_the_past_counts_from_tomorrow(rules: World) -> None:
    cheap, dear, huge = (buy(rules, amount) for amount in (50_000, 90_000, 200_000))
    assert rules.waiting_for(dear, seen_by="liming") == ["陈刚"]
    assert rules.waiting_for(huge, seen_by="liming") == ["陈刚", "彭丽", "林静"]

    xml, etag = draft(rules)
    assert (LIMIT in xml, etag) == (True, '"0"')
    saved = save(rules, xml.replace(LIMIT, "&gt;= 80000"), etag)
    assert saved.status_code == 200, saved.text
    trial = post(rules, "/trial", {"limit": 100})
    assert (trial["tried"], trial["changed"], trial["higher"]) == (3, 1, 1)
    changed = trial["cases"][0]
    assert (changed["number"], changed["was"]["text"], changed["now"]["text"]) == (
        dear["number"],
        "1",
        "3",
    )
    assert changed["inputs"] == [{"name": "amount", "value": 90_000, "text": "90000"}]
    assert changed["instanceId"] == dear["id"]

    deployed = post(
        rules,
        "/deployments",
        {"revision": saved.json()["revision"], "effectiveOn": "2026-03-03", "note": "八万起三人"},
    )
    assert deployed == {"key": "reviewers", "version": 2}
    today = buy(rules, 90_000)
    assert rules.waiting_for(today, seen_by="liming") == ["陈刚"]

    rules.travel("2026-03-03 09:00")
    tomorrow = buy(rules, 90_000)
    assert rules.waiting_for(tomorrow, seen_by="liming") == ["陈刚", "彭丽", "林静"]
    detail = rules.as_(ANALYST).get("/decisions/reviewers")
    assert [(v["version"], v["state"]) for v in detail["versions"]] == [
        (2, "in_force"),
        (1, "past"),
    ]
    assert detail["hits"] == [
        {
            "tableId": "reviewers_table",
            "looks": 5,
            "rules": {"rule_three": 2, "rule_one": 3},
        }
    ]
    assert cheap["state"] == "running" or cheap["state"]


@pytest.mark.spec("R2")
def test_an_answer_explains_itself_and_compares_with_today(rules: World) -> None:
    xml, _ = draft(rules)

    told = post(
        rules,
        "/evaluate",
        {
            "decision": "reviewers",
            "inputs": {"amount": "85000"},
            "xml": xml.replace(LIMIT, "&gt;= 80000"),
        },
    )

    assert (told["text"], told["current"], told["currentVersion"]) == (
        "3",
        {"value": 1, "text": "1"},
        1,
    )
    table = told["decisions"][0]["tables"][0]
    assert (table["matched"], table["rules"]) == (
        [1],
        [
            {"number": 1, "ruleId": "rule_three", "misses": [], "tests": []},
            {"number": 2, "ruleId": "rule_one", "misses": [], "tests": []},
        ],
    )
    by_json = post(rules, "/evaluate", {"decision": "reviewers", "values": {"amount": 85_000}})
    assert (by_json["value"], by_json["version"]) == (1, 1)


def test_unreadable_inputs_are_named(rules: World) -> None:
    answer = rules.as_(ANALYST).send(
        "POST", "/decisions/reviewers/evaluate", {"inputs": {"amount": "1 +"}}
    )

    assert answer.status_code == 422
    assert [p["path"] for p in answer.json()["problems"]] == ["/inputs/amount"]


@pytest.mark.spec("R2")
def test_doubts_name_rules_and_an_example_in_words(rules: World) -> None:
    xml, _ = draft(rules)
    gap = xml.replace(">-<", ">&lt; 90000<").replace("<text>-</text>", "<text>&lt; 90000</text>")

    report = post(rules, "/lint", {"xml": gap})

    (found,) = [one for one in report["findings"] if one["code"] == "dmn.analysis.gap"]
    assert found["decision"] == "reviewers"
    assert found["region"] == {"amount": "[90000..100000)"}
    assert "金额（元） [90000..100000)" in found["detail"]
    assert [part["id"] for part in report["parts"]] == ["reviewers"]


@pytest.mark.spec("R2")
def test_test_cases_are_kept_and_run(rules: World) -> None:
    body = {
        "decision": "reviewers",
        "name": "十万",
        "inputs": {"amount": "100000"},
        "expected": "3",
    }
    kept = post(rules, "/cases", body)["id"]

    xml, _ = draft(rules)
    right = post(rules, "/cases/run", {})
    wrong = post(rules, "/cases/run", {"xml": xml.replace(LIMIT, "&gt; 100000")})

    assert (right["right"], wrong["right"], wrong["items"][0]["text"]) == (1, 0, "1")
    changed = rules.as_(ANALYST).send(
        "PUT", f"/decisions/reviewers/cases/{kept}", {**body, "expected": "1"}
    )
    assert changed.status_code == 200, changed.text
    assert post(rules, "/cases/run", {})["right"] == 0
    gone = rules.as_(ANALYST).send("DELETE", f"/decisions/reviewers/cases/{kept}")
    assert gone.status_code == 200
    assert rules.as_(ANALYST).get("/decisions/reviewers/cases") == {"items": []}


@pytest.mark.spec("R2")
def test_a_table_goes_out_as_a_sheet_and_comes_in_again(rules: World) -> None:
    analyst = rules.as_(ANALYST)

    sheet = analyst.request("GET", "/decisions/reviewers/tables/reviewers/table.xlsx")
    back = analyst.request(
        "POST",
        "/decisions/reviewers/tables/reviewers/sheets",
        files={"file": ("t.xlsx", sheet.content)},
    )

    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert rows[7][1:] == [">= 100000", 3.0, "三人评审"]
    assert back.status_code == 200, back.text
    assert (back.json()["kept"], back.json()["problems"]) == (2, [])
    assert LIMIT in back.json()["xml"]


def test_versions_are_restored_and_planned_ones_withdrawn(rules: World) -> None:
    restored = post(rules, "/versions/1/restore", {"effectiveOn": "2026-03-10"})
    assert restored["version"] == 2

    post(rules, "/versions/2/withdraw", {})

    listed = rules.as_(ANALYST).get("/decisions")["items"]
    row = next(one for one in listed if one["key"] == "reviewers")
    assert (row["version"], row["plannedVersion"], row["usedBy"]) == (1, None, ["采购评审"])


def test_employees_do_not_see_rules(rules: World) -> None:
    assert rules.as_("liming").request("GET", "/decisions").status_code == 403


@pytest.mark.spec("R2")
def test_what_a_form_has_asked_shows_as_hits_once_it_is_submitted(world: World) -> None:
    values = {
        "purpose": "客户现场",
        "legs": [
            {
                "city": "上海",
                "from_at": "2026-03-10T09:00",
                "to_at": "2026-03-12T18:00",
                "transport": "RAIL",
                "fare": 1100,
            }
        ],
    }
    world.submit("liming", "trip", values)

    detail = world.as_(ANALYST).get("/decisions/trip_rules")
    hits = {found["tableId"]: found["rules"] for found in detail["hits"]}
    assert hits["hotel_limit_table"] == {"limit_2_T1": 1}
    assert hits["city_tier_table"] == {"tier_1": 1}
