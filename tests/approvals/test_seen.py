"""The seen digest: whether somebody would see the same again."""

from decimal import Decimal

import pytest

from dujiang.approvals.rules.seen import seen_digest

pytestmark = [pytest.mark.spec("A5")]

FIELDS = ("purpose", "amount", "lines")


def test_another_value_is_another_digest() -> None:
    before = seen_digest({"purpose": "泵", "amount": Decimal(5)}, FIELDS)

    assert before != seen_digest({"purpose": "阀", "amount": Decimal(5)}, FIELDS)
    assert before != seen_digest({"purpose": "泵", "amount": Decimal(6)}, FIELDS)
    assert before != seen_digest({"purpose": "泵"}, FIELDS)


def test_the_same_value_under_another_name_is_another_digest() -> None:
    assert seen_digest({"purpose": "泵"}, FIELDS) != seen_digest({"amount": "泵"}, FIELDS)


@pytest.mark.parametrize("nothing", [None, [], False, ""])
def test_a_field_without_a_value_counts_like_one_that_is_not_there(nothing: object) -> None:
    without = seen_digest({"purpose": "泵"}, FIELDS)

    assert seen_digest({"purpose": "泵", "lines": nothing}, FIELDS) == without


def test_what_cannot_be_read_does_not_count() -> None:
    before = seen_digest({"purpose": "泵", "salary": Decimal(1)}, FIELDS)

    assert seen_digest({"purpose": "泵", "salary": Decimal(2)}, FIELDS) == before


def test_the_order_of_names_is_no_difference_but_the_order_of_rows_is() -> None:
    one = {"lines": [{"name": "a", "qty": Decimal(1)}, {"name": "b", "qty": Decimal(2)}]}
    other = {"lines": [{"qty": Decimal(1), "name": "a"}, {"qty": Decimal(2), "name": "b"}]}
    turned = {"lines": one["lines"][::-1]}

    assert seen_digest(one, FIELDS) == seen_digest(other, FIELDS)
    assert seen_digest(one, FIELDS) != seen_digest(turned, FIELDS)
