"""What people see of their work: forms, paths, history, diagram, lists, drafts, discussion."""

from typing import Any

from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave


def _evaluate(world: World, login: str, values: dict[str, Any], **given: Any) -> dict[str, Any]:
    body = {"values": values, **given}
    answer = world.as_(login).send("POST", "/processes/leave/evaluate", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_catalogue_and_start_form_are_in_the_readers_language(world: World) -> None:
    chinese = world.as_("liming").get("/catalogue")["items"]
    english = world.as_("wangfang", "en-US").get("/catalogue")["items"]

    assert [card["name"] for card in chinese if card["processKey"] == "leave"] == ["请假"]
    assert "Leave" in {card["name"] for card in english}
    form = world.as_("liming").get("/processes/leave/start-form")
    assert form["values"]["type"] == "ANNUAL"
    assert "hr_note" not in str(form["form"])
    assert form["access"]["reason"] == "edit"


def test_form_that_is_being_filled_in_is_computed_by_the_server(world: World) -> None:
    found = _evaluate(world, "liming", leave("2026-03-10 AM", "2026-03-12 PM"))

    assert (found["computed"]["days"], found["computed"]["available"]) == (3, 8)
    assert found["problems"] == []

    too_much = _evaluate(world, "liming", leave("2026-03-09 AM", "2026-03-20 PM"))

    assert [p["path"] for p in too_much["problems"]] == ["/days"]
    assert "10" in too_much["problems"][0]["detail"]
    assert "8" in too_much["problems"][0]["detail"]


def test_preview_follows_the_values(world: World) -> None:
    def ways(end: str) -> list[tuple[str, list[str]]]:
        body = {"values": leave("2026-03-10 AM", end)}
        answer = world.as_("liming").send("POST", "/processes/leave/preview", body)
        assert answer.status_code == 200, answer.text
        return [
            (node["name"], [p["person"]["name"] for p in node["persons"]])
            for node in answer.json()["path"]
            if node["kind"] in ("start", "approval", "work")
        ]

    assert ways("2026-03-12 PM") == [("提交申请", ["李明"]), ("部门审批", ["陈刚"]), ("HR备案", [])]
    assert ways("2026-03-13 PM") == [
        ("提交申请", ["李明"]),
        ("部门审批", ["陈刚"]),
        ("总经理审批", ["沈江河"]),
        ("HR备案", []),
    ]


def test_path_timeline_and_diagram_tell_the_same_story(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-13 PM"))
    world.decide("chengang", asked, "approve", comment="注意交接")

    seen = world.instance("liming", asked["id"])
    path = [(node["elementId"], node["state"]) for node in seen["path"]]
    assert path[:5] == [
        ("apply", "done"),
        ("identify", "done"),
        ("dept", "done"),
        ("x_days", "done"),
        ("gm", "now"),
    ]
    assert seen["path"][3]["note"] == "因为天数 > 3 天"
    assert ("file", "expected") in path
    entries = world.as_("liming").get(f"/instances/{asked['id']}/timeline")["entries"]
    assert [(e["kind"], e["actor"]["name"]) for e in reversed(entries)] == [
        ("submitted", "李明"),
        ("approved", "陈刚"),
    ]
    assert entries[0]["comment"] == "注意交接"
    diagram = world.as_("liming").get(f"/instances/{asked['id']}/diagram")
    assert {"start", "apply", "identify", "dept"} <= set(diagram["walkedElements"])
    assert [active["elementId"] for active in diagram["active"]] == ["gm"]
    assert "f_long" in diagram["walkedFlows"]
    assert diagram["xml"].startswith("<?xml")


def test_item_offers_only_what_the_server_allows(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    item = world.item("chengang", asked)

    seen = world.as_("chengang").get(f"/items/{item['id']}")

    by_name = {action["action"]: action for action in seen["actions"]}
    assert {"approve", "reject", "return"} <= set(by_name)
    assert by_name["approve"]["label"] == "同意"
    assert [t["elementId"] for t in by_name["return"]["targets"]] == ["apply"]
    assert {c["name"] for c in by_name["reject"]["reasonCategories"]} >= {"资料不全", "其他"}
    assert set(seen["access"].values()) <= {"read", "hidden"}
    assert seen["item"]["reasons"]
    sentences = world.as_("chengang").get(
        f"/items/{item['id']}/consequences", action="return", target="apply"
    )["sentences"]
    assert {"opened", "removed"} <= {sentence["kind"] for sentence in sentences}
    assert all(sentence["text"] for sentence in sentences)


def test_list_counts_and_segments_agree(world: World) -> None:
    for half in ("2026-03-12 AM", "2026-03-12 PM"):
        world.submit("liming", "leave", leave(half, half))
    world.submit("yangfan", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))

    page = world.as_("chengang").get("/items", limit=2)

    assert page["counts"]["todo"] == 3
    rest = world.as_("chengang").get("/items", limit=2, cursor=page["nextCursor"])
    assert len(page["items"]) + len(rest["items"]) == 3
    assert {i["id"] for i in page["items"]}.isdisjoint({i["id"] for i in rest["items"]})
    found = world.as_("chengang").get("/items", q="杨帆")["items"]
    assert [item["initiator"]["name"] for item in found] == ["杨帆"]
    assert world.as_("chengang").get("/items", process="purchase")["items"] == []


def test_unread_becomes_read_when_it_is_opened(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    item = world.item("chengang", asked)
    assert item["isUnread"]

    assert world.as_("chengang").send("POST", f"/items/{item['id']}/read").status_code == 200

    assert not world.item("chengang", asked)["isUnread"]
    assert world.instance("liming", asked["id"])["waiting"][0]["readAt"]


def test_drafts_are_kept_and_private(world: World) -> None:
    saved = world.as_("liming").send(
        "PUT", "/processes/leave/start-draft", {"values": {"reason": "写到一半"}}
    )
    assert saved.status_code == 200, saved.text

    assert world.as_("liming").get("/processes/leave/start-form")["values"]["reason"] == "写到一半"
    cards = world.as_("liming").get("/catalogue")["items"]
    assert next(card for card in cards if card["processKey"] == "leave")["draft"]
    other = world.as_("wangfang").get("/processes/leave/start-form")
    assert other["values"].get("reason") in (None, "")
    world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    assert world.as_("liming").get("/processes/leave/start-form")["savedAt"] is None


def test_discussion_reaches_those_who_are_mentioned(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    path = f"/instances/{asked['id']}/comments"

    said = world.as_("liming").send(
        "POST", path, {"text": "@陈刚 麻烦今天批一下", "mentions": [world.person_id("chengang")]}
    )

    assert said.status_code == 201, said.text
    assert [c["text"] for c in world.as_("chengang").get(path)["items"]] == ["@陈刚 麻烦今天批一下"]
    notices = world.as_("chengang").get("/notices")
    texts = [notice["text"] for notice in notices["items"]]
    assert any(text.startswith("李明 在讨论里提到你") for text in texts)
    assert notices["unreadCount"] == len(texts)
    world.as_("chengang").send("POST", "/notices/read", {"upToId": notices["items"][0]["id"]})
    assert world.as_("chengang").get("/notices")["unreadCount"] == 0


def test_bulk_decision_reports_each_item_by_itself(world: World) -> None:
    first = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    second = world.submit("yangfan", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    items = [world.item("chengang", asked) for asked in (first, second)]
    entries = [{"itemId": item["id"], "version": item["version"]} for item in items]
    entries.append({"itemId": items[0]["id"], "version": items[0]["version"]})

    answer = world.as_("chengang").send(
        "POST", "/items/decisions", {"action": "approve", "items": entries}
    )

    assert answer.status_code == 200, answer.text
    outcomes = answer.json()["items"]
    assert [outcome["ok"] for outcome in outcomes] == [True, True, False]
    assert outcomes[2]["detail"]
    assert world.todo("chengang") == []


def test_decision_is_taken_back_while_nobody_has_touched_what_follows(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-13 PM"))
    done = world.decide("chengang", asked, "approve")
    assert done["mayTakeBack"]
    assert done["wentTo"] == "交给沈江河"

    back = world.as_("chengang").send("POST", f"/items/{done['itemId']}/take-back", {"reason": ""})

    assert back.status_code == 200, back.text
    assert world.waiting_for(asked, seen_by="liming") == ["陈刚"]


def test_urging_tells_those_who_are_awaited(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))

    urged = world.as_("liming").send("POST", f"/instances/{asked['id']}/remind", {"reason": ""})

    assert urged.status_code == 200, urged.text
    assert [person["name"] for person in urged.json()["persons"]] == ["陈刚"]
    texts = [n["text"] for n in world.as_("chengang").get("/notices")["items"]]
    assert any("催办" in text for text in texts)


def test_technical_log_hides_values_and_is_for_operators(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))

    log = world.as_("xubo").get(f"/instances/{asked['id']}/events")

    kinds = {fact["type"] for event in log["items"] for fact in event["facts"]}
    assert {"InstanceStarted", "UserTaskCreated"} <= kinds
    assert "家中有事" not in str(log)
    denied = world.as_("liming").request("GET", f"/instances/{asked['id']}/events")
    assert denied.status_code == 403
