"""Decision tables as closures (DMN 1.5, chapter 8).

Columns first narrow the rules by their indexes; the few cells that cannot be indexed are asked
only of the rules that are left.
"""

from typing import Any, Final, Protocol

from dujiang.dmn.explain import TableTrace
from dujiang.dmn.hit_policy import (
    SINGLE_HIT,
    aggregated,
    any_match,
    by_priority,
    only_match,
)
from dujiang.dmn.model import Boxed, DecisionTable, InputClause, LiteralExpression, OutputClause
from dujiang.dmn.table_index import (
    ANYTHING,
    UNKNOWN,
    Cell,
    ColumnIndex,
    cell_of,
    rules_in,
)
from dujiang.dmn.xml_reading import Problems
from dujiang.feel.ast import UnaryComparison, UnaryTests
from dujiang.feel.errors import Fault, FeelSyntaxError
from dujiang.feel.functions import AnyValue, Code, Frame
from dujiang.feel.parser import parse_unary_tests
from dujiang.feel.ranges import unary_range
from dujiang.feel.scope import TEST_INPUT, Compiler, Scope, Term, value_of, warn
from dujiang.feel.types import ListOfType, Refined, Type

MAX_TRACED_RULES: Final = 1_000


class TableExpressions(Protocol):
    """What a table asks of whoever compiles the expressions around it."""

    problems: Problems

    def expression(self, node: Boxed, scope: Scope | None, compiler: Compiler) -> Term:
        """The term of an expression, converted to its declared type."""

    def tests(self, node: LiteralExpression, scope: Scope | None) -> UnaryTests | FeelSyntaxError:
        """An input entry as a tree, or why it cannot be read."""

    def test(
        self,
        tree: UnaryTests | FeelSyntaxError,
        node: LiteralExpression,
        scope: Scope | None,
        compiler: Compiler,
    ) -> Term:
        """The term of an input entry."""

    def typed(self, term: Term, type_: Type, path: str) -> Term:
        """The term converted to a type."""

    def type_of(self, type_ref: str | None, path: str) -> Type:
        """The type a reference names."""


class _Column:
    """One input column, compiled."""

    __slots__ = ("allowed", "code", "index", "name", "slot", "tests", "unindexed")

    def __init__(
        self,
        clause: InputClause,
        cells: list[LiteralExpression],
        scope: Scope | None,
        compiler: Compiler,
        using: TableExpressions,
    ) -> None:
        self.name = clause.label or clause.expression.text
        self.code = using.expression(clause.expression, scope, compiler).code
        binding = compiler.bind((TEST_INPUT,), scope)
        self.slot = binding.names[TEST_INPUT]
        trees = [using.tests(cell, binding) for cell in cells]
        self.tests = tuple(
            using.test(tree, cell, binding, compiler).code
            for tree, cell in zip(trees, cells, strict=True)
        )
        known = [known_cell(tree, compiler) for tree in trees]
        self.index = ColumnIndex(known)
        self.unindexed = sum(1 << rule for rule, cell in enumerate(known) if not cell.is_indexed)
        allowed = clause.values
        self.allowed: Code | None = None
        if allowed is not None:
            listed = LiteralExpression(id=clause.id, text=allowed)
            tree = using.tests(listed, binding)
            self.allowed = using.test(tree, listed, binding, compiler).code

    def candidates(self, value: AnyValue, bits: int) -> tuple[int, int]:
        """Of the rules `bits`: those that may match, and those of them that must be asked."""
        found = self.index.rules_for(value)
        if found is None:
            return bits, bits
        bits &= found
        return bits, bits & self.unindexed


def known_cell(tree: UnaryTests | FeelSyntaxError, compiler: Compiler) -> Cell:
    """What is known of an input entry without running anything."""
    if isinstance(tree, FeelSyntaxError) or tree.negated:
        return UNKNOWN
    return _constant_cell(tree, compiler) if tree.tests else ANYTHING


def _constant_cell(tree: UnaryTests, compiler: Compiler) -> Cell:
    constants: list[Any] = []
    for test in tree.tests:
        operand = test.operand if isinstance(test, UnaryComparison) else test
        term = compiler.compile(operand, None)
        if not term.constant:
            return UNKNOWN
        found = value_of(term)
        if isinstance(test, UnaryComparison) and test.operator != "=":
            try:
                found = unary_range(test.operator, found)
            except Fault:
                return UNKNOWN
        constants.append(found)
    return cell_of(constants)


class _Output:
    """One output column, compiled."""

    __slots__ = ("cells", "default", "name", "priorities")

    def __init__(
        self,
        clause: OutputClause,
        cells: list[LiteralExpression],
        scope: Scope | None,
        compiler: Compiler,
        using: TableExpressions,
    ) -> None:
        type_ = using.type_of(clause.type_ref, clause.id)

        def compiled(cell: LiteralExpression) -> Code:
            return using.typed(using.expression(cell, scope, compiler), type_, cell.id).code

        self.name = clause.name
        self.cells = tuple(compiled(cell) for cell in cells)
        self.default = None if clause.default is None else compiled(clause.default)
        self.priorities = _listed_values(clause.values, compiler)
        if self.priorities is None:
            self.priorities = _values_of_type(type_)


def _listed_values(text: str | None, compiler: Compiler) -> list[Any] | None:
    if text is None:
        return None
    try:
        tree = parse_unary_tests(text)
    except FeelSyntaxError:
        return None
    terms = [compiler.compile(test, None) for test in tree.tests]
    return [value_of(term) for term in terms if term.constant]


def _values_of_type(type_: Type) -> list[Any] | None:
    match type_:
        case Refined(listed=listed):
            return list(listed) if listed else None
        case ListOfType(item=item):
            return _values_of_type(item)
        case _:
            return None


class _Table:
    """A compiled table. `answer` is its code."""

    def __init__(
        self, node: DecisionTable, scope: Scope | None, compiler: Compiler, using: TableExpressions
    ) -> None:
        self.node = node
        self.columns = [
            _Column(clause, [rule.inputs[i] for rule in node.rules], scope, compiler, using)
            for i, clause in enumerate(node.inputs)
        ]
        self.outputs = [
            _Output(clause, [rule.outputs[i] for rule in node.rules], scope, compiler, using)
            for i, clause in enumerate(node.outputs)
        ]
        self.all_rules = (1 << len(node.rules)) - 1
        self.first_only = node.hit_policy == "FIRST"
        self.has_default = any(output.default is not None for output in self.outputs)

    def answer(self, frame: Frame) -> AnyValue:
        """The answer of the table, or null and a warning."""
        try:
            matching = self._matching(frame)
            if not matching:
                return self._default(frame)
            return self._combined(frame, matching)
        except Fault as fault:
            return warn(frame, fault, (0, 0))

    def _matching(self, frame: Frame) -> list[int]:
        bits = self.all_rules
        values: list[Any] = []
        to_ask: list[tuple[_Column, int]] = []
        for column in self.columns:
            frame[column.slot] = value = column.code(frame)
            if column.allowed is not None and column.allowed(frame) is not True:
                raise Fault("dmn.table.input_not_allowed", input=column.name, value=value)
            bits, asked = column.candidates(value, bits)
            values.append(value)
            if asked:
                to_ask.append((column, asked))
        matching = rules_in(bits)
        if to_ask:
            matching = self._asked(frame, matching, to_ask)
        elif self.first_only:
            del matching[1:]
        if frame[0].trace is not None:
            self._trace(frame, values, matching)
        return matching

    def _asked(
        self, frame: Frame, rules: list[int], to_ask: list[tuple[_Column, int]]
    ) -> list[int]:
        """The rules whose cells without index are true too."""
        run = frame[0]
        matching: list[int] = []
        for rule in rules:
            run.spend(1)
            bit = 1 << rule
            if all(c.tests[rule](frame) is True for c, asked in to_ask if asked & bit):
                matching.append(rule)
                if self.first_only:
                    break
        return matching

    def _trace(self, frame: Frame, values: list[Any], matching: list[int]) -> None:
        rules = self.node.rules
        frame[0].trace.append(
            TableTrace(
                table=self.node.id,
                inputs=tuple(
                    (column.name, value) for column, value in zip(self.columns, values, strict=True)
                ),
                rules=tuple(rule + 1 for rule in matching[:MAX_TRACED_RULES]),
                rule_ids=tuple(rules[rule].id for rule in matching[:MAX_TRACED_RULES]),
            )
        )

    def _default(self, frame: Frame) -> AnyValue:
        if not self.has_default:
            return None
        values = tuple(
            None if output.default is None else output.default(frame) for output in self.outputs
        )
        value = self._shaped(values)
        return value if self.node.hit_policy in SINGLE_HIT or self.node.aggregation else [value]

    def _combined(self, frame: Frame, matching: list[int]) -> AnyValue:
        policy = self.node.hit_policy
        if policy == "UNIQUE" and len(matching) > 1:
            return only_match([(rule + 1, ()) for rule in matching])
        matches = [
            (rule + 1, tuple(output.cells[rule](frame) for output in self.outputs))
            for rule in matching
        ]
        if policy in {"UNIQUE", "FIRST"}:
            return self._shaped(matches[0][1])
        if policy == "ANY":
            return self._shaped(any_match(matches))
        if policy in {"PRIORITY", "OUTPUT ORDER"}:
            ordered = by_priority(matches, [output.priorities for output in self.outputs])
            shaped = [self._shaped(outputs) for outputs in ordered]
            return shaped[0] if policy == "PRIORITY" else shaped
        collected = [self._shaped(outputs) for _, outputs in matches]
        aggregation = self.node.aggregation
        if policy == "COLLECT" and aggregation is not None:
            return aggregated(aggregation, collected)
        return collected

    def _shaped(self, outputs: tuple[Any, ...]) -> AnyValue:
        if len(self.outputs) == 1:
            return outputs[0]
        return {output.name: value for output, value in zip(self.outputs, outputs, strict=True)}


def compile_table(
    node: DecisionTable, scope: Scope | None, compiler: Compiler, using: TableExpressions
) -> Term:
    """The term of a decision table in its scope."""
    if not node.outputs:
        using.problems.add("dmn.table.no_output", node.id)
        return Term(lambda frame: None)
    return Term(_Table(node, scope, compiler, using).answer)
