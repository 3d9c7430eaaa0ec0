"""A process owner changes the limit of 3 days to 5: running requests keep their version."""

from typing import Any

import pytest

from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave

pytestmark = [pytest.mark.spec("E7")]

LIMIT = "=days &gt; 3"


def _draft(world: World, login: str = "linjing") -> tuple[dict[str, Any], str]:
    answer = world.as_(login).request("GET", "/processes/leave/draft")
    assert answer.status_code == 200, answer.text
    return answer.json(), answer.headers["etag"]


def _save(world: World, draft: dict[str, Any], xml: str, etag: str, login: str = "linjing") -> Any:
    body = {"xml": xml, "forms": draft["forms"], "decisions": draft["decisions"]}
    return world.as_(login).request(
        "PUT", "/processes/leave/draft", json=body, headers={"if-match": etag}
    )


def _deploy(world: World, revision: int, login: str = "linjing") -> Any:
    body = {"revision": revision, "note": "5 天以上才由总经理审批"}
    return world.as_(login).send("POST", "/processes/leave/deployments", body)


def test_running_requests_finish_by_the_old_limit_and_new_ones_follow_the_new(
    world: World,
) -> None:
    before = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-13 AM"))
    draft, etag = _draft(world)
    assert LIMIT in draft["xml"]

    saved = _save(world, draft, draft["xml"].replace(LIMIT, "=days &gt; 5"), etag)
    assert saved.status_code == 200, saved.text
    deployed = _deploy(world, saved.json()["revision"])
    assert deployed.status_code == 201, deployed.text
    assert deployed.json()["version"] == 2
    after = world.submit("yangfan", "leave", leave("2026-03-10 AM", "2026-03-13 AM"))

    world.decide("chengang", before, "approve")
    world.decide("chengang", after, "approve")
    assert world.waiting_for(before, seen_by="liming") == ["沈江河"]
    assert world.waiting_for(after, seen_by="yangfan") == ["人事"]
    versions = world.as_("linjing").get("/processes/leave/versions")["items"]
    assert [(v["version"], v["isCurrent"], v["runningCount"]) for v in versions] == [
        (2, True, 1),
        (1, False, 1),
    ]


def test_draft_that_somebody_else_has_changed_is_not_overwritten(world: World) -> None:
    draft, etag = _draft(world)
    first = _save(world, draft, draft["xml"] + "<!-- a -->", etag)
    assert first.status_code == 200, first.text

    second = _save(world, draft, draft["xml"] + "<!-- b -->", etag)

    assert second.status_code == 409
    assert second.json()["code"] == "deployments.draft.stale"
    assert "<!-- a -->" in _draft(world)[0]["xml"]


def test_draft_without_its_etag_is_not_saved(world: World) -> None:
    draft, _ = _draft(world)
    body = {"xml": draft["xml"], "forms": draft["forms"], "decisions": draft["decisions"]}

    answer = world.as_("linjing").send("PUT", "/processes/leave/draft", body)

    assert answer.json()["code"] == "api.match.missing"


def test_draft_with_errors_is_kept_but_not_deployed(world: World) -> None:
    draft, etag = _draft(world)
    broken = draft["xml"].replace(LIMIT, "=days &gt; (")
    saved = _save(world, draft, broken, etag)
    assert saved.status_code == 200, saved.text

    refused = _deploy(world, saved.json()["revision"])

    assert refused.status_code == 422
    assert any(problem["path"] for problem in refused.json()["problems"])
    assert world.as_("linjing").get("/processes/leave")["version"] == 1


def test_process_of_somebody_else_cannot_be_touched(world: World) -> None:
    for method, path in (
        ("GET", "/processes/leave/draft"),
        ("GET", "/processes/leave/versions"),
        ("GET", "/processes/leave"),
    ):
        assert world.as_("liming").request(method, path).status_code == 403
    deploy = world.as_("liming").send(
        "POST", "/processes/leave/deployments", {"revision": 1, "note": ""}
    )
    assert deploy.status_code == 403


def test_lint_names_element_and_correction(world: World) -> None:
    draft, _ = _draft(world)
    body = {
        "xml": draft["xml"].replace(' default="f_short"', ""),
        "forms": draft["forms"],
        "decisions": draft["decisions"],
    }

    problems = world.as_("linjing").send("POST", "/models/lint", body).json()["problems"]

    at_gateway = [problem for problem in problems if problem["elementId"] == "x_days"]
    assert at_gateway
    assert all(problem["detail"] != problem["code"] for problem in problems)
