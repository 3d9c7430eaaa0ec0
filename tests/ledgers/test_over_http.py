"""Ledgers over HTTP: rows are read and written with their version, sheets go in and out."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from dujiang.identity import GiveRole, SaveDepartment, SavePerson, SaveRole
from dujiang.kernel.clock import ManualClock
from dujiang.ledgers import DefineLedger
from tests.installation import MONDAY, Browser, install, open_app, serving

pytestmark = [pytest.mark.spec("I4")]

VEHICLES: dict[str, Any] = {
    "key": "vehicle",
    "name": {"zh-CN": "车辆", "en-US": "Vehicles"},
    "columns": [
        {"key": "plate", "type": "text", "label": {"zh-CN": "车牌"}},
        {"key": "km", "type": "number", "label": {"zh-CN": "里程"}},
        {"key": "driver", "type": "person", "label": {"zh-CN": "司机"}},
        {"key": "engine", "type": "text", "sensitive": True, "readers": ["keeper"]},
        {"key": "paper", "type": "attachment"},
    ],
    "primary": ["plate"],
    "title": ["plate"],
    "constraints": [{"id": "km", "check": "=row.km >= 0", "column": "km"}],
    "writers": ["keeper"],
    "own": "driver",
}
COMPANY = (
    SaveDepartment(code="D00", name="总经办"),
    SavePerson(no="E001", name="许波", login="xubo", department="D00"),
    SavePerson(no="E002", name="李明", login="liming", department="D00"),
    SavePerson(no="E003", name="王芳", login="wangfang", department="D00"),
    SaveRole(key="keeper", name="车管"),
    GiveRole(role="admin", person="E001"),
    GiveRole(role="keeper", person="E002"),
    DefineLedger(definition=VEHICLES),
)
ROWS = "/ledgers/vehicle/rows"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = open_app(tmp_path, ManualClock(MONDAY))
    install(app, COMPANY)
    with serving(app) as running:
        yield running


@pytest.fixture
def people(client: TestClient) -> dict[str, Browser]:
    return {login: Browser(client, login) for login in ("xubo", "liming", "wangfang")}


def add(keeper: Browser, plate: str, **more: Any) -> dict[str, Any]:
    answer = keeper.send("POST", ROWS, {"values": {"plate": plate, "km": 10, **more}})
    assert answer.status_code == 201, answer.text
    record: dict[str, Any] = answer.json()
    return record["row"]


def sheet(*rows: tuple[Any, ...]) -> dict[str, Any]:
    content = BytesIO()
    book = xlsxwriter.Workbook(content)
    page = book.add_worksheet()
    for line, row in enumerate((("车牌", "里程", "司机", "颜色"), *rows)):
        page.write_row(line, 0, row)
    book.close()
    return {"file": ("vehicles.xlsx", content.getvalue())}


def test_a_keeper_writes_by_role_and_others_do_not(people: dict[str, Browser]) -> None:
    row = add(people["liming"], "A1", driver="王芳", engine="LX-9981-2201")
    path = f"{ROWS}/{row['id']}"
    change = {"values": {"km": 20}}

    mine = people["wangfang"].get(ROWS)
    refused = people["wangfang"].request("PUT", path, json=change, headers={"if-match": '"0"'})
    changed = people["liming"].request("PUT", path, json=change, headers={"if-match": '"0"'})
    stale = people["liming"].request("PUT", path, json=change, headers={"if-match": '"0"'})

    assert [one["values"]["engine"] for one in mine["items"]] == ["****2201"]
    assert mine["names"]["people"]["E003"]["name"] == "王芳"
    assert (refused.status_code, changed.status_code, stale.status_code) == (403, 200, 409)
    assert changed.json()["row"]["version"] == 1


def test_a_sensitive_cell_is_revealed_to_its_readers(people: dict[str, Browser]) -> None:
    row = add(people["liming"], "A1", driver="E003", engine="LX-9981-2201")
    path = f"{ROWS}/{row['id']}/reveal"

    shown = people["liming"].send("POST", path, {"column": "engine"})
    refused = [
        people[login].send("POST", path, {"column": "engine"}) for login in ("wangfang", "xubo")
    ]

    assert shown.json() == {"value": "LX-9981-2201"}
    assert [answer.status_code for answer in refused] == [403, 403]


def test_an_import_is_tried_out_row_by_row_before_it_is_carried_out(
    people: dict[str, Browser],
) -> None:
    keeper = people["liming"]
    add(keeper, "A1")
    wrong = sheet(("A1", 11, "", "红"), ("A2", -1, "", ""), ("A3", 3, "谁", ""))

    plan = keeper.request("POST", "/ledgers/vehicle/import/plan", files=wrong).json()
    refused = keeper.request("POST", "/ledgers/vehicle/import", files=wrong)

    assert [(one["row"], one["column"]) for one in plan["problems"]] == [(3, "里程"), (4, "司机")]
    assert (plan["changedCount"], plan["wrongCount"]) == (1, 2)
    assert plan["unknownHeadings"] == ["颜色"]
    assert refused.status_code == 422
    assert keeper.get("/ledgers/vehicle/totals") == {"count": 1, "sums": {"km": 10}}

    right = sheet(("A1", 11, "", ""), ("A2", 1, "王芳", ""))
    done = keeper.request("POST", "/ledgers/vehicle/import", files=right)

    assert done.json() == {"newCount": 1, "changedCount": 1, "sameCount": 0}
    assert keeper.get("/ledgers/vehicle/totals") == {"count": 2, "sums": {"km": 12}}


def test_an_export_is_what_the_reader_sees(people: dict[str, Browser]) -> None:
    add(people["liming"], "A1", driver="E003", engine="LX-9981-2201")
    add(people["liming"], "A2")

    answer = people["wangfang"].request("GET", "/ledgers/vehicle/sheet")

    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    cells = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in cells] == ["车牌", "A1"]
    assert cells[1][3] == "****2201"


def test_nobody_takes_a_file_by_writing_its_id(people: dict[str, Browser]) -> None:
    upload = {"file": ("paper.txt", b"licence")}
    theirs = people["wangfang"].request("POST", "/files", files=upload).json()["id"]
    mine = people["liming"].request("POST", "/files", files=upload).json()["id"]
    keeper = people["liming"]

    taken = keeper.send("POST", ROWS, {"values": {"plate": "A1", "km": 1, "paper": [theirs]}})
    row = add(keeper, "A2", paper=[mine], driver="E003")
    path = f"{ROWS}/{row['id']}/files"

    assert taken.json()["problems"][0]["code"] == "ledgers.cell.not_a_file"
    assert people["wangfang"].request("GET", f"{path}/{mine}").content == b"licence"
    assert people["wangfang"].request("GET", f"{path}/{theirs}").status_code == 404


def test_a_token_opens_no_more_than_its_scopes(
    people: dict[str, Browser], client: TestClient
) -> None:
    add(people["liming"], "A1")
    body = {"name": "narrow", "scopes": ["session.use"]}
    secret = people["liming"].send("POST", "/tokens", body).json()["secret"]
    headers = {"authorization": f"Bearer {secret}"}

    client.cookies.clear()
    seen = client.get(f"/api/v1{ROWS}", headers=headers)
    written = client.post(f"/api/v1{ROWS}", json={"values": {"plate": "A2"}}, headers=headers)

    assert seen.json()["items"] == []
    assert written.status_code == 403


def test_a_definition_is_made_changed_and_guarded(people: dict[str, Browser]) -> None:
    admin = people["xubo"]
    fresh = {"key": "room", "name": {}, "columns": [{"key": "no", "type": "text"}]}

    made = admin.send("POST", "/ledgers", {"definition": fresh})
    path = "/ledgers/room/definition"
    design = admin.get(path)
    design["definition"]["columns"].append({"key": "seats", "type": "number"})
    body = {"definition": design["definition"]}
    saved = admin.request("PUT", path, json=body, headers={"if-match": '"1"'})
    stale = admin.request("PUT", path, json=body, headers={"if-match": '"1"'})

    assert made.json() == {"key": "room", "version": 1}
    assert saved.json() == {"key": "room", "version": 2}
    assert stale.status_code == 409
    assert people["liming"].request("GET", path).status_code == 403
