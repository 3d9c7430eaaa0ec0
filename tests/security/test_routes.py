"""Each role on each route: allowed or refused as the table says; generated from the contract.

The table is written down here by hand, and not read from the product: a permission that is given
away by mistake fails a test.
"""

from typing import Any, Final

import pytest
from sqlalchemy import func, select

from dujiang.api.contract import ENDPOINTS
from dujiang.api.endpoints import Endpoint
from dujiang.audit import AUDIT
from dujiang.identity import CATALOGUE
from dujiang.kernel.ids import id_from_text
from tests.installation import set_password
from tests.security.conftest import Company

EMPLOYEE: Final = frozenset(
    {
        "session.use", "person.read", "process.start", "instance.read", "instance.search",
        "instance.withdraw", "instance.comment", "instance.remind", "item.read", "item.decide",
        "file.use",
    }
)  # fmt: skip
LOOKING: Final = frozenset({"process.read", "overview.read", "performance.read", "ledger.read"})
OWNER: Final = LOOKING | {
    "process.design", "process.deploy", "rule.design", "incident.read", "incident.repair",
    "instance.operate", "instance.cancel", "rollout.manage",
}  # fmt: skip
INTEGRATOR: Final = frozenset(
    {
        "connection.manage", "ledger.read", "ledger.design", "process.read", "process.design",
        "rule.design", "incident.read", "incident.repair", "overview.read", "rollout.manage",
        "system.read", "job.work",
    }
)  # fmt: skip
TABLE: Final[dict[str, tuple[str, frozenset[str]]]] = {
    "employee": ("liming", EMPLOYEE),
    "head": ("chengang", EMPLOYEE),
    "hr": ("pengli", EMPLOYEE),
    "process_owner": ("owner", EMPLOYEE | OWNER),
    "integrator": ("integrator", EMPLOYEE | INTEGRATOR),
    "auditor": ("auditor", EMPLOYEE | LOOKING | {"audit.read", "permission.read"}),
    "executive": ("executive", EMPLOYEE | LOOKING | {"rollout.manage"}),
    "admin": ("xubo", CATALOGUE),
}
"""Role -> who has it and nothing else beside, and everything that they may."""

UNSAFE: Final = tuple(e for e in ENDPOINTS if e.is_unsafe and e.permission != "public")
GUARDED: Final = tuple(e for e in ENDPOINTS if e.permission != "public")
STREAMS: Final = frozenset({"streamEvents"})
"""Answers that never end."""
ENDING: Final = frozenset({"signOut", "changePassword"})
"""They would end the session that the other cases need."""
SPECIAL: Final = ("process_owner", "integrator", "auditor", "executive")


def named(endpoint: Endpoint) -> str:
    return endpoint.operation


@pytest.fixture(scope="session")
def people(company: Company) -> Company:
    """Somebody for each role that nobody in the demo has alone."""
    admin = company.world.as_("xubo")
    department = admin.get("/organisation")["departments"][0]["id"]
    for number, role in enumerate(SPECIAL):
        login = TABLE[role][0]
        body = {"no": f"X{number}", "login": login, "name": role, "departmentId": department}
        person = admin.send("POST", "/organisation/people", body).json()["id"]
        assert admin.send("PUT", f"/roles/{role}/members/{person}", {}).is_success
        set_password(company.world.app, login)
    return company


def knock(company: Company, login: str, endpoint: Endpoint, path: str) -> Any:
    """The answer to a request with an empty document."""
    browser = company.world.as_(login)
    if endpoint.consumes == "multipart":
        return browser.request(endpoint.method, path, files={"file": ("a.xlsx", b"no sheet")})
    body = {} if endpoint.takes else None
    headers = {"if-match": '"1"'} if endpoint.needs_match else {}
    return browser.request(endpoint.method, path, json=body, headers=headers)


def refused_audit(company: Company, operation: str, person_id: int) -> int:
    query = select(func.count()).where(
        AUDIT.c.verdict == "refused",
        AUDIT.c.actor_id == person_id,
        AUDIT.c.action == operation,
    )
    with company.world.app.store.read() as reader:
        return int(reader.value(query) or 0)


@pytest.mark.spec("C1")
@pytest.mark.parametrize("endpoint", GUARDED, ids=named)
@pytest.mark.parametrize("role", TABLE)
def test_role_is_let_through_exactly_where_the_table_says(
    people: Company, role: str, endpoint: Endpoint
) -> None:
    if endpoint.operation in STREAMS | ENDING:
        pytest.skip("never ends, or ends the session of the other cases")
    login, allowed = TABLE[role]
    is_allowed = endpoint.permission == "signed_in" or endpoint.permission in allowed
    person_id = id_from_text(people.world.as_(login).id)
    assert person_id is not None
    before = refused_audit(people, endpoint.operation, person_id)

    answer = knock(people, login, endpoint, people.fill(endpoint.path))

    document = answer.json() if "json" in answer.headers["content-type"] else {}
    is_refused = document.get("code") == "identity.permission.missing"
    assert answer.status_code < 500, answer.text
    assert is_refused != is_allowed, answer.text
    if is_refused:
        assert answer.status_code == 403
        assert refused_audit(people, endpoint.operation, person_id) == before + 1


@pytest.mark.spec("C1")
@pytest.mark.parametrize("endpoint", GUARDED, ids=named)
def test_nobody_gets_in_without_signing_in(company: Company, endpoint: Endpoint) -> None:
    client = company.world.client
    client.cookies.clear()

    answer = client.request(endpoint.method, f"/api/v1{company.fill(endpoint.path)}")

    assert answer.status_code == 401


@pytest.mark.spec("C4")
@pytest.mark.parametrize("endpoint", UNSAFE, ids=named)
def test_another_site_s_page_changes_nothing(company: Company, endpoint: Endpoint) -> None:
    browser = company.world.as_("xubo")

    answer = browser.request(
        endpoint.method, company.fill(endpoint.path), json={}, headers={"x-csrf-token": "guess"}
    )

    assert answer.status_code == 403
    assert answer.json()["code"] == "identity.session.wrong_csrf_token"


@pytest.mark.spec("I6")
@pytest.mark.parametrize("endpoint", GUARDED, ids=named)
def test_token_opens_its_scopes_alone(company: Company, endpoint: Endpoint) -> None:
    if endpoint.operation in STREAMS | ENDING:
        pytest.skip("never ends, or ends the session of the other cases")
    world, scope = company.world, "item.read"
    body = {"name": "t", "scopes": [scope]}
    token = world.as_("xubo").send("POST", "/tokens", body).json()
    client = world.client
    client.cookies.clear()

    answer = client.request(
        endpoint.method,
        f"/api/v1{company.fill(endpoint.path)}",
        headers={"authorization": f"Bearer {token['secret']}"},
    )
    world.as_("xubo").send("DELETE", f"/tokens/{token['id']}")

    document = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    is_refused = document.get("code") == "identity.permission.missing"
    assert is_refused == (endpoint.permission not in ("signed_in", scope))
