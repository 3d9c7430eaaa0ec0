"""Operators over HTTP: look inside, foresee, repair, migrate many, compare and import."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave

OPERATOR = "xubo"


def sent(world: World, path: str, body: dict[str, Any]) -> Any:
    """What the operator gets for a document."""
    answer = world.as_(OPERATOR).send("POST", path, body)
    assert answer.is_success, answer.text
    return answer.json()


FOLDER = Path(__file__).parent / "imports"


def asked(world: World) -> dict[str, Any]:
    return world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-12 PM"))


def operate(world: World, instance: dict[str, Any], action: str, **given: Any) -> Any:
    body = {"action": action, "reason": "修复", **given}
    path = f"/instances/{instance['id']}/operations"
    return world.as_(OPERATOR).request("POST", path, json=body)


def inside(world: World, instance: dict[str, Any], language: str = "zh-CN") -> dict[str, Any]:
    return world.as_(OPERATOR, language).get(f"/instances/{instance['id']}/operations")


@pytest.mark.spec("E6", "X3")
def test_an_operator_sees_why_an_instance_waits_and_what_may_be_done(world: World) -> None:
    instance = asked(world)

    seen = inside(world, instance)

    assert [one["text"] for one in seen["why"]] == ["“部门审批”在等 陈刚。"]
    assert [one["element"]["id"] for one in seen["standing"]] == ["dept"]
    assert [one["action"] for one in seen["actions"]] == [
        "correct", "move", "migrate", "suspend", "cancel",
    ]  # fmt: skip
    reason = next(one for one in seen["variables"] if one["name"] == "reason")
    assert (reason["type"], reason["changedBy"]["name"]) == ("text", "李明")


@pytest.mark.spec("E6")
def test_a_move_is_foreseen_and_then_done(world: World) -> None:
    instance = asked(world)
    key = inside(world, instance)["standing"][0]["key"]
    move = {"cancel": [key], "activate": [{"elementId": "file"}]}

    path = f"/instances/{instance['id']}/operations/preview"
    seen = sent(world, path, {"action": "move", **move})
    assert seen["problems"] == []
    assert [(one["kind"], one["elementId"]) for one in seen["effects"]] == [
        ("removed", "dept"),
        ("opened", "file"),
    ]
    assert operate(world, instance, "move", **move).status_code == 200

    assert world.waiting_for(instance, seen_by="liming") != ["陈刚"]
    (made,) = inside(world, instance)["operations"]
    assert (made["action"], made["reason"]) == ("move", "修复")


@pytest.mark.spec("E6")
def test_a_value_is_corrected_with_its_type_and_what_it_replaced(world: World) -> None:
    instance = asked(world)
    wrong = [{"name": "days", "type": "number", "text": "drei"}]
    refused = operate(world, instance, "correct", variables=wrong)
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["path"] == "days"

    right = [{"name": "note", "type": "json", "text": '{"a": [1, true]}'}]
    assert operate(world, instance, "correct", variables=right).status_code == 200

    note = next(one for one in inside(world, instance)["variables"] if one["name"] == "note")
    assert (note["type"], note["text"]) == ("json", '{"a":[1,true]}')
    assert inside(world, instance)["operations"][0]["changes"] == [
        {"name": "note", "before": None, "after": '{"a":[1,true]}'}
    ]


def test_a_repair_without_a_reason_is_refused(world: World) -> None:
    instance = asked(world)

    refused = operate(world, instance, "suspend", reason=" ")

    assert (refused.status_code, refused.json()["code"]) == (422, "api.operation.no_reason")


def test_who_does_not_operate_the_process_sees_nothing(world: World) -> None:
    instance = asked(world)

    answer = world.as_("liming").request("GET", f"/instances/{instance['id']}/operations")

    assert answer.status_code == 403


@pytest.mark.spec("E7", "Q3")
def test_many_instances_are_migrated_in_the_background_after_a_plan(world: World) -> None:
    first = asked(world)
    second = world.submit("liming", "leave", leave("2026-03-16 AM", "2026-03-16 PM"))
    admin = world.as_(OPERATOR)
    old = admin.get("/processes/leave/versions")["items"][0]
    document = admin.get(f"/versions/{old['id']}")
    draft = admin.request("GET", "/processes/leave/draft")
    xml = document["xml"].replace('"dept"', '"head"')
    saved = admin.request(
        "PUT",
        "/processes/leave/draft",
        json={"xml": xml, "forms": document["forms"], "decisions": document["decisions"]},
        headers={"If-Match": draft.headers["etag"]},
    )
    assert saved.status_code == 200, saved.text
    changed = {"revision": saved.json()["revision"], "note": "改名"}
    made = sent(world, "/processes/leave/deployments", changed)

    ids = [first["id"], second["id"]]
    plan = sent(
        world,
        "/operations/migration-plans",
        {"fromVersionId": old["id"], "toVersionId": made["versionId"], "instanceIds": ids},
    )
    assert (plan["ready"], plan["blocked"]) == (2, 0)
    assert plan["mapping"]["dept"] == "head"
    pair = next(one for one in plan["elements"] if one["before"]["id"] == "dept")
    assert (pair["foundBy"], pair["standing"]) == ("name", 2)

    begun = admin.request(
        "POST",
        "/operations/bulk",
        json={
            "action": "migrate",
            "ids": ids,
            "reason": "新版本",
            "versionId": made["versionId"],
            "mapping": plan["mapping"],
        },
    )
    assert begun.status_code == 202, begun.text
    world.drain()
    errand = admin.get(f"/errands/{begun.json()['errandId']}")
    assert (errand["state"], errand["title"]) == ("DONE", "迁移 2 个流程实例")
    assert errand["result"]["done"] == 2
    listed = admin.get("/operations/instances", version=made["versionId"])["items"]
    assert {one["id"] for one in listed} == set(ids)
    world.decide("chengang", first, "approve")

    difference = admin.get(f"/versions/{old['id']}/difference/{made['versionId']}")
    changes = {(one["change"], one["id"]) for one in difference["changes"]}
    assert {("removed", "dept"), ("added", "head")} <= changes
    back = sent(world, f"/versions/{old['id']}/in-force", {"reason": "回退"})
    assert back["isCurrent"] is True


@pytest.mark.spec("P8")
@pytest.mark.parametrize("tool", ["camunda7", "flowable"])
def test_a_model_of_another_tool_is_translated_and_told_about(world: World, tool: str) -> None:
    xml = (FOLDER / f"{tool}.bpmn").read_text(encoding="utf-8")

    report = sent(world, "/models/import", {"xml": xml})

    assert report["source"] == tool
    assert any(entry["isTranslated"] for entry in report["entries"])
    assert any(not entry["isTranslated"] for entry in report["entries"])
    assert "BPMNShape" in report["xml"]
    assert report["hasNewLayout"] is (tool == "flowable")
    assert [one for one in report["problems"] if one["severity"] == "error"] == []

    body = {"xml": report["xml"], "forms": {}, "decisions": {}}
    hints = sent(world, "/models/lint", body)["problems"]
    left = {entry["code"] for entry in report["entries"] if not entry["isTranslated"]}
    assert left <= {hint["code"] for hint in hints if hint["severity"] == "hint"}

    key = report["processKey"]
    saved = world.as_(OPERATOR).request(
        "PUT",
        f"/processes/{key}/draft",
        json=body,
        headers={"If-Match": '"0"'},
    )
    assert saved.is_success, saved.text
    sent(world, f"/processes/{key}/deployments", {"revision": saved.json()["revision"]})
    values = [
        {"name": "amount", "type": "number", "text": "20000"},
        {"name": "days", "type": "number", "text": "3"},
    ]
    started = sent(world, "/operations/instances", {"processKey": key, "variables": values})
    step, login = {"camunda7": ("approve", "chengang"), "flowable": ("check", "shenjianghe")}[tool]
    seen = inside(world, started)
    assert [one["element"]["id"] for one in seen["standing"]] == [step]
    world.decide(login, {**started, "number": seen["number"]}, "approve")
    world.drain()
    (incident,) = inside(world, started)["incidents"]
    assert incident["code"] == "runtime.job.no_handler"
    assert operate(world, started, "skip", key=incident["key"]).is_success
    assert inside(world, started)["state"] == "completed"
