"""Requests are found by what one may see of them, and by nothing else."""

from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.installation import Browser
from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave


def found(world: World, login: str, **query: Any) -> list[str]:
    answer = world.as_(login).get("/search/instances", **query)
    return [row["number"] for row in answer["items"]]


@pytest.fixture
def asked(world: World) -> dict[str, Any]:
    """Two requests of Li Ming and one of Gao Xiang."""
    return {
        "long": world.submit(
            "liming",
            "leave",
            leave("2026-03-10 AM", "2026-03-12 PM", reason="回都江堰探亲"),
        ),
        "short": world.submit(
            "liming", "leave", leave("2026-03-17 AM", "2026-03-17 AM", reason="看牙医")
        ),
        "other": world.submit(
            "gaoxiang",
            "leave",
            leave(
                "2026-03-17 AM",
                "2026-03-17 PM",
                reason="搬家",
                deputy=world.person_id("sunqiang"),
            ),
        ),
    }


def test_two_characters_find_what_i_may_see_and_not_others_requests(
    world: World, asked: dict[str, Any]
) -> None:
    mine = [asked["short"]["number"], asked["long"]["number"]]

    assert found(world, "liming", q="请假") == mine
    assert found(world, "gaoxiang", q="请假") == [asked["other"]["number"]]
    assert set(found(world, "xubo", q="请假")) == {one["number"] for one in asked.values()}


TEXTS = {
    "都江": ["long"],
    "江堰 探亲": ["long"],
    "堰": ["long"],
    "牙医": ["short"],
    "李明 年假": ["short", "long"],
    "annual leave": ["short", "long"],
    "2026-03-17": ["short"],
    "QJ2026": ["short", "long"],
    "堰都": [],
    "搬家": [],
}


def test_words_of_marked_fields_people_and_numbers_find_a_request(
    world: World, asked: dict[str, Any]
) -> None:
    wanted = {text: [asked[name]["number"] for name in names] for text, names in TEXTS.items()}

    assert {text: found(world, "liming", q=text) for text in TEXTS} == wanted


def test_the_opinion_of_a_decision_finds_the_request(world: World, asked: dict[str, Any]) -> None:
    world.decide("chengang", asked["short"], "approve", comment="注意交接")

    assert found(world, "liming", q="注意交接") == [asked["short"]["number"]]
    assert found(world, "gaoxiang", q="注意交接") == []


def test_a_common_word_is_found_by_looking_and_a_rare_one_by_the_index(
    world: World, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = found(world, "liming", q="annual leave")
    rare = found(world, "liming", q=asked["long"]["number"])
    monkeypatch.setattr("dujiang.approvals.reading.finding.WALKED", 1)

    assert found(world, "liming", q="annual leave") == both
    assert found(world, "liming", q=asked["long"]["number"]) == rare == [asked["long"]["number"]]


def test_filters_narrow_what_is_found(world: World, asked: dict[str, Any]) -> None:
    world.decide("chengang", asked["short"], "approve")
    boss = world.as_("chengang").id

    assert found(world, "liming", waitingFor=boss) == [asked["long"]["number"]]
    assert found(world, "liming", order="oldest")[0] == asked["long"]["number"]
    assert found(world, "xubo", initiator=world.as_("gaoxiang").id) == [asked["other"]["number"]]
    assert found(world, "liming", fromOn="2026-03-03") == []
    assert len(found(world, "liming", untilOn="2026-03-02")) == 2
    assert found(world, "liming", process="trip") == []


def test_pages_of_every_order_show_each_request_once(world: World, asked: dict[str, Any]) -> None:
    for order in ("newest", "oldest", "ended", "amount"):
        seen = paged(world.as_("xubo"), order)
        assert sorted(seen) == sorted(one["number"] for one in asked.values()), order


def paged(browser: Browser, order: str) -> list[str]:
    cursor, seen = "", list[str]()
    while True:
        page = browser.get("/search/instances", order=order, limit=1, cursor=cursor)
        seen += [row["number"] for row in page["items"]]
        cursor = page["nextCursor"]
        if not cursor:
            return seen


def test_a_cursor_of_another_order_is_refused_in_words(world: World, asked: Any) -> None:
    page = world.as_("xubo").get("/search/instances", order="newest", limit=1)
    params = {"order": "ended", "cursor": page["nextCursor"]}

    answer = world.as_("xubo").request("GET", "/search/instances", params=params)

    assert (answer.status_code, answer.json()["code"]) == (400, "api.cursor.invalid")


def test_a_changed_form_is_found_by_its_new_words_alone(
    world: World, asked: dict[str, Any]
) -> None:
    world.withdraw("liming", asked["short"])
    values = leave("2026-03-17 AM", "2026-03-17 AM", reason="陪孩子打疫苗")
    world.resubmit("liming", asked["short"], values)

    assert found(world, "liming", q="疫苗") == [asked["short"]["number"]]
    assert found(world, "liming", q="牙医") == []


def test_a_list_shows_searchable_fields_as_people_read_them(
    world: World, asked: dict[str, Any]
) -> None:
    answer = world.as_("liming").get("/search/instances", q="牙医")
    english = world.as_("liming").request(
        "GET", "/search/instances", params={"q": "牙医"}, headers={"accept-language": "en-US"}
    )

    assert answer["items"][0]["fields"]["type"] == "年假"
    assert english.json()["items"][0]["fields"]["type"] == "Annual leave"
    assert answer["items"][0]["waiting"][0]["person"]["name"] == "陈刚"


def test_rebuilding_gives_the_same_index(world: World, asked: dict[str, Any]) -> None:
    from dujiang.main.tools import Tools

    told: list[int] = []
    count = Tools(world.app).reindex(told.append)

    assert count >= len(asked)
    assert told[-1] == count
    assert found(world, "liming", q="牙医") == [asked["short"]["number"]]


# Saved filters


def test_a_saved_filter_is_mine_until_it_is_shared(world: World) -> None:
    body = {
        "page": "instances",
        "name": "本月请假",
        "filters": {"q": "请假"},
        "columns": ["number"],
    }
    made = world.as_("liming").send("POST", "/views", body)
    assert made.status_code == 201, made.text
    assert world.as_("chengang").get("/views", page="instances")["items"] == []

    view_id = made.json()["id"]
    changed = world.as_("liming").send("PUT", f"/views/{view_id}", {**body, "isShared": True})

    assert changed.status_code == 200, changed.text
    (seen,) = world.as_("chengang").get("/views", page="instances")["items"]
    assert (seen["name"], seen["isMine"], seen["filters"]) == ("本月请假", False, {"q": "请假"})
    assert world.as_("chengang").send("DELETE", f"/views/{view_id}").status_code == 404
    assert world.as_("xubo").send("DELETE", f"/views/{view_id}").status_code == 200


def test_two_filters_of_one_list_have_two_names(world: World) -> None:
    body = {"page": "todo", "name": "急"}
    assert world.as_("liming").send("POST", "/views", body).status_code == 201

    answer = world.as_("liming").send("POST", "/views", body)

    assert (answer.status_code, answer.json()["code"]) == (409, "approvals.view.name_taken")


def test_columns_are_kept_without_a_name(world: World) -> None:
    for columns in (["number"], ["number", "title"]):
        body = {"page": "instances", "columns": columns}
        assert world.as_("liming").send("POST", "/views", body).status_code == 201

    (kept,) = world.as_("liming").get("/views", page="instances")["items"]

    assert (kept["name"], kept["columns"]) == ("", ["number", "title"])


# Exports


def exported(world: World, login: str, body: Any) -> list[list[Any]]:
    begun = world.as_(login).send("POST", "/exports/instances", body)
    assert begun.status_code == 201, begun.text
    world.drain()
    errand = world.as_(login).get(f"/errands/{begun.json()['errandId']}")
    assert errand["state"] == "DONE", errand
    content = world.as_(login).request("GET", f"/files/{errand['fileId']}").content
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_an_export_has_what_i_may_see_under_the_columns_that_i_chose(
    world: World, asked: dict[str, Any]
) -> None:
    columns = ["number", "initiator", "waiting", "field:type", "field:days"]
    body = {"filter": {"q": "请假", "process": "leave", "order": "oldest"}, "columns": columns}

    rows = exported(world, "liming", body)

    assert rows[0] == ["编号", "发起人", "现在等谁", "假期类型", "天数"]
    assert rows[1:] == [
        [asked["long"]["number"], "李明", "陈刚", "年假", 3.0],
        [asked["short"]["number"], "李明", "陈刚", "年假", 0.5],
    ]


def test_an_export_of_all_processes_has_no_form_fields(world: World) -> None:
    body = {"filter": {}, "columns": ["number", "field:days"]}

    answer = world.as_("liming").send("POST", "/exports/instances", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "approvals.export.one_process")


def test_the_file_of_an_export_is_its_owners_alone(world: World, asked: Any) -> None:
    begun = world.as_("liming").send(
        "POST", "/exports/instances", {"filter": {}, "columns": ["number"]}
    )
    world.drain()
    errand = world.as_("liming").get(f"/errands/{begun.json()['errandId']}")

    other = world.as_("gaoxiang")

    assert other.request("GET", f"/files/{errand['fileId']}").status_code == 404
    assert other.request("GET", f"/errands/{errand['id']}").status_code == 404
