"""Deputies, absences and handover through the API: sentences before and after, and whose."""

from typing import Any

import pytest

from dujiang.kernel.clock import ManualClock
from tests.installation import Browser

WEEK = {"fromAt": "2026-03-02T00:00:00+08:00", "untilAt": "2026-03-07T00:00:00+08:00"}


def person_id(browser: Browser, name: str) -> str:
    return str(browser.get("/people", q=name)["items"][0]["id"])


def deputy(browser: Browser, name: str, **given: Any) -> dict[str, Any]:
    return {"deputyId": person_id(browser, name), **WEEK, **given}


@pytest.mark.spec("A7")
def test_rule_is_explained_before_it_is_saved(liming: Browser) -> None:
    body = deputy(liming, "陈刚", amountLimit=50_000, movesOpen=True)

    meaning = liming.send("POST", "/deputies/meaning", body).json()

    assert meaning["sentence"] == (
        "3月2日到3月6日，所有流程新到的待办由 陈刚 代 李明 办理，与本人办理同样有效。"
        "金额超过 50,000 元的仍等 李明 本人。李明 已打开的待办也转过去。"
    )
    assert liming.get("/deputies")["deputies"] == []


@pytest.mark.spec("A7")
def test_rule_acts_until_it_is_ended(liming: Browser) -> None:
    saved = liming.send("POST", "/deputies", deputy(liming, "陈刚"))
    assert saved.status_code == 201, saved.text

    found = liming.get("/deputies")
    assert [(one["deputy"]["name"], one["state"]) for one in found["deputies"]] == [
        ("陈刚", "active")
    ]
    assert found["now"] == "现在新到的待办由 陈刚 代 李明 办理。"

    assert liming.send("DELETE", f"/deputies/{saved.json()['id']}").is_success
    assert liming.get("/deputies")["now"] == "现在新到的待办由 李明 本人办理。"


@pytest.mark.spec("A7")
def test_circle_of_deputies_is_warned_of(liming: Browser, admin: Browser) -> None:
    back = {"personId": person_id(admin, "陈刚"), **deputy(admin, "李明")}
    assert admin.send("POST", "/deputies", back).status_code == 201

    meaning = liming.send("POST", "/deputies/meaning", deputy(liming, "陈刚")).json()

    assert len(meaning["warnings"]) == 1
    assert "绕成了圈" in meaning["warnings"][0]


@pytest.mark.spec("A7")
def test_absence_without_a_deputy_says_who_gets_the_work(liming: Browser) -> None:
    saved = liming.send("POST", "/absences", WEEK)

    found = liming.get("/deputies")
    assert found["isAway"]
    assert found["now"] == "李明 现在不在，没有代理：新到的待办自动转交部门副职或上级。"
    assert found["absences"][0]["sentence"] == "李明 3月2日到3月6日不在"
    assert liming.send("DELETE", f"/absences/{saved.json()['id']}").is_success
    assert not liming.get("/deputies")["isAway"]


@pytest.mark.spec("A7")
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"untilAt": "2026-03-01T00:00:00+08:00"}, "approvals.deputy.wrong_period"),
        ({"amountLimit": 0}, "approvals.deputy.wrong_limit"),
    ],
)
def test_impossible_rule_is_refused(liming: Browser, given: dict[str, Any], code: str) -> None:
    answer = liming.send("POST", "/deputies", deputy(liming, "陈刚", **given))

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_deputies_of_others_are_for_administrators(liming: Browser, admin: Browser) -> None:
    chen = person_id(liming, "陈刚")

    assert liming.request("GET", "/deputies", params={"person": chen}).status_code == 403
    assert admin.get("/deputies", person=chen)["person"]["name"] == "陈刚"


@pytest.mark.spec("A9")
def test_handover_moves_roles_and_seats_as_previewed(admin: Browser, clock: ManualClock) -> None:
    chen, li = person_id(admin, "陈刚"), person_id(admin, "李明")
    pair = {"personId": chen, "toPersonId": li}
    admin.send("PUT", f"/roles/auditor/members/{chen}", {})
    admin.send("PUT", "/organisation/groups/kaizen", {"name": "改进组", "memberIds": [chen]})

    preview = admin.send("POST", "/handovers/preview", pair).json()
    everything = {"withRoles": True, "withGroups": True, "withHeadships": True}
    done = admin.send("POST", "/handovers", {**pair, **everything, "reason": "离职"})

    assert [one["name"] for one in preview["roles"]] == ["审计"]
    assert [one["name"] for one in preview["groups"]] == ["改进组"]
    assert [one["name"] for one in preview["headships"]] == ["生产部"]
    assert done.status_code == 200, done.text
    tree = admin.get("/organisation")
    production = next(one for one in tree["departments"] if one["code"] == "D40")
    assert production["head"]["name"] == "李明"
    assert [one["name"] for one in tree["groups"][0]["members"]] == ["李明"]
    assert [m["person"]["name"] for m in admin.get("/roles/auditor")["members"]] == ["李明"]


def test_whoever_may_only_hand_over_items_moves_no_roles(admin: Browser, liming: Browser) -> None:
    admin.send("PUT", "/roles/clerk", {"name": "文员"})
    grants = {"grants": [{"permission": "item.handover", "scope": "all"}]}
    admin.send("PUT", "/roles/clerk/grants", grants)
    admin.send("PUT", f"/roles/clerk/members/{liming.id}", {})
    pair = {"personId": admin.id, "toPersonId": liming.id}

    answer = liming.send("POST", "/handovers", {**pair, "withRoles": True})

    assert (answer.status_code, answer.json()["code"]) == (403, "identity.permission.missing")
