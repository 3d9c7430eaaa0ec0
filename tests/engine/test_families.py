"""Closed families are covered: every fact is applied, every command and node type handled."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import pytest

from dujiang.engine import commands, compile_process, events, program
from dujiang.engine.apply import APPLY
from dujiang.engine.state import Paged
from dujiang.engine.step import BEHAVIORS, HANDLERS
from dujiang.kernel.encoding import decoder, encode
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.values import Variables
from tests.build import process
from tests.engine.world import AT


def test_every_fact_is_applied() -> None:
    assert set(APPLY) == set(get_args(events.Fact))


def test_every_command_is_handled() -> None:
    assert set(HANDLERS) | {commands.StartInstance} == set(get_args(commands.Command))


def test_every_node_type_has_a_behaviour() -> None:
    nodes = {n for n in vars(program).values()
             if isinstance(n, type) and issubclass(n, program.Node)}  # fmt: skip
    assert set(BEHAVIORS) == nodes - {program.Node}


SAMPLES = {
    Variables: Variables({"a": Decimal(1)}),
    datetime: AT,
    timedelta | None: timedelta(hours=1),
    tuple[tuple[int, int], ...]: ((1, 2),),
    tuple[int, ...]: (1,),
    tuple[str, ...]: ("x",),
    dict[str, str]: {"a": "b"},
    dict[str, Any]: {"a": "b"},
    bool: True,
    int: 7,
    str: "x",
    str | None: "y",
}


@pytest.mark.parametrize("kind", get_args(events.Fact), ids=lambda kind: kind.__name__)
def test_facts_come_back_as_they_were_stored(kind: Any) -> None:
    hints = get_type_hints(kind)
    values = {
        name: SAMPLES[hint] if hint in SAMPLES else _first_literal(hint)
        for name, hint in hints.items()
        if name in kind.__struct_fields__
    }
    fact = kind(**values)

    assert decoder(events.Fact).decode(encode(fact)) == fact  # type: ignore[arg-type]


def _first_literal(hint: Any) -> object:
    found = get_args(hint)[0]
    return get_args(found)[0] if get_args(found) else found


def test_paged_map_behaves_as_a_dict_and_shares_pages() -> None:
    first = Paged.of((k, k * 2) for k in range(500))

    second = first.changed({3: None, 400: 1, 900: 5})

    assert dict(second) == {k: k * 2 for k in range(500) if k not in (3, 400)} | {400: 1, 900: 5}
    assert len(second) == 500
    assert dict(first)[3] == 6
    assert second.different_from(first) == {3: None, 400: 1, 900: 5}
    assert first.different_from(second) == {3: 6, 400: 800, 900: None}


def test_a_model_with_errors_does_not_compile_and_says_all_of_them() -> None:
    build = process().start().xor("x").when("days >").user("a").end("end")
    build.at("x").when("3 +").to("end")

    with pytest.raises(InvalidInput) as caught:
        compile_process(build.definitions(), "process")

    assert caught.value.code == "engine.process.does_not_compile"
    assert [p.path for p in caught.value.problems] == ["x-a", "x-end"]
