"""Whatever is sent, the answer is one that the description names, and never a mistake of ours.

A small budget for each operation; `FUZZ=50` tries harder by hand.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dujiang.api.openapi import describe
from dujiang.api.routes import HANDLERS
from dujiang.kernel.clock import ManualClock
from dujiang.main import Tools
from tests.api.conftest import COMPANY
from tests.installation import MONDAY, install, open_app

BUDGET = int(os.environ.get("FUZZ", "4"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = sorted({*HANDLERS} - {"streamEvents", "changePassword", "signOut"})
"""Not the endless stream, and not what would sign the caller out."""

schema = schemathesis.openapi.from_dict(describe()).include(operation_id=OPERATIONS)


@dataclass
class Api:
    """The application without its life, which the module holds open, and a caller who may all."""

    asgi: Any
    token: str


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    app = open_app(
        tmp_path_factory.mktemp("fuzz"),
        ManualClock(MONDAY),
        is_threaded=True,
        requests_per_minute=1_000_000,
    )
    install(app, COMPANY)
    app.work()
    app.stop_streams()  # nobody is to wait for jobs

    async def asgi(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await app.asgi(scope, receive, send)

    yield Api(asgi, Tools(app).create_token("xubo", "fuzz", (), None))
    app.close()


@schema.parametrize()
@settings(
    max_examples=BUDGET,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case: Case, api: Api) -> None:
    case.call_and_validate(
        app=api.asgi, headers={"authorization": f"Bearer {api.token}"}, checks=CHECKS
    )
