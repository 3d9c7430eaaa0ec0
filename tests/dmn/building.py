"""Builds DMN documents for tests: rows of text in, XML out."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from dujiang.dmn import DecisionModel, compile_model, parse

DMN_15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(
    *elements: str, namespace: str = "urn:test", dmn: str = DMN_15, imports: str = ""
) -> bytes:
    """A document with these elements."""
    return (
        f'<definitions xmlns="{dmn}" id="model" name="model" namespace="{namespace}">'
        f"{imports}{''.join(elements)}</definitions>"
    ).encode()


def input_data(name: str, type_ref: str = "Any") -> str:
    """An input; its id is `in_` and the name."""
    variable = f"<variable name={quoteattr(name)} typeRef={quoteattr(type_ref)}/>"
    return f"<inputData id={quoteattr('in_' + name)} name={quoteattr(name)}>{variable}</inputData>"


def needs(*ids: str) -> str:
    """Requirements by id: `in_...` are inputs, `bkm_...` and `ds_...` functions, else decisions."""
    found = []
    for target in ids:
        id_ = target.rpartition("#")[2]
        href = quoteattr(target if "#" in target else f"#{target}")
        if id_.startswith("in_"):
            inner = f"<requiredInput href={href}/>"
            found.append(f"<informationRequirement>{inner}</informationRequirement>")
        elif id_.startswith(("bkm_", "ds_")):
            inner = f"<requiredKnowledge href={href}/>"
            found.append(f"<knowledgeRequirement>{inner}</knowledgeRequirement>")
        else:
            inner = f"<requiredDecision href={href}/>"
            found.append(f"<informationRequirement>{inner}</informationRequirement>")
    return "".join(found)


def decision(name: str, body: str, *required: str, type_ref: str = "Any") -> str:
    """A decision; its id is `d_` and the name."""
    variable = f"<variable name={quoteattr(name)} typeRef={quoteattr(type_ref)}/>"
    return (
        f"<decision id={quoteattr('d_' + name)} name={quoteattr(name)}>"
        f"{variable}{needs(*required)}{body}</decision>"
    )


def literal(text: str, type_ref: str = "") -> str:
    """A literal expression."""
    kind = f" typeRef={quoteattr(type_ref)}" if type_ref else ""
    return f"<literalExpression{kind}><text>{escape(text)}</text></literalExpression>"


def knowledge(name: str, parameters: Sequence[str], body: str, *required: str) -> str:
    """A business knowledge model; its id is `bkm_` and the name."""
    formal = "".join(f"<formalParameter name={quoteattr(p)}/>" for p in parameters)
    return (
        f"<businessKnowledgeModel id={quoteattr('bkm_' + name)} name={quoteattr(name)}>"
        f"<variable name={quoteattr(name)}/>"
        f"<encapsulatedLogic>{formal}{body}</encapsulatedLogic>{needs(*required)}"
        "</businessKnowledgeModel>"
    )


def table(
    inputs: Sequence[str | tuple[str, str]],
    outputs: Sequence[str | tuple[str, str]],
    rules: Sequence[Sequence[str]],
    *,
    policy: str = "UNIQUE",
    aggregation: str = "",
    defaults: Sequence[str] = (),
) -> str:
    """A decision table; a column is its expression or name, with its allowed values if given."""
    columns = "".join(_input(*_pair(column)) for column in inputs)
    results = "".join(
        _output(*_pair(column), defaults[i] if defaults else "") for i, column in enumerate(outputs)
    )
    rows = "".join(_rule(number, rule, len(inputs)) for number, rule in enumerate(rules, 1))
    operator = f" aggregation={quoteattr(aggregation)}" if aggregation else ""
    return (
        f'<decisionTable id="table" hitPolicy={quoteattr(policy)}{operator}>'
        f"{columns}{results}{rows}</decisionTable>"
    )


def _pair(column: str | tuple[str, str]) -> tuple[str, str]:
    return (column, "") if isinstance(column, str) else column


def _input(expression: str, values: str) -> str:
    allowed = f"<inputValues><text>{escape(values)}</text></inputValues>" if values else ""
    text = f"<inputExpression><text>{escape(expression)}</text></inputExpression>"
    return f"<input>{text}{allowed}</input>"


def _output(name: str, values: str, default: str) -> str:
    allowed = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    text = f"<text>{escape(default)}</text>"
    entry = f"<defaultOutputEntry>{text}</defaultOutputEntry>" if default else ""
    return f"<output name={quoteattr(name)}>{allowed}{entry}</output>"


def _rule(number: int, cells: Sequence[str], inputs: int) -> str:
    tests = "".join(f"<inputEntry><text>{escape(c)}</text></inputEntry>" for c in cells[:inputs])
    results = "".join(
        f"<outputEntry><text>{escape(c)}</text></outputEntry>" for c in cells[inputs:]
    )
    return f'<rule id="r{number}">{tests}{results}</rule>'


def compiled(*elements: str) -> DecisionModel:
    """The compiled model of these elements; a model with errors fails the test."""
    parsed = parse(definitions(*elements))
    assert parsed.problems == ()
    model = compile_model(parsed.model)
    assert [p for p in model.problems if p.severity == "error"] == []
    return model
