"""Why an instance goes this way behind a gateway, in a sentence: "因为天数 > 3 天".

Conditions that compare form fields with plain values are said in the form's words; of others the
name that the model gives the flow is shown, or nothing.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from dujiang.api.fieldtexts import FieldTexts
from dujiang.api.rendering import local
from dujiang.bpmn.model import SequenceFlow, walk
from dujiang.deployments import Version
from dujiang.feel import FeelSyntaxError, ast, parse_expression
from dujiang.forms import Form
from dujiang.kernel.words import Language, Words

MAX_CLAUSES: Final = 4
_SIGNS: Final = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Conditions:
    """Says the conditions of one version's flows."""

    def __init__(
        self, version: Version, form: Form | None, texts: FieldTexts, words: Words
    ) -> None:
        self._form = form
        self._texts = texts
        self._words = words
        self._flows: dict[str, SequenceFlow] = {}
        self._siblings: dict[str, list[SequenceFlow]] = {}
        for _node, level in walk(version.process.body):
            for flow in level.flows:
                if flow.id not in self._flows:
                    self._flows[flow.id] = flow
                    self._siblings.setdefault(flow.source, []).append(flow)

    def say(self, flow_id: str, language: Language) -> str | None:
        """Why this flow is taken; None where nothing better than the drawing can be said."""
        flow = self._flows.get(flow_id)
        if flow is None:
            return None
        clauses = self._clauses(flow, language)
        if clauses is not None:
            return self._words.say("api.path.because", {"what": clauses}, language)
        named = local(flow.name, flow.name_en, language)
        if named or flow.condition is not None:
            return named or None
        return self._words.say("api.path.otherwise", {}, language)

    def _clauses(self, flow: SequenceFlow, language: Language) -> str | None:
        if flow.condition is not None:
            return self._said(_tree(flow), language, is_negated=False)
        others = [one for one in self._siblings.get(flow.source, ()) if one.id != flow.id]
        if len(others) != 1 or others[0].condition is None:
            return None
        return self._said(_tree(others[0]), language, is_negated=True)

    def _said(self, tree: Any, language: Language, *, is_negated: bool) -> str | None:  # noqa: ANN401
        joined = _flat(tree)
        if joined is None:
            return None
        join, comparisons = joined
        said = [self._clause(one, is_negated=is_negated) for one in comparisons]
        if any(one is None for one in said):
            return None
        is_all = (join == "and") != is_negated
        between = self._words.say("api.path.and" if is_all else "api.path.or", {}, language)
        return between.join(filter(None, said))

    def _clause(self, comparison: ast.Comparison, *, is_negated: bool) -> str | None:
        field = None
        if self._form is not None and isinstance(comparison.left, ast.Name):
            field = self._form.find(comparison.left.name)
        value = _plain(comparison.right)
        if field is None or value is None:
            return None
        operator = _OPPOSITE[comparison.operator] if is_negated else comparison.operator
        text = self._texts.say(field, value)
        return f"{self._texts.label(field)} {_SIGNS[operator]} {text}" if text else None


def _tree(flow: SequenceFlow) -> Any:  # noqa: ANN401 - a FEEL tree, None where it is none
    assert flow.condition is not None
    try:
        return parse_expression(flow.condition.text.removeprefix("="))
    except FeelSyntaxError:
        return None


def _flat(tree: Any) -> tuple[str, Sequence[ast.Comparison]] | None:  # noqa: ANN401 - a FEEL tree
    """One comparison, or some of them joined all by `and` or all by `or`."""
    if isinstance(tree, ast.Comparison):
        return "and", (tree,)
    found: list[ast.Comparison] = []
    if not isinstance(tree, ast.Logic):
        return None
    join, rest = tree.operator, [tree.right, tree.left]
    while rest:
        part = rest.pop()
        if isinstance(part, ast.Comparison):
            found.append(part)
        elif isinstance(part, ast.Logic) and part.operator == join:
            rest += [part.right, part.left]
        else:
            return None
    return (join, found) if len(found) <= MAX_CLAUSES else None


def _plain(tree: Any) -> Any:  # noqa: ANN401 - a FEEL tree in, a Value out
    match tree:
        case ast.Number(value=value) | ast.Text(value=value) | ast.Boolean(value=value):
            return value
        case ast.Negation(operand=ast.Number(value=value)):
            return -value if isinstance(value, Decimal) else None
        case _:
            return None
