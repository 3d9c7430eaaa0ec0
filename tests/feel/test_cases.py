"""`cases/*.feel`: one line a case, `expression => value`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dujiang.feel import compile_expression
from dujiang.feel.builtins import BUILTINS
from dujiang.feel.comparison import is_equal, kind_of

FOLDER = Path(__file__).parents[2] / "cases"


def cases() -> Iterator[tuple[str, str, str, str]]:
    for file in sorted(FOLDER.glob("*.feel")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                expression, _, rest = line.rpartition(" => ")
                value, _, code = rest.partition(" ! ")
                yield f"{file.stem}:{number}", expression, value.strip(), code.strip()


CASES = list(cases())


@pytest.mark.parametrize(
    ("expression", "value", "code"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_expression_gives_the_value(expression: str, value: str, code: str) -> None:
    # given
    compiled = compile_expression(expression)

    # when
    found = compiled.evaluate({})

    # then
    wanted = compile_expression(value).evaluate({}).value
    assert kind_of(found.value) == kind_of(wanted)
    assert is_equal(found.value, wanted), found
    if code:
        assert [warning.code for warning in found.warnings][:1] == [code]


def test_every_builtin_has_a_case() -> None:
    texts = " ".join(expression for _, expression, _, _ in CASES)

    assert [name for name in BUILTINS if f"{name}(" not in texts] == []
