"""Bad input, hostile and merely unlucky: each gets a clear answer and loses nothing."""

from typing import Any

import pytest

from tests.journeys.harness import World
from tests.journeys.test_design import _deploy, _draft, _save
from tests.journeys.test_s01_leave import available, balance, leave

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(8))
    + "]><definitions>&i;</definitions>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">&x;</definitions>'
)
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def _lint(world: World, xml: str) -> Any:
    body = {"xml": xml, "forms": {}, "decisions": {}}
    return world.as_("xubo").send("POST", "/models/lint", body)


def _codes(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {problem["code"] for problem in answer.json()["problems"]}


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<definitions", "kernel.xml.not_well_formed"),
        ("not xml at all", "kernel.xml.not_well_formed"),
        (BOMB, "kernel.xml.not_well_formed"),
        (OUTSIDE, "kernel.xml.doctype_refused"),
    ],
    ids=["broken", "text", "bomb", "outside"],
)
def test_broken_or_hostile_xml_is_told_and_read_no_further(
    world: World, xml: str, code: str
) -> None:
    answer = _lint(world, xml)

    assert code in _codes(answer)
    assert "root:" not in answer.text


def test_model_of_hundred_megabytes_is_refused_before_it_is_read(world: World) -> None:
    answer = world.as_("xubo").request(
        "POST",
        "/models/lint",
        content=(b"x" * 1_000_000 for _ in range(100)),
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 413


def test_includes_are_not_followed(world: World) -> None:
    xml = (
        f'<definitions xmlns="{BPMN}" xmlns:xi="http://www.w3.org/2001/XInclude" id="d">'
        '<xi:include href="file:///etc/passwd" parse="text"/></definitions>'
    )

    answer = _lint(world, xml)

    assert answer.status_code == 200
    assert "root:" not in answer.text


def test_diagram_in_which_nothing_begins_is_told(world: World) -> None:
    """Without a start event what has no incoming flow begins (BPMN 2.0.2, 13.1); here nothing."""
    xml = (
        f'<definitions xmlns="{BPMN}" id="d" targetNamespace="t"><process id="p" '
        'isExecutable="true"><task id="a" name="甲"/><task id="b" name="乙"/>'
        '<sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
        '<sequenceFlow id="g" sourceRef="b" targetRef="a"/></process></definitions>'
    )

    problems = _lint(world, xml).json()["problems"]

    assert "engine.process.no_start" in {p["code"] for p in problems if p["severity"] == "error"}


def test_condition_that_does_not_parse_is_told_at_its_flow(world: World) -> None:
    draft, _ = _draft(world)
    xml = draft["xml"].replace("=days &gt; 3", "=days &gt; (3")

    problems = _lint(world, xml).json()["problems"]

    assert any(p["elementId"] == "f_long" and p["severity"] == "error" for p in problems)


def test_expression_that_fails_while_running_is_an_incident_that_can_be_retried(
    world: World,
) -> None:
    draft, etag = _draft(world)
    xml = draft["xml"].replace("=days &gt; 3", "=days &gt; limit.of.nobody")
    saved = _save(world, draft, xml, etag)
    deployed = _deploy(world, saved.json()["revision"])
    assert deployed.status_code == 201, deployed.text
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))

    world.decide("chengang", asked, "approve")

    seen = world.instance("liming", asked["id"])
    assert seen["state"] == "running"
    assert [incident["step"]["id"] for incident in seen["incidents"]] == ["x_days"]
    incidents = world.as_("linjing").get("/incidents")["items"]
    assert [incident["elementId"] for incident in incidents] == ["x_days"]
    again = world.as_("linjing").send("POST", f"/incidents/{incidents[0]['id']}/retry")
    assert again.status_code == 200, again.text
    assert len(world.as_("linjing").get("/incidents")["items"]) == 1
    assert available(world, "liming") == 7.0


def test_unknown_assignee_goes_to_the_process_owner(world: World) -> None:
    draft, etag = _draft(world)
    xml = (
        draft["xml"]
        .replace(
            '<dj:assignee source="role" value="gm"', '<dj:assignee source="user" value="nobody"'
        )
        .replace('empty="assign" emptyTo="E002"', 'empty="admin"')
    )
    saved = _save(world, draft, xml, etag)
    deployed = _deploy(world, saved.json()["revision"])
    assert deployed.status_code == 201, deployed.text
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-13 AM"))

    world.decide("chengang", asked, "approve")

    assert world.waiting_for(asked, seen_by="liming") == ["林静"]


def test_read_only_and_hidden_fields_sent_back_changed_are_refused(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))

    for name, value in (("start_on", "2026-03-11"), ("type", "SICK"), ("hr_note", "我来写")):
        refused = world.try_decide("chengang", asked, "approve", values={name: value})
        assert refused.status_code == 422, f"{name}: {refused.text}"
        assert any(name in problem["path"] for problem in refused.json()["problems"])
    seen = world.instance("liming", asked["id"])
    assert (seen["values"]["days"], seen["values"]["start_on"]) == (1, "2026-03-10")
    assert "hr_note" not in seen["values"]
    assert world.waiting_for(asked, seen_by="liming") == ["陈刚"]


def test_double_click_on_approve_counts_once(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    item = world.item("chengang", asked)
    body = {"action": "approve", "version": item["version"]}
    path = f"/items/{item['id']}/decisions"

    first, second = (
        world.as_("chengang").send("POST", path, body, key="one-click") for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["itemId"] == second.json()["itemId"]
    timeline = world.as_("liming").get(f"/instances/{asked['id']}/timeline")["entries"]
    assert [entry["kind"] for entry in timeline].count("approved") == 1


def test_stale_tab_is_told_who_was_faster(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    item = world.item("chengang", asked)
    world.decide("chengang", asked, "approve")

    late = world.as_("chengang").send(
        "POST",
        f"/items/{item['id']}/decisions",
        {
            "action": "reject",
            "version": item["version"],
            "comment": "晚了",
            "reasonCategory": "NEED",
        },
        key=world.fresh_key(),
    )

    assert late.status_code == 409
    assert late.json()["code"] == "approvals.item.already_decided"
    assert "陈刚" in late.json()["detail"]
    assert world.instance("liming", asked["id"])["state"] == "running"


def test_expired_session_loses_nothing(world: World) -> None:
    from datetime import timedelta

    browser = world.as_("liming")
    body = world.start_body("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    world.travel(timedelta(hours=13))

    refused = browser.send("POST", "/instances", body, key="kept")
    again = world.as_("liming").send("POST", "/instances", body, key="kept")

    assert (refused.status_code, refused.json()["code"]) == (401, "api.session.over")
    assert again.status_code == 201, again.text


def test_somebody_else_sees_and_does_nothing(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    item = world.item("chengang", asked)
    stranger = world.as_("hujing")

    for path in (
        f"/instances/{asked['id']}",
        f"/instances/{asked['id']}/timeline",
        f"/instances/{asked['id']}/diagram",
        f"/instances/{asked['id']}/comments",
        f"/items/{item['id']}",
    ):
        assert stranger.request("GET", path).status_code == 404, path
    decide = stranger.send(
        "POST", f"/items/{item['id']}/decisions", {"action": "approve", "version": item["version"]}
    )
    withdraw = stranger.send("POST", f"/instances/{asked['id']}/withdraw", {"reason": "x"})
    assert decide.status_code in (403, 404)
    assert withdraw.status_code in (403, 404)
    assert stranger.get("/instances", scope="visible")["items"] == []
    assert world.waiting_for(asked, seen_by="liming") == ["陈刚"]


def test_file_is_read_by_those_who_see_the_request_and_nobody_else(world: World) -> None:
    proof = world.upload("liming", "证明.pdf", b"%PDF-1.7 a note")
    values = leave("2026-03-10 AM", "2026-03-11 PM", "SICK", proof=[proof])
    world.submit("liming", "leave", values)

    for login, status in (("liming", 200), ("chengang", 200), ("hujing", 404)):
        assert world.as_(login).request("GET", f"/files/{proof}").status_code == status
    seen = world.as_("chengang").request("GET", f"/files/{proof}")
    assert seen.content == b"%PDF-1.7 a note"
    assert "sandbox" in seen.headers["content-security-policy"]


def test_file_of_somebody_else_cannot_be_attached(world: World) -> None:
    foreign = world.upload("hujing", "证明.pdf", b"%PDF-1.7 not yours")
    values = leave("2026-03-10 AM", "2026-03-11 PM", "SICK", proof=[foreign])

    refused = world.try_submit("liming", "leave", values)

    assert (refused.status_code, refused.json()["code"]) == (422, "documents.file.not_yours")
    assert balance(world, "liming", kind="SICK")["reserved"] == 0


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", b"MZ"), ("a.pdf", b"<html>"), ("a.html", b"<script>")]
)
def test_upload_that_is_not_what_it_says_is_refused(
    world: World, name: str, content: bytes
) -> None:
    answer = world.as_("liming").request("POST", "/files", files={"file": (name, content)})

    assert answer.status_code == 422
    assert answer.json()["code"].startswith("documents.file.")
