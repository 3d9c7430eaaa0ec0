"""One's own data and that of others: what does not concern somebody is not there for them."""

from typing import Final

import pytest
from sqlalchemy import select

from dujiang.api.contract import ENDPOINTS
from dujiang.api.endpoints import Endpoint
from dujiang.main import TABLES
from tests.security.conftest import NOTE, Company
from tests.security.test_routes import EMPLOYEE, knock, named

OF_INSTANCE: Final = tuple(
    e
    for e in ENDPOINTS
    if ("{instance_id}" in e.path or "{item_id}" in e.path) and e.permission in EMPLOYEE
)
READS: Final = tuple(e for e in ENDPOINTS if e.method == "GET" and e.permission != "public")
NEVER_ENDS: Final = frozenset({"streamEvents"})
OPERATORS: Final = "instance.operate"
"""Repairs a running instance, and so sees its variables as they are; sensitive ones sealed."""


@pytest.mark.spec("C1")
@pytest.mark.parametrize("endpoint", OF_INSTANCE, ids=named)
def test_request_of_others_is_not_there(company: Company, endpoint: Endpoint) -> None:
    """高翔 has nothing to do with 李明's leave: neither by looking nor by acting."""
    answer = knock(company, "gaoxiang", endpoint, company.fill(endpoint.path))

    assert answer.status_code in (403, 404, 409, 422), answer.text
    assert answer.status_code != 200
    for word in (company.open["number"], "家中有事", "李明"):
        assert word not in answer.text


@pytest.mark.spec("C1")
@pytest.mark.parametrize(
    "path",
    ["/instances/{instance_id}", "/instances/{instance_id}/timeline",
     "/instances/{instance_id}/diagram", "/instances/{instance_id}/comments"],
)  # fmt: skip
@pytest.mark.parametrize("login", ["liming", "chengang", "suwan", "xubo"])
def test_initiator_handler_auditor_and_administrator_see_it(
    company: Company, login: str, path: str
) -> None:
    assert company.world.as_(login).request("GET", company.fill(path)).status_code == 200


@pytest.mark.spec("C1")
@pytest.mark.parametrize(
    "login", ["liming", "chengang", "shenjianghe", "suwan", "gaoxiang", "xubo"]
)
@pytest.mark.parametrize("endpoint", READS, ids=named)
def test_hidden_field_is_in_no_answer(company: Company, endpoint: Endpoint, login: str) -> None:
    """What HR wrote at its step is shown at its step and nowhere else."""
    if endpoint.operation in NEVER_ENDS:
        pytest.skip("never ends")
    if endpoint.permission == OPERATORS and login == "xubo":
        pytest.skip("operators see the variables that they repair")
    path = company.fill(endpoint.path, company.filed)

    answer = company.world.as_(login).request("GET", path)

    assert answer.status_code < 500, answer.text
    assert NOTE not in answer.text
    assert "SECRET-7431" not in answer.text


@pytest.mark.spec("C1")
def test_hidden_field_is_in_no_notice_and_no_mail(company: Company) -> None:
    told = [table for table in TABLES if table.name in ("notice", "mail", "message_log")]
    assert told
    with company.world.app.store.read() as reader:
        for table in told:
            for row in reader.rows(select(*table.c)):
                assert "SECRET-7431" not in repr(tuple(row))


@pytest.mark.spec("C1")
def test_whoever_wrote_the_hidden_field_still_sees_it_in_their_item(company: Company) -> None:
    seen = company.world.as_("pengli").get(f"/items/{company.filed_item}")

    assert seen["values"]["hr_note"] == NOTE


@pytest.mark.spec("C1")
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/deputies?person={person_id}"), ("GET", "/organisation/people/{person_id}"),
     ("GET", "/people/{person_id}/access"), ("GET", "/people/{person_id}/may?permission=x")],
)  # fmt: skip
def test_colleague_s_settings_are_theirs(company: Company, method: str, path: str) -> None:
    assert company.world.as_("gaoxiang").request(method, company.fill(path)).status_code == 403


@pytest.mark.spec("C1")
def test_colleague_s_deputies_are_not_set_by_others(company: Company) -> None:
    world = company.world
    body = {
        "personId": world.person_id("liming"), "deputyId": world.person_id("gaoxiang"),
        "fromAt": "2026-04-01T00:00:00+08:00", "untilAt": "2026-04-03T00:00:00+08:00",
    }  # fmt: skip

    answer = world.as_("gaoxiang").send("POST", "/deputies", body)

    assert (answer.status_code, answer.json()["code"]) == (403, "approvals.deputy.not_allowed")
