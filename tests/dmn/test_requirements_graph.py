"""Decisions, knowledge models, services and imports together."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from dujiang.dmn import compile_model, parse
from dujiang.feel import Environment
from dujiang.kernel.errors import NotFound
from tests.dmn.building import compiled, decision, definitions, input_data, knowledge, literal


def test_a_decision_sees_what_it_requires() -> None:
    model = compiled(
        input_data("月 工资", "number"),
        decision("年薪", literal("月 工资 * 12"), "in_月 工资"),
        decision("奖金", literal("年薪 * 0.1"), "d_年薪"),
    )

    assert model.evaluate("奖金", {"月 工资": Decimal(1000)}).value == Decimal(1200)


def test_each_decision_is_made_once() -> None:
    calls: list[int] = []

    def count_call() -> Decimal:
        calls.append(1)
        return Decimal(len(calls))

    model = compiled(
        decision("a", literal("count call()")),
        decision("b", literal("a + 1"), "d_a"),
        decision("c", literal("a + b"), "d_a", "d_b"),
    )

    outcome = model.evaluate("c", {}, Environment(functions={"count call": count_call}))

    assert outcome.value == Decimal(3)
    assert calls == [1]


def test_functions_of_the_environment_are_no_unknown_names() -> None:
    parsed = parse(definitions(decision("d", literal("working days(1)"))))

    assert compile_model(parsed.model).problems != ()
    assert compile_model(parsed.model, functions=frozenset({"working days"})).problems == ()


def test_an_explanation_lists_decisions_in_the_order_of_making() -> None:
    model = compiled(decision("a", literal("1")), decision("b", literal("a + 1"), "d_a"))

    outcome = model.evaluate("b", {}, explain=True)

    assert outcome.explanation is not None
    assert [(t.name, t.inputs, t.value) for t in outcome.explanation] == [
        ("a", (), Decimal(1)),
        ("b", (("a", Decimal(1)),), Decimal(2)),
    ]


def test_a_decision_that_requires_itself_gives_null_and_says_so() -> None:
    circle = (decision("a", literal("b + 1"), "d_b"), decision("b", literal("a + 1"), "d_a"))
    model = compile_model(parse(definitions(*circle)).model)

    outcome = model.evaluate("a", {})

    assert outcome.value is None
    assert outcome.warnings[0].code == "dmn.decision.requires_itself"
    assert [(p.code, p.path) for p in model.problems] == [("dmn.decision.requires_itself", "d_a")]


def test_knowledge_models_call_each_other_and_themselves() -> None:
    model = compiled(
        knowledge("double", ["x"], literal("x * 2")),
        knowledge(
            "power", ["n"], literal("if n = 0 then 1 else double(power(n - 1))"), "bkm_double"
        ),
        decision("d", literal("power(n: 10)"), "bkm_power"),
    )

    assert model.evaluate("d", {}).value == Decimal(1024)
    assert model.call("power", {"n": Decimal(3)}).value == Decimal(8)


def test_a_function_may_be_the_value_of_a_decision() -> None:
    model = compiled(
        decision("f", literal("function(x) x + 1")),
        decision("g", literal("{x: 1, y: 2, z: 3, h: f, r: h(z)}.r"), "d_f"),
    )

    assert model.evaluate("g", {}).value == 4


def test_paths_may_name_entries_with_symbols_of_other_decisions() -> None:
    entry = f'<contextEntry><variable name="price/unit"/>{literal("2.5")}</contextEntry>'
    model = compiled(
        decision("offer", f"<context>{entry}</context>"),
        decision("d", literal("offer.price/unit * 4"), "d_offer"),
    )

    assert model.evaluate("d", {}).value == 10


SERVICE = (
    '<decisionService id="ds_s" name="s"><variable name="s"/><outputDecision href="#d_out"/>'
    '<inputDecision href="#d_mid"/><inputData href="#in_a"/></decisionService>'
)


def test_a_service_takes_data_first_and_then_decisions() -> None:
    model = compiled(
        input_data("a", "string"),
        decision("mid", literal('"never made"'), type_ref="string"),
        decision("out", literal('a + " " + mid'), "in_a", "d_mid"),
        SERVICE,
        decision("caller", literal('s("A", "B")'), "ds_s"),
    )

    assert model.evaluate("caller", {}).value == "A B"
    assert model.evaluate("s", {"a": "x", "mid": "y"}).value == "x y"


GREETER = definitions(
    '<itemDefinition name="tName"><typeRef>string</typeRef></itemDefinition>',
    input_data("who", "tName"),
    knowledge("greet", ["x"], literal('"Hello " + x')),
    decision("greeting", literal("greet(who)"), "in_who", "bkm_greet"),
    namespace="urn:greeter",
)


def importing(name: str, namespace: str, *elements: str, of: str = "urn:greeter") -> Any:
    imports = f'<import name="{name}" namespace="{of}" importType="{namespace}"/>'
    return parse(definitions(*elements, namespace=namespace, imports=imports)).model


def test_an_imported_element_goes_by_the_name_of_the_import() -> None:
    own = importing(
        "other one",
        "urn:own",
        input_data("n", "other one.tName"),
        decision("d", literal("other one.greet(n)"), "in_n", "urn:greeter#bkm_greet"),
    )
    model = compile_model(own, imported=[parse(GREETER).model])

    assert model.problems == ()
    assert model.evaluate("d", {"n": "Li"}).value == "Hello Li"


def test_the_same_model_imported_by_two_ways_has_two_sets_of_inputs() -> None:
    def middle(namespace: str) -> Any:
        text = literal('"via " + g.greeting')
        return importing("g", namespace, decision("m", text, "urn:greeter#d_greeting"))

    imports = (
        '<import name="B" namespace="urn:b" importType="x"/>'
        '<import name="B2" namespace="urn:b2" importType="x"/>'
    )
    own = parse(
        definitions(
            decision("d", literal('B.m + ", " + B2.m'), "urn:b#d_m", "urn:b2#d_m"),
            imports=imports,
        )
    ).model
    model = compile_model(own, imported=[middle("urn:b"), middle("urn:b2"), parse(GREETER).model])

    outcome = model.evaluate("d", {"B.g.who": "Li", "B2": {"g": {"who": "Wang"}}})

    assert outcome.value == "via Hello Li, via Hello Wang"


def test_an_import_without_a_name_brings_names_as_they_are() -> None:
    own = importing(
        "",
        "urn:own",
        input_data("n", "tName"),
        decision("d", literal("greet(n)"), "in_n", "urn:greeter#bkm_greet"),
    )

    outcome = compile_model(own, imported=[parse(GREETER).model]).evaluate("d", {"n": "Li"})

    assert outcome.value == "Hello Li"


TYPES = (
    '<itemDefinition name="tGrade"><typeRef>string</typeRef>'
    '<allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>'
    '<itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>'
)


@pytest.mark.parametrize(("value", "found"), [("A", "A"), (["B"], "B"), ("C", None), (True, None)])
def test_an_input_is_converted_to_its_type_or_null(value: Any, found: Any) -> None:
    model = compiled(TYPES, input_data("g", "tGrade"), decision("d", literal("g"), "in_g"))

    outcome = model.evaluate("d", {"g": value})

    assert outcome.value == found
    assert (outcome.warnings == ()) == (found is not None)


def test_constraints_of_a_list_hold_for_each_item() -> None:
    model = compiled(TYPES, input_data("g", "tGrades"), decision("d", literal("g"), "in_g"))

    assert model.evaluate("d", {"g": ["A", "B"]}).value == ["A", "B"]
    assert model.evaluate("d", {"g": "A"}).value == ["A"]
    assert model.evaluate("d", {"g": ["A", "C"]}).value is None


def test_the_inputs_of_a_decision_are_known_without_evaluating_it() -> None:
    model = compiled(
        input_data("a"),
        input_data("b"),
        input_data("unused"),
        decision("x", literal("a"), "in_a"),
        decision("y", literal("x + b"), "d_x", "in_b"),
    )

    assert [found.name for found in model.inputs_of("y")] == ["a", "b"]


def test_one_model_serves_many_threads() -> None:
    model = compiled(
        input_data("n"),
        knowledge("add", ["x", "y"], literal("if x = 0 then y else add(x - 1, y + 1)")),
        decision("d", literal("add(5, n) + add(n, 5)"), "in_n", "bkm_add"),
    )

    def run(n: int) -> Any:
        return model.evaluate("d", {"n": Decimal(n)}).value

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run, range(40))) == [2 * n + 10 for n in range(40)]


def test_an_unknown_decision_is_not_found() -> None:
    with pytest.raises(NotFound):
        compiled(decision("d", literal("1"))).evaluate("e", {})
