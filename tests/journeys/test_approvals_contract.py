"""APPROVALS.md through the public API: each sentence of the contract has a case that plays it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dujiang.identity import GiveRole, TakeRole
from tests.approvals.models import VALUES, either, line
from tests.databases import database_url
from tests.journeys.harness import World
from tests.journeys.sentences import Play, step_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "approvals.toml").read_text("utf-8"))[
    "case"
]

pytestmark = [pytest.mark.spec("A3"), pytest.mark.spec("A4")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all cases: each has a process of its own."""
    with database_url("sqlite") as url:
        many = {"sign_ins_per_minute": 1_000, "requests_per_minute": 100_000}
        world = World(tmp_path_factory.mktemp("house"), url=url, settings=many)
        try:
            yield world
        finally:
            world.close()


@pytest.mark.parametrize(
    ("number", "case"), [pytest.param(n, c, id=c["says"]) for n, c in enumerate(CASES)]
)
def test_approvals_behave_as_the_contract_says(
    house: World, number: int, case: dict[str, Any]
) -> None:
    play = Play(house, number, case)

    for sentence in case["play"]:
        play.say(sentence)


def test_a_step_without_anybody_is_an_incident_and_looks_again_when_it_is_retried(
    house: World,
) -> None:
    step = {"id": "a", "role": "auditor", "empty": "fail", "ofInitiator": "forbid"}
    play = Play(house, len(CASES), {"steps": [step]})
    house.app.submit(TakeRole(role="auditor", person="E005"))
    play.say("liming asks")
    play.say("incident approvals.incident.nobody")

    house.app.submit(GiveRole(role="auditor", person="E005"))
    (incident,) = [
        one
        for one in house.as_("gumingyuan").get("/incidents")["items"]
        if one["instanceId"] == play.asked["id"]
    ]
    answer = house.as_("xubo").send("POST", f"/incidents/{incident['id']}/retry")

    assert answer.status_code == 200, answer.text
    play.say("waits for suwan")
    play.say("suwan approves")
    play.say("ended approved")


def test_a_decision_table_names_the_people(house: World) -> None:
    step = {"id": "a", "decision": "board", "mode": "all"}
    play = Play(house, len(CASES) + 1, {"steps": [step], "decisions": {"board": BOARD}})

    play.say("liming asks amount=5000")
    play.say("waits for wufeng, zhoumin")
    play.say("why wufeng: 决策")
    play.say("liming asks amount=5")
    play.say("waits for wufeng")


def test_the_preview_says_who_is_still_to_be_picked_and_then_who_was(house: World) -> None:
    steps = [
        {"id": "a", "people": "chengang"},
        {"id": "b", "picked": "role:buyer"},
        {"id": "c", "picked": "", "pickedBy": "a"},
    ]
    play = Play(house, 0, {"steps": steps, "key": "picking"})
    liming = house.as_("liming")
    form = liming.get("/processes/picking/start-form")
    (offered,) = form["picks"]
    assert (offered["step"]["id"], offered["isRequired"], offered["picked"]) == ("b", True, [])
    assert len(offered["people"]) == 3

    def way(picked: dict[str, list[str]]) -> dict[str, Any]:
        body = {"values": VALUES, "versionId": form["versionId"], "picked": picked}
        found = liming.send("POST", "/processes/picking/preview", body).json()["path"]
        return {node["elementId"]: node for node in found}

    assert (way({})["b"]["persons"], way({})["b"]["note"]) == ([], "由发起人选择")
    assert way({})["c"]["note"] == "由“a”的办理人选择"
    heli = house.person_id("heli")
    assert [one["person"]["id"] for one in way({"b": [heli]})["b"]["persons"]] == [heli]
    play.say("liming asks pick:b=heli")
    item = house.item("chengang", play.asked)
    (later,) = house.as_("chengang").get(f"/items/{item['id']}")["picks"]
    assert (later["step"]["id"], later["people"], later["isRequired"]) == ("c", None, True)


def test_a_pick_is_needed_only_for_steps_on_the_way(house: World) -> None:
    small, large = ({"id": "a", "people": "wufeng"}, {"id": "b", "picked": ""})
    xml = either(step_of(small), step_of(large), condition="amount >= 1000", process="on_the_way")
    play = Play(house, 0, {"xml": xml, "key": "on_the_way"})

    play.say("liming asks amount=5")
    play.say("waits for wufeng")
    play.say("liming asks amount=5000 -> 422 approvals.pick.required")
    play.say("liming asks amount=5000 pick:b=zhoumin")
    play.say("waits for zhoumin")


BOARD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="board_d" name="board"
  namespace="http://dujiang.org/tests">
  <inputData id="amount_in" name="amount"><variable name="amount"/></inputData>
  <decision id="board" name="board">
    <variable name="board"/>
    <informationRequirement><requiredInput href="#amount_in"/></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input id="i"><inputExpression><text>amount</text></inputExpression></input>
      <output id="o"/>
      <rule id="r1"><inputEntry><text>&gt;= 1000</text></inputEntry>
        <outputEntry><text>["wufeng", "zhoumin"]</text></outputEntry></rule>
      <rule id="r2"><inputEntry><text>-</text></inputEntry>
        <outputEntry><text>["wufeng"]</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


def test_while_the_ball_is_with_the_initiator_the_others_deadlines_stand_still(
    house: World,
) -> None:
    watch = {"id": "w", "people": "zhaolei", "deadline": ["PT10H reject"], "onReject": "flow"}
    handled = line(step_of({"id": "a", "people": "wufeng"}), process="stands_still")
    aside = f"""<subProcess id="aside" triggeredByEvent="true">
      <startEvent id="later" isInterrupting="false"><timerEventDefinition id="t">
        <timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent>
      {step_of(watch)}<endEvent id="over"/>
      <sequenceFlow id="s1" sourceRef="later" targetRef="w"/>
      <sequenceFlow id="s2" sourceRef="w" targetRef="over"/></subProcess></process>"""
    play = Play(house, 0, {"xml": handled.replace("</process>", aside), "key": "stands_still"})
    for sentence in ("liming asks", "time passes PT1H", "waits for wufeng, zhaolei"):
        play.say(sentence)

    play.say("wufeng returns to apply")
    play.say("time passes PT20H")

    play.say("waits for liming, zhaolei")
    play.say("liming submits purpose=more")
    play.say("time passes PT9H")
    play.say("waits for wufeng, zhaolei")
    play.say("time passes PT1H")
    play.say("waits for wufeng")
    play.say("history has rejected by system for zhaolei")
