"""A sealed value opens with its key, in its place, and nowhere else."""

import pytest

from dujiang.kernel.sealed import CannotOpen, blind_index, open_sealed, seal

KEY, OTHER = b"k" * 32, b"o" * 32


def _sealed():
    return seal(b"510104", key=KEY, subject="p1", key_version=1, place="employee.id_no", blind=None)


def test_the_key_opens_what_it_sealed() -> None:
    assert open_sealed(_sealed(), key=KEY, place="employee.id_no") == b"510104"


@pytest.mark.parametrize(("key", "place"), [(OTHER, "employee.id_no"), (KEY, "employee.salary")])
def test_another_key_or_place_opens_nothing(key, place) -> None:
    with pytest.raises(CannotOpen):
        open_sealed(_sealed(), key=key, place=place)


def test_the_same_value_is_never_sealed_to_the_same_bytes() -> None:
    assert _sealed().box != _sealed().box


def test_a_sealed_value_does_not_show_itself() -> None:
    assert "510104" not in repr(_sealed())


def test_equal_values_of_one_place_have_equal_blind_indexes() -> None:
    here = blind_index(b"510104", key=KEY, place="employee.id_no")

    assert here == blind_index(b"510104", key=KEY, place="employee.id_no")
    assert here != blind_index(b"510104", key=KEY, place="supplier.tax_no")
