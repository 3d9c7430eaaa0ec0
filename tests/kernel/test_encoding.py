"""Values keep their type through storage and JSON."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dujiang.kernel.encoding import (
    decode_value,
    decoder,
    encode,
    encode_value,
    from_json,
    to_json,
)
from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import FeelTime, Months, Range, Variables, WideDate, WideDateTime

_json = msgspec.json.Encoder(decimal_format="number")
_read_json = msgspec.json.Decoder(float_hook=Decimal)

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(timezones=st.sampled_from([None, UTC, ZoneInfo("Asia/Shanghai")])).map(
        lambda at: at.replace(fold=0) if at.tzinfo is None else at
    ),
    st.timedeltas(),
    st.builds(Months, st.integers(-(10**9), 10**9)),
    st.builds(
        FeelTime,
        hour=st.integers(0, 23),
        minute=st.integers(0, 59),
        second=st.integers(0, 59),
        nanosecond=st.integers(0, 999_999_999),
    ),
    st.builds(
        WideDate,
        st.integers(-999_999_999, 999_999_999),
        st.integers(1, 12),
        st.integers(1, 28),
    ),
)
values = st.recursive(
    scalars | st.builds(Range, scalars, scalars, st.booleans(), st.booleans()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_a_stored_value_comes_back_as_what_it_was(value) -> None:
    loaded = decode_value(encode_value(value))

    assert loaded == value
    assert type(loaded) is type(value)


@given(values)
def test_a_value_survives_json_with_its_type(value) -> None:
    shown = _json.encode(to_json(value))

    assert from_json(_read_json.decode(shown)) == value


def test_wide_moments_and_sealed_values_are_stored() -> None:
    moment = WideDateTime(WideDate(12_345, 1, 2), FeelTime(1, 2, 3, 4, zone="Asia/Shanghai"))
    sealed = Sealed(subject="person:7", key_version=1, box=b"\x00\x01", blind=b"\x02")

    assert decode_value(encode_value([moment, sealed])) == [moment, sealed]


def test_the_content_of_a_sealed_value_never_reaches_json() -> None:
    shown = to_json(Sealed(subject="person:7", key_version=1, box=b"secret"))

    assert shown == {"@sealed": True}


class _Fact(msgspec.Struct, frozen=True, tag=True):
    at: datetime
    variables: Variables


def test_a_fact_keeps_the_types_of_its_variables() -> None:
    fact = _Fact(
        at=datetime(2026, 3, 2, 1, tzinfo=UTC),
        variables=Variables({"days": Decimal("3.0"), "start_on": date(2026, 3, 10)}),
    )

    assert decoder(_Fact).decode(encode(fact)) == fact


def test_what_is_not_data_cannot_be_stored() -> None:
    with pytest.raises(TypeError, match="not a value: object"):
        encode_value({"a": object()})


@pytest.mark.parametrize("shown", [{"@date": 3}, {"@nonsense": 1}, {"@months": []}])
def test_a_tag_that_is_not_ours_is_an_error(shown) -> None:
    with pytest.raises(ValueError, match="@"):
        from_json(shown)


def test_a_duration_of_days_keeps_its_microseconds() -> None:
    value = timedelta(days=-1, microseconds=1)

    assert decode_value(encode_value(value)) == value
