"""The organisation through the API: tree, people, planned changes, Excel."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from starlette.testclient import TestClient

from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from tests.installation import Browser


def unit(admin: Browser, code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in admin.get("/organisation")["departments"] if one["code"] == code
    )
    return found


def staff(admin: Browser, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in admin.get("/organisation/people", q=name)["items"] if one["name"] == name
    )
    return found


def fields(admin: Browser, person_id: str) -> dict[str, Any]:
    """A person's fields as the form sends them back."""
    detail = admin.get(f"/organisation/people/{person_id}")
    person = detail["person"]
    return {
        "no": person["no"], "login": person["login"], "name": person["name"],
        "departmentId": person["departmentId"], "position": detail["positionKey"],
        "email": detail["email"], "mobile": detail["mobile"],
    }  # fmt: skip


def sheet(*people: tuple[str, ...]) -> bytes:
    """An Excel file with people."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("人员")
    page.write_row(0, 0, ("工号", "姓名", "登录名", "部门编码"))
    for line, row in enumerate(people, start=1):
        page.write_row(line, 0, row)
    book.close()
    return target.getvalue()


def upload(browser: Browser, path: str, content: bytes) -> Any:
    return browser.request("POST", path, files={"file": ("people.xlsx", content)})


@pytest.mark.spec("A1")
def test_tree_says_heads_counts_and_order(admin: Browser) -> None:
    tree = admin.get("/organisation")

    assert [one["code"] for one in tree["departments"]] == ["D00", "D40"]
    top, production = tree["departments"]
    assert (top["memberCount"], top["totalCount"]) == (2, 4)
    assert production["head"]["name"] == "陈刚"
    assert [(p["key"], p["peopleCount"]) for p in tree["positions"]] == [("经理", 1)]


@pytest.mark.spec("A1")
def test_department_is_added_with_its_heads_and_moved(admin: Browser) -> None:
    head = staff(admin, "李明")["id"]
    body = {"code": "D50", "name": "销售部", "parentId": unit(admin, "D00")["id"], "headId": head}

    saved = admin.send("POST", "/organisation/departments", body).json()
    moved = admin.send(
        "POST", f"/organisation/departments/{saved['id']}/move",
        {"parentId": unit(admin, "D40")["id"]},
    )  # fmt: skip

    assert moved.status_code == 200, moved.text
    assert unit(admin, "D50")["head"]["name"] == "李明"
    assert unit(admin, "D50")["parentId"] == unit(admin, "D40")["id"]


def test_department_goes_before_the_sibling_that_was_named(admin: Browser) -> None:
    top = unit(admin, "D00")["id"]
    for code in ("D50", "D60"):
        body = {"code": code, "name": code, "parentId": top}
        assert admin.send("POST", "/organisation/departments", body).status_code == 201

    admin.send(
        "POST", f"/organisation/departments/{unit(admin, 'D60')['id']}/move",
        {"parentId": top, "beforeId": unit(admin, "D40")["id"]},
    )  # fmt: skip

    codes = [one["code"] for one in admin.get("/organisation")["departments"]]
    assert codes == ["D00", "D60", "D40", "D50"]


def test_department_does_not_move_into_itself(admin: Browser) -> None:
    top, below = unit(admin, "D00")["id"], unit(admin, "D40")["id"]

    answer = admin.send("POST", f"/organisation/departments/{top}/move", {"parentId": below})

    assert (answer.status_code, answer.json()["code"]) == (422, "identity.department.in_itself")


def test_department_with_people_is_not_closed(admin: Browser) -> None:
    answer = admin.send("DELETE", f"/organisation/departments/{unit(admin, 'D40')['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "identity.department.not_empty")


@pytest.mark.spec("A1")
def test_person_is_added_changed_and_signs_in_with_a_first_password(
    admin: Browser, client: TestClient
) -> None:
    body = {
        "no": "E050", "login": "wangwei", "name": "王伟", "mobile": "13800001111",
        "departmentId": unit(admin, "D40")["id"],
    }  # fmt: skip
    saved = admin.send("POST", "/organisation/people", body).json()
    changed = {**body, "position": "经理", "superiorId": staff(admin, "沈江河")["id"]}
    assert admin.send("PUT", f"/organisation/people/{saved['id']}", changed).status_code == 200

    first = admin.send("POST", f"/organisation/people/{saved['id']}/password").json()
    session = client.post("/api/v1/session", json=first)

    detail = admin.get(f"/organisation/people/{saved['id']}")
    assert detail["reportsTo"]["name"] == "沈江河"
    assert session.status_code == 200
    assert session.json()["mustChangePassword"]
    assert staff(admin, "王伟")["position"] == "经理"
    assert [one["no"] for one in admin.get("/organisation/people", q="1380000")["items"]] == [
        "E050"
    ]


def test_number_and_login_are_unique(admin: Browser) -> None:
    department = unit(admin, "D40")["id"]
    twice = {"no": "E003", "login": "new", "name": "新人", "departmentId": department}
    taken = {"no": "E099", "login": "liming", "name": "新人", "departmentId": department}

    assert admin.send("POST", "/organisation/people", twice).json()["code"] == (
        "identity.person.no_taken"
    )
    assert admin.send("POST", "/organisation/people", taken).json()["code"] == (
        "identity.person.login_taken"
    )


@pytest.mark.spec("A1")
def test_transfer_next_monday_is_shown_as_planned_and_happens_then(
    app: App, admin: Browser, clock: ManualClock
) -> None:
    li = staff(admin, "李明")
    body = {"departmentId": unit(admin, "D00")["id"], "effectiveOn": "2026-03-09"}
    planned = admin.send("POST", f"/organisation/people/{li['id']}/transfer", body).json()

    detail = admin.get(f"/organisation/people/{li['id']}")
    assert detail["person"]["departments"] == ["生产部"]
    assert [(p["sentence"], p["effectiveOn"]) for p in detail["planned"]] == [
        ("李明 调到 总经办", "2026-03-09")
    ]
    assert detail["planned"][0]["id"] == planned["plannedId"]

    clock.advance(timedelta(days=6, hours=15))
    app.rooms.duties.drain()

    admin = Browser(admin._client, "xubo")
    detail = admin.get(f"/organisation/people/{li['id']}")
    assert detail["person"]["departments"] == ["总经办"]
    assert detail["planned"] == []


def test_planned_change_is_dropped(admin: Browser) -> None:
    li = staff(admin, "李明")
    body = {"departmentId": unit(admin, "D00")["id"], "effectiveOn": "2026-03-09"}
    planned = admin.send("POST", f"/organisation/people/{li['id']}/transfer", body).json()

    path = f"/organisation/planned-changes/{planned['plannedId']}"
    assert admin.send("DELETE", path).status_code == 200

    assert admin.get("/organisation")["planned"] == []


def test_whoever_leaves_is_signed_out_at_once(admin: Browser, liming: Browser) -> None:
    path = f"/organisation/people/{liming.id}/deactivation"

    assert admin.send("POST", path, {"lastOn": "2026-03-02"}).status_code == 200

    assert liming.request("GET", "/session").status_code == 401
    assert admin.get("/organisation/people", left=True)["items"][0]["name"] == "李明"
    assert (
        admin.send("POST", f"/organisation/people/{admin.id}/deactivation", {}).status_code == 409
    )


@pytest.mark.spec("A1")
def test_import_with_mistakes_names_each_by_row_and_changes_nothing(admin: Browser) -> None:
    content = sheet(
        ("E060", "赵一", "zhaoyi", "D40"),
        ("E060", "赵二", "liming", "D99"),
        ("", "赵三", "zhaosan", "D40"),
    )

    report = upload(admin, "/organisation/import-plans", content).json()
    refused = upload(admin, "/organisation/imports", content)

    found = {(p["row"], p["column"], p["problem"]["code"]) for p in report["problems"]}
    assert found == {
        (3, "工号", "identity.import.twice"),
        (3, "部门编码", "identity.import.unknown_department"),
        (3, "登录名", "identity.import.login_taken"),
        (4, "工号", "identity.import.required"),
    }
    assert not report["isFine"]
    assert (refused.status_code, refused.json()["code"]) == (422, "identity.import.has_problems")
    assert admin.get("/organisation/people", q="赵")["items"] == []


@pytest.mark.spec("A1")
def test_import_without_mistakes_happens_in_one_go(admin: Browser) -> None:
    content = sheet(("E060", "赵一", "zhaoyi", "D40"), ("E003", "李明", "liming", "D00"))

    report = upload(admin, "/organisation/import-plans", content).json()
    imported = upload(admin, "/organisation/imports", content)

    assert (report["newCount"], report["changedCount"]) == (1, 1)
    assert [one["text"] for one in report["changes"]] == [
        "新增人员 E060 赵一，部门 D40", "修改人员 E003 李明，部门 D00",
    ]  # fmt: skip
    assert imported.json()["changeCount"] == 2
    assert staff(admin, "李明")["departments"] == ["总经办"]


def test_export_is_imported_without_a_change(admin: Browser) -> None:
    content = admin.request("GET", "/organisation/export.xlsx").content

    report = upload(admin, "/organisation/import-plans", content).json()

    assert report["isFine"]
    assert (report["newCount"], report["changedCount"], report["changeCount"]) == (0, 0, 0)


def test_positions_grades_and_groups_come_and_go(admin: Browser, liming: Browser) -> None:
    assert admin.send("PUT", "/organisation/grades/P1", {"name": "P1", "order": 1}).is_success
    assert admin.send("PUT", "/organisation/positions/班长", {"name": "班长"}).is_success
    body = {"name": "工艺改进小组", "memberIds": [liming.id]}
    assert admin.send("PUT", "/organisation/groups/kaizen", body).is_success

    tree = admin.get("/organisation")
    assert [one["key"] for one in tree["grades"]] == ["P1"]
    assert {one["key"] for one in tree["positions"]} == {"经理", "班长"}
    assert [m["name"] for m in tree["groups"][0]["members"]] == ["李明"]

    assert admin.send("DELETE", "/organisation/positions/班长").is_success
    assert admin.send("DELETE", "/organisation/positions/经理").status_code == 409
    assert admin.send("DELETE", "/organisation/groups/kaizen").is_success
    assert admin.get("/organisation")["groups"] == []


def test_second_factor_of_others_is_reset_by_an_administrator(
    admin: Browser, liming: Browser
) -> None:
    path = f"/organisation/people/{liming.id}/second-factor"

    assert admin.send("DELETE", path).status_code == 200
    assert liming.send("DELETE", path).status_code == 403
