"""What is sent is decoded strictly: places are named, numbers keep their digits."""

from decimal import Decimal

import pytest

from dujiang.api.bodies import Decoders, query
from dujiang.api.contract import ENDPOINTS
from dujiang.api.problems import Unreadable
from dujiang.api.schemas.instances import StartRequest
from dujiang.api.schemas.items import Decision, ItemsQuery
from dujiang.kernel.encoding import decoder, encode
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.values import Variables

DECODERS = Decoders(ENDPOINTS)


def test_numbers_keep_their_digits() -> None:
    raw = b'{"processKey":"leave","versionId":"1","values":{"days":0.10,"total":12345678901234.99}}'

    values = DECODERS.body(raw, StartRequest).values

    assert values == {"days": Decimal("0.10"), "total": Decimal("12345678901234.99")}


def test_number_with_more_digits_than_can_be_kept_is_refused() -> None:
    raw = b'{"processKey":"x","versionId":"1","values":{"n":0.%s}}' % (b"1" * 40)

    with pytest.raises((InvalidInput, Unreadable)):
        DECODERS.body(raw, StartRequest)


def test_integers_wider_than_the_stored_encoding_stay_exact() -> None:
    raw = b'{"processKey":"x","versionId":"1","values":{"n":12345678901234567890123,"m":[1,"%s"]}}'

    values = DECODERS.body(raw % (b"7" * 25), StartRequest).values

    assert values == {"n": Decimal("12345678901234567890123"), "m": [1, "7" * 25]}
    assert decoder(Variables).decode(encode(Variables(values)))["n"] == values["n"]


def test_integers_of_more_digits_than_a_number_has_are_refused() -> None:
    raw = b'{"processKey":"x","versionId":"1","values":{"n":%s}}' % (b"7" * 35)

    with pytest.raises(InvalidInput):
        DECODERS.body(raw, StartRequest)


def test_unknown_name_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidInput) as refused:
        DECODERS.body(b'{"action":"approve","version":1,"verzion":2}', Decision)

    assert refused.value.code == "api.body.invalid"
    assert "verzion" in refused.value.params["reason"]


def test_wrong_type_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidInput) as refused:
        DECODERS.body(b'{"action":"approve","version":"1"}', Decision)

    assert refused.value.problems[0].path == "/version"


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"action":', b"[" * 100_000])
def test_what_is_no_json_is_unreadable_and_never_a_crash(raw: bytes) -> None:
    with pytest.raises((Unreadable, InvalidInput)):
        DECODERS.body(raw, Decision)


def test_query_takes_numbers_and_booleans_as_text() -> None:
    asked = query({"limit": "7", "onBehalf": "true"}, ItemsQuery)

    assert (asked.limit, asked.on_behalf, asked.box) == (7, True, "todo")


def test_query_beyond_the_page_limit_is_refused() -> None:
    with pytest.raises(InvalidInput):
        query({"limit": "1000"}, ItemsQuery)
