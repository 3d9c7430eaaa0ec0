"""Whoever finds something wrong says so where they are; somebody answers."""

from tests.journeys.harness import World


def report(world: World, login: str, text: str, **given: str) -> dict[str, str]:
    """Report a problem; the answer."""
    body = {"text": text, "page": "/todo?q=secret", "browser": "Chromium", **given}
    answer = world.as_(login).send("POST", "/problem-reports", body, key=world.fresh_key())
    assert answer.status_code == 201, answer.text
    found: dict[str, str] = answer.json()
    return found


def test_a_report_has_a_number_and_says_where_it_was_written(world: World) -> None:
    first = report(world, "liming", "提交按钮没反应", problemId="ab12", screen="390×844")
    second = report(world, "chengang", "列表太慢")

    assert [first["number"], second["number"]] == ["WT20260302-0001", "WT20260302-0002"]
    listed = world.as_("xubo").get("/problem-reports")
    assert listed["openCount"] == 2
    newest, oldest = listed["items"]
    assert (newest["person"]["name"], newest["text"]) == ("陈刚", "列表太慢")
    assert (oldest["page"], oldest["problemId"]) == ("/todo", "ab12")


def test_the_reporter_is_told_how_it_was_dealt_with(world: World) -> None:
    made = report(world, "liming", "提交按钮没反应")
    path = f"/problem-reports/{made['id']}/close"

    answer = world.as_("xubo").send("POST", path, {"answer": "已修好，刷新即可"})

    assert answer.status_code == 200, answer.text
    assert world.as_("xubo").get("/problem-reports")["items"] == []
    (closed,) = world.as_("xubo").get("/problem-reports", state="closed")["items"]
    assert (closed["answer"], closed["closedBy"]["name"]) == ("已修好，刷新即可", "许波")
    told = world.as_("liming").get("/notices")["items"][0]
    assert told["text"] == f"你反馈的问题 {made['number']} 已处理：已修好，刷新即可"
    again = world.as_("xubo").send("POST", path, {"answer": "再说一次"})
    assert (again.status_code, again.json()["code"]) == (409, "notify.report.closed")


def test_only_administrators_read_what_was_reported(world: World) -> None:
    report(world, "liming", "提交按钮没反应")

    assert world.as_("liming").request("GET", "/problem-reports").status_code == 403
    empty = world.as_("liming").send("POST", "/problem-reports", {"text": "   "})
    assert (empty.status_code, empty.json()["code"]) == (422, "notify.report.empty")
