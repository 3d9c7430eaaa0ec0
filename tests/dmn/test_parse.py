"""Reading documents: every version, and everything that is wrong with one."""

import pytest

from dujiang.dmn import compile_model, parse
from dujiang.dmn.parse import NAMESPACES
from tests.dmn.building import decision, definitions, input_data, literal, table


@pytest.mark.parametrize("namespace", sorted(NAMESPACES))
def test_every_published_version_is_read(namespace: str) -> None:
    parsed = parse(definitions(decision("d", literal("1 + 1")), dmn=namespace))

    assert parsed.problems == ()
    assert compile_model(parsed.model).evaluate("d", {}).value == 2


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"<definitions", "kernel.xml.not_well_formed"),
        (b"<!DOCTYPE x><definitions/>", "kernel.xml.doctype_refused"),
        (b"<definitions/>", "dmn.xml.not_dmn"),
        (definitions(decision("d", table(["a"], [], []))), "dmn.table.no_output"),
        (definitions(decision("d", table(["a"], ["o"], [("1",)]))), "dmn.table.bad_rule_length"),
        (
            definitions(decision("d", table(["a"], ["o"], [], policy="BEST"))),
            "dmn.table.bad_hit_policy",
        ),
        (
            definitions(decision("d", "<invocation><binding/></invocation>")),
            "dmn.xml.no_expression",
        ),
        (definitions(decision("d", literal("1")), decision("d", literal("2"))), "dmn.xml.id_twice"),
    ],
)
def test_what_is_wrong_with_a_document_is_listed(document: bytes, code: str) -> None:
    assert code in [problem.code for problem in parse(document).problems]


@pytest.mark.parametrize(
    ("elements", "code", "path"),
    [
        ((decision("d", literal("1 +")),), "feel.syntax.unfinished", ""),
        ((decision("d", literal("a"), "in_a"),), "dmn.requirement.not_found", "d_d"),
        ((decision("d", literal("nobody")),), "dmn.name.unknown", "d_d"),
        ((decision("d", literal("1"), type_ref="tNone"),), "dmn.type.unknown", "d_d"),
        (
            (
                '<itemDefinition id="t" name="t"><typeRef>t</typeRef></itemDefinition>',
                decision("d", literal("1")),
            ),
            "dmn.type.contains_itself",
            "t",
        ),
    ],
)
def test_what_cannot_be_compiled_is_listed_with_its_place(
    elements: tuple[str, ...], code: str, path: str
) -> None:
    model = compile_model(parse(definitions(*elements)).model)

    assert (code, path) in [(problem.code, problem.path) for problem in model.problems]


def test_a_decision_that_cannot_be_read_gives_null_and_says_so() -> None:
    model = compile_model(parse(definitions(decision("d", literal("1 +")))).model)

    outcome = model.evaluate("d", {})

    assert outcome.value is None
    assert outcome.warnings[0].code == "feel.syntax.unfinished"


def test_an_expression_of_another_language_is_refused() -> None:
    text = '<literalExpression expressionLanguage="groovy"><text>1</text></literalExpression>'

    model = compile_model(parse(definitions(decision("d", text))).model)

    assert [problem.code for problem in model.problems] == ["dmn.expression.language_refused"]


def test_an_unknown_element_is_read_past() -> None:
    parsed = parse(definitions("<future/>", input_data("a"), decision("d", literal("1"))))

    assert parsed.problems == ()
