"""The contract is complete, unambiguous and described as it is."""

from pathlib import Path

import msgspec
import pytest

from dujiang.api.contract import ENDPOINTS, PREFIX
from dujiang.api.endpoints import BadContract, Endpoint, checked, require_handlers
from dujiang.api.matching import Routes
from dujiang.api.openapi import describe, openapi_json
from dujiang.api.problems import WrongMethod
from dujiang.identity import CATALOGUE
from dujiang.kernel.errors import NotFound

COMMITTED = Path(__file__).parents[2] / "web" / "openapi.json"


def _endpoint(**changes: object) -> Endpoint:
    given = {"operation": "x", "method": "GET", "path": "/x", "permission": "item.read",
             "tag": "t", "says": "s"}  # fmt: skip
    return Endpoint(**{**given, **changes})


def test_row_without_a_permission_cannot_be_registered() -> None:
    with pytest.raises(BadContract, match="names no permission"):
        checked([_endpoint(permission="")])


def test_two_rows_for_one_path_cannot_be_registered() -> None:
    with pytest.raises(BadContract, match="twice"):
        checked([_endpoint(path="/x/{a}"), _endpoint(path="/x/{b}", operation="y")])


def test_every_row_has_a_handler_and_no_handler_is_left_over() -> None:
    with pytest.raises(BadContract, match="no handler for x"):
        require_handlers([_endpoint()], {})
    with pytest.raises(BadContract, match="without a row: y"):
        require_handlers([_endpoint()], {"x": 1, "y": 1})


def test_every_permission_of_the_contract_is_in_the_catalogue() -> None:
    named = {endpoint.permission for endpoint in ENDPOINTS} - {"public", "signed_in"}

    assert named - set(CATALOGUE) == set()


def test_only_signing_in_the_description_and_what_is_signed_are_public() -> None:
    public = {endpoint.operation for endpoint in ENDPOINTS if endpoint.permission == "public"}

    assert public == {
        "readWelcome",
        "signIn",
        "beginSingleSignOn",
        "endSingleSignOn",
        "receiveHook",
        "readOpenApi",
        "readMailedItem",
        "decideByMail",
    }


def test_committed_description_is_current() -> None:
    assert COMMITTED.read_bytes() == openapi_json(), "run: dujiang openapi"


def test_every_reference_of_the_description_leads_somewhere() -> None:
    document = describe()
    references = set[str]()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                references.add(value["$ref"])
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(document)
    known = {
        f"#/components/{kind}/{name}"
        for kind, parts in document["components"].items()
        for name in parts
    }
    assert references <= known


def test_description_is_the_same_on_every_run() -> None:
    assert openapi_json() == openapi_json()
    assert msgspec.json.decode(openapi_json())["openapi"] == "3.1.0"


def test_fixed_word_wins_over_a_parameter() -> None:
    routes = Routes(ENDPOINTS)

    assert routes.find("GET", "/items/counts")[0].operation == "countItems"
    assert routes.find("GET", "/items/abc") == (
        next(e for e in ENDPOINTS if e.operation == "readItem"),
        {"item_id": "abc"},
    )


@pytest.mark.parametrize("path", ["/", "/nothing", "/items//decisions", "/items/" + "a" * 300])
def test_unknown_path_is_not_found(path: str) -> None:
    with pytest.raises(NotFound):
        Routes(ENDPOINTS).find("GET", path)


def test_known_path_with_another_method_says_which_methods_there_are() -> None:
    with pytest.raises(WrongMethod) as refused:
        Routes(ENDPOINTS).find("DELETE", "/items")

    assert refused.value.params == {"allowed": "GET"}


def test_every_path_carries_the_version_prefix() -> None:
    assert all(path.startswith(PREFIX + "/") for path in describe()["paths"])
