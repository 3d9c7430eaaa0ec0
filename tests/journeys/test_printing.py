"""A request on paper: what the reader may see, who decided in whose place, fields of a draft."""

import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave

pytestmark = [pytest.mark.spec("F3")]

needs_pdftotext = pytest.mark.skipif(which("pdftotext") is None, reason="needs poppler-utils")


def paper(world: World, login: str, instance: Any, folder: Path, **query: str) -> str:
    answer = world.as_(login).request("GET", f"/instances/{instance['id']}/print.pdf", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    path = folder / "paper.pdf"
    path.write_bytes(answer.content)
    program = which("pdftotext")
    assert program is not None
    found = subprocess.run([program, "-layout", str(path), "-"], capture_output=True, check=True)
    return found.stdout.decode()


@needs_pdftotext
def test_a_finished_request_prints_its_form_and_its_trail(world: World, tmp_path: Path) -> None:
    instance = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-12 PM"))
    world.decide("chengang", instance, "approve")

    text = paper(world, "liming", instance, tmp_path)

    for expected in ("请假", "QJ20260302-0001", "李明", "审批记录", "同意", "陈刚", "1/1"):
        assert expected in text, expected
    english = paper(world, "liming", instance, tmp_path, language="en-US")
    assert "Approval trail" in english
    assert "Approved" in english


def test_a_stranger_cannot_print_a_request(world: World) -> None:
    instance = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-12 PM"))

    answer = world.as_("yangfan").request("GET", f"/instances/{instance['id']}/print.pdf")

    assert answer.status_code == 404


def form(**extras: Any) -> dict[str, Any]:
    return {
        "type": "default",
        "id": "trip",
        "components": [
            {"type": "number", "key": "days", "label": "天数", "dj": {"default": "=2"}},
            {"type": "money", "key": "total", "label": "合计", "dj": {"compute": "=days * 100"}},
            {
                "type": "textfield",
                "key": "who",
                "label": "人",
                "dj": {"default": "=initiator.name"},
            },
        ],
        **extras,
    }


@pytest.mark.spec("F2")
def test_a_draft_form_is_tried_out_before_it_is_published(world: World) -> None:
    owner = world.as_("linjing")

    begun = owner.send("POST", "/forms/trials", {"form": form()})
    tried = owner.send(
        "POST", "/forms/evaluate", {"form": form(), "values": {"days": 3, "who": "x"}}
    )

    assert begun.json()["values"] == {"days": 2, "total": 200, "who": "林静"}
    assert tried.json()["computed"] == {"total": 300}


@pytest.mark.spec("F1")
def test_a_broken_formula_is_told_where_it_stands(world: World) -> None:
    rules = {"rules": [{"id": "r", "check": "=days >", "message": {"zh-CN": "错"}}]}

    found = world.as_("linjing").send("POST", "/forms/check", {"form": form(dj=rules)})

    assert [one["path"] for one in found.json()["problems"]] == ["/dj/rules/0/check"]


@pytest.mark.spec("F1")
def test_fields_come_from_a_pasted_list(world: World) -> None:
    found = world.as_("linjing").send("POST", "/forms/pasted-imports", {"text": "姓名*\n金额"})

    kinds = [(one["label"], one["type"]) for one in found.json()["components"]]
    assert kinds == [("姓名", "textfield"), ("金额", "money")]


def test_only_who_designs_may_try_forms(world: World) -> None:
    assert world.as_("liming").send("POST", "/forms/check", {"form": form()}).status_code == 403
