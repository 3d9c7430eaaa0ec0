"""People from a real LDAP directory: looked at first, then taken over, and again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dujiang.identity import GiveRole, SaveDepartment, SavePerson
from dujiang.identity.ldap import checked_attributes
from dujiang.kernel.clock import ManualClock
from dujiang.kernel.errors import InvalidInput
from dujiang.main import App
from dujiang.settings import Secret
from tests.installation import MONDAY, Browser, install, open_app, serving
from tests.peers.slapd import ADMIN, BASE, PASSWORD, PROGRAM, Slapd

COMPANY = (
    SaveDepartment(code="D00", name="总经办"),
    SaveDepartment(code="D40", name="生产部", parent="D00"),
    SavePerson(no="E001", name="许波", login="xubo", department="D00"),
    SavePerson(no="E002", name="李明", login="liming", department="D40"),
    GiveRole(role="admin", person="E001"),
)
pytestmark = [
    pytest.mark.spec("A1"),
    pytest.mark.skipif(PROGRAM is None, reason="slapd is not installed: apt-get install slapd"),
]


@pytest.fixture
def ldap() -> Iterator[Slapd]:
    with Slapd() as running:
        running.add("liming", cn="李明", employeeNumber="E002", departmentNumber="D40",
                    mail="liming@dujiang.example")  # fmt: skip
        running.add("wangfang", cn="王芳", employeeNumber="E003", departmentNumber="D40")
        yield running


@pytest.fixture
def settings() -> dict[str, Any]:
    return {}


@pytest.fixture
def app(tmp_path: Path, ldap: Slapd, settings: dict[str, Any]) -> App:
    given = {
        "ldap_url": ldap.url, "ldap_bind_dn": ADMIN, "ldap_password": Secret(PASSWORD),
        "ldap_base_dn": BASE, **settings,
    }  # fmt: skip
    opened = open_app(tmp_path, ManualClock(MONDAY), **given)
    install(opened, COMPANY)
    return opened


@pytest.fixture
def admin(app: App) -> Iterator[Browser]:
    with serving(app) as client:
        yield Browser(client, "xubo")


def plan(admin: Browser) -> dict[str, Any]:
    answer = admin.send("POST", "/organisation/ldap/plans")
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_import_is_looked_at_first_and_a_second_one_changes_nothing(
    app: App, admin: Browser
) -> None:
    assert admin.get("/organisation/ldap")["directory"]["baseDn"] == BASE
    seen = plan(admin)

    assert (seen["newCount"], seen["changedCount"], seen["isFine"]) == (1, 1, True)
    assert {change["text"] for change in seen["changes"]} == {
        "修改人员 E002 李明，部门 D40", "新增人员 E003 王芳，部门 D40",
    }  # fmt: skip
    assert seen["missing"] == ["E001"]
    assert app.directory.current().person_by_no("E003") is None

    assert admin.send("POST", "/organisation/ldap/imports").json() == {"changeCount": 2}
    person = app.directory.current().person_by_no("E003")
    assert person is not None
    assert (person.name, person.login, person.is_active) == ("王芳", "wangfang", True)
    again = plan(admin)
    assert (again["newCount"], again["changedCount"], again["sameCount"]) == (0, 0, 2)


def test_problems_are_listed_by_entry_and_nothing_is_taken_over(
    app: App, admin: Browser, ldap: Slapd
) -> None:
    ldap.add("zhangwei", cn="张伟", employeeNumber="E004", departmentNumber="D99")
    ldap.add("other", cn="别人", employeeNumber="E003", departmentNumber="D40")

    seen = plan(admin)

    assert not seen["isFine"]
    told = {(one["entry"].partition(",")[0], one["problem"]["code"]) for one in seen["problems"]}
    assert ("uid=zhangwei", "identity.import.unknown_department") in told
    assert any(code == "identity.import.twice" for _, code in told)
    refused = admin.send("POST", "/organisation/ldap/imports")
    assert (refused.status_code, refused.json()["code"]) == (422, "identity.import.has_problems")
    assert app.directory.current().person_by_no("E003") is None


def test_who_is_gone_there_is_listed_and_stays_here(app: App, admin: Browser, ldap: Slapd) -> None:
    admin.send("POST", "/organisation/ldap/imports")
    ldap.remove("wangfang")

    assert plan(admin)["missing"] == ["E001", "E003"]
    admin.send("POST", "/organisation/ldap/imports")
    person = app.directory.current().person_by_no("E003")
    assert person is not None
    assert person.is_active


@pytest.mark.parametrize("settings", [{"ldap_password": Secret("wrong")}])
def test_a_wrong_password_is_said_without_the_password(admin: Browser) -> None:
    refused = admin.send("POST", "/organisation/ldap/plans")

    assert (refused.status_code, refused.json()["code"]) == (503, "identity.ldap.not_let_in")
    assert "wrong" not in refused.text


@pytest.mark.parametrize("settings", [{"ldap_base_dn": "ou=nowhere,dc=dujiang,dc=example"}])
def test_a_base_that_is_not_there_is_said(admin: Browser) -> None:
    refused = admin.send("POST", "/organisation/ldap/plans")

    assert (refused.status_code, refused.json()["code"]) == (503, "identity.ldap.not_readable")


@pytest.mark.parametrize("settings", [{"ldap_url": "ldap://127.0.0.1:9"}])
def test_a_directory_that_is_away_is_said(admin: Browser) -> None:
    refused = admin.send("POST", "/organisation/ldap/plans")

    assert (refused.status_code, refused.json()["code"]) == (503, "identity.ldap.unreachable")


@pytest.mark.parametrize("settings", [{"ldap_url": ""}])
def test_without_a_directory_there_is_nothing_to_import(admin: Browser) -> None:
    assert admin.get("/organisation/ldap") == {"directory": None}
    assert admin.send("POST", "/organisation/ldap/plans").status_code == 404


def test_attributes_name_columns_that_there_are() -> None:
    with pytest.raises(InvalidInput):
        checked_attributes({"shoe_size": "shoeSize"})
    with pytest.raises(InvalidInput):
        checked_attributes({"department": ""})
    assert checked_attributes({"department": "ou"})["department"] == "ou"
