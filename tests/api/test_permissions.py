"""Roles and permissions through the API: what they may do, trying a change out, and why."""

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from tests.api.test_organisation import upload
from tests.installation import Browser

READ_ALL = {"permission": "instance.read", "scope": "all"}


def grants(*given: dict[str, Any]) -> dict[str, Any]:
    return {"grants": list(given)}


@pytest.mark.spec("C1")
def test_roles_are_offered_to_everybody_for_choosing(liming: Browser) -> None:
    found = {one["key"] for one in liming.get("/roles")["items"]}

    assert {"employee", "admin", "auditor"} <= found


@pytest.mark.spec("C1")
def test_actions_stand_by_subject_with_the_scopes_that_matter(admin: Browser) -> None:
    found = {one["permission"]: one for one in admin.get("/permissions")["actions"]}

    assert found["instance.read"]["name"] == "查看申请单"
    assert found["instance.read"]["scopes"] == [
        "own", "department", "department_below", "chosen", "all",
    ]  # fmt: skip
    assert found["organisation.manage"]["scopes"] == []


@pytest.mark.spec("C1")
def test_custom_role_takes_effect_at_once(admin: Browser, liming: Browser) -> None:
    assert liming.request("GET", "/processes").status_code == 403
    body = {"name": "流程观察员", "nameEn": "Process watcher"}
    assert admin.send("PUT", "/roles/watcher", body).is_success
    allowed = grants({"permission": "process.read", "scope": "all"})
    assert admin.send("PUT", "/roles/watcher/grants", allowed).is_success

    assert admin.send("PUT", f"/roles/watcher/members/{liming.id}", {}).is_success
    assert liming.request("GET", "/processes").status_code == 200
    assert [m["person"]["name"] for m in admin.get("/roles/watcher")["members"]] == ["李明"]

    assert admin.send("DELETE", f"/roles/watcher/members/{liming.id}").is_success
    assert liming.request("GET", "/processes").status_code == 403
    assert admin.send("DELETE", "/roles/watcher").is_success
    assert admin.request("GET", "/roles/watcher").status_code == 404


@pytest.mark.spec("C1")
def test_effects_are_said_before_they_are_saved(admin: Browser, liming: Browser) -> None:
    admin.send("PUT", "/roles/watcher", {"name": "流程观察员"})
    admin.send("PUT", f"/roles/watcher/members/{liming.id}", {})

    (effect,) = admin.send("POST", "/roles/watcher/effects", grants(READ_ALL)).json()["items"]

    assert effect["kind"] == "wider"
    assert effect["sentence"] == "1 人的范围变大：查看申请单"
    assert [one["name"] for one in effect["people"]] == ["李明"]
    assert admin.get("/roles/watcher")["grants"] == []


@pytest.mark.spec("C1")
def test_grant_reaches_chosen_departments_of_chosen_processes(admin: Browser) -> None:
    admin.send("PUT", "/roles/watcher", {"name": "流程观察员"})
    top = admin.get("/organisation")["departments"][0]["id"]
    grant = {
        "permission": "instance.read", "scope": "chosen", "departmentIds": [top],
        "processes": ["leave"],
    }  # fmt: skip

    assert admin.send("PUT", "/roles/watcher/grants", grants(grant)).is_success

    (saved,) = admin.get("/roles/watcher")["grants"]
    assert saved == {**grant, "categories": []}


@pytest.mark.spec("C1")
def test_person_s_permissions_come_with_their_reasons(admin: Browser) -> None:
    chen = admin.get("/people", q="陈刚")["items"][0]["id"]

    found = {one["permission"]: one for one in admin.get(f"/people/{chen}/access")["items"]}

    assert [r["sentence"] for r in found["instance.read"]["reasons"]] == [
        "每位员工都有：自己的", "部门负责人或副职：本部门及下级（生产部）",
    ]  # fmt: skip
    assert "organisation.manage" not in found


@pytest.mark.spec("C1")
def test_question_whether_somebody_may_is_answered_with_the_reason(admin: Browser) -> None:
    chen = admin.get("/people", q="陈刚")["items"][0]["id"]
    units = {one["code"]: one["id"] for one in admin.get("/organisation")["departments"]}

    def ask(code: str, permission: str = "instance.read") -> Any:
        return admin.get(f"/people/{chen}/may", permission=permission, department=units[code])

    assert ask("D40")["isAllowed"]
    assert not ask("D00")["isAllowed"]
    assert "数据范围不包括它" in ask("D00")["sentence"]
    assert ask("D00", "audit.read")["sentence"] == "陈刚 不能：查看审计记录。没有任何角色允许。"


def test_administrators_cannot_lock_themselves_out(admin: Browser) -> None:
    less = admin.send("PUT", "/roles/admin/grants", grants(READ_ALL))
    last = admin.send("DELETE", f"/roles/admin/members/{admin.id}")
    gone = admin.send("DELETE", "/roles/admin")

    assert [one.json()["code"] for one in (less, last, gone)] == [
        "identity.role.admin_needs", "identity.role.last_admin", "identity.role.built_in",
    ]  # fmt: skip


def test_whoever_manages_people_gives_no_permissions_by_an_import(
    admin: Browser, liming: Browser
) -> None:
    admin.send("PUT", "/roles/clerk", {"name": "人事文员"})
    manage = grants({"permission": "organisation.manage", "scope": "all"})
    admin.send("PUT", "/roles/clerk/grants", manage)
    admin.send("PUT", f"/roles/clerk/members/{liming.id}", {})

    answer = upload(liming, "/organisation/imports", _sheet_with_role())

    assert (answer.status_code, answer.json()["code"]) == (403, "identity.permission.missing")


def _sheet_with_role() -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("人员")
    page.write_row(0, 0, ("工号", "姓名", "部门编码", "角色"))
    page.write_row(1, 0, ("E003", "李明", "D40", "clerk admin"))
    book.close()
    return target.getvalue()


def test_employee_sees_and_changes_no_permissions(liming: Browser) -> None:
    assert liming.request("GET", "/permissions").status_code == 403
    assert liming.send("PUT", "/roles/watcher", {"name": "x"}).status_code == 403
    assert liming.send("PUT", f"/roles/admin/members/{liming.id}", {}).status_code == 403
