"""What is doubtful about decision tables, found without running them.

Gaps (inputs no rule answers), overlaps (inputs several rules answer though only one may), shadowed
rules (never reached), inputs that no rule looks at, constants of the wrong type. Cells that are
not constants (`> limit`, `? * 2 > 5`) match some inputs nobody can know here: a rule with such a
cell closes no gap for certain, so gaps are then only looked for among the other rules' silence.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from dujiang.dmn.analysis_space import Bits, Line, Names, Space, Tests
from dujiang.dmn.item_types import ItemTypes
from dujiang.dmn.model import (
    Boxed,
    DecisionTable,
    Definitions,
    InputClause,
    LiteralExpression,
    OutputClause,
    Variable,
)
from dujiang.dmn.table import known_cell
from dujiang.dmn.table_index import ANYTHING, UNKNOWN, Cell, rules_in
from dujiang.dmn.xml_reading import Problems
from dujiang.feel.ast import UnaryComparison, UnaryTests
from dujiang.feel.comparison import is_equal, kind_of
from dujiang.feel.errors import FeelSyntaxError
from dujiang.feel.expression import compile_tree, new_compiler
from dujiang.feel.parser import parse_expression, parse_unary_tests
from dujiang.feel.types import ANY, ListOfType, Refined, Simple, Type
from dujiang.kernel.errors import Problem, Severity
from dujiang.kernel.values import Range

MAX_FINDINGS: Final = 50
"""Findings of one kind in one table; whoever has more mends these first."""
MAX_LOOKS: Final = 2_000_000
"""Segments and pairs of rules looked at for one question, a second's worth; a table that needs
more is reported as not checked completely."""


def analyse(model: Definitions) -> tuple[Problem, ...]:
    """Findings of all tables that are the whole logic of a decision or a knowledge model.

    Codes `dmn.analysis.*`; params name `rules` (from 1), the `region` as a test for each column,
    and an `example` value for each column.
    """
    types = ItemTypes(model, {}, Problems())
    inputs = {i.variable.name: types.of(i.variable.type_ref) for i in model.input_data}
    found: list[Problem] = []
    for path, expression, parameters in _logic_of(model):
        if isinstance(expression, DecisionTable):
            known = inputs | {p.name: types.of(p.type_ref) for p in parameters}
            found.extend(analyse_table(expression, types, known, path))
    return tuple(found)


def _logic_of(model: Definitions) -> Iterator[tuple[str, Boxed | None, tuple[Variable, ...]]]:
    for decision in model.decisions:
        yield decision.id, decision.expression, ()
    for knowledge in model.knowledge_models:
        if knowledge.logic is not None:
            yield knowledge.id, knowledge.logic.body, knowledge.logic.parameters


def analyse_table(
    table: DecisionTable, types: ItemTypes, inputs: Mapping[str, Type], path: str = ""
) -> list[Problem]:
    """Findings of one table. `inputs` are the types of names that columns may test."""
    path = table.id or path
    findings = list(_type_errors(table, types, inputs))
    findings.extend(_unused_inputs(table))
    if any(problem.severity == "error" for problem in findings) or not table.rules:
        return findings
    view = _View.of(table, types, inputs, path)
    is_complete = True
    for question in (view.gaps, view.overlaps, view.shadowed):
        try:
            findings.extend(question(_Looks()))
        except _TooLarge:
            is_complete = False
    if not is_complete:
        findings.append(Problem(code="dmn.analysis.too_large", path=path, severity="hint"))
    return findings


class _TooLarge(Exception):
    """The table needs more looks than one analysis may take."""


class _Looks:
    """What is left of the looks that one analysis may take."""

    def __init__(self) -> None:
        self._left = MAX_LOOKS

    def take(self, count: int) -> None:
        """Take some; raises `_TooLarge` when none are left."""
        self._left -= count
        if self._left < 0:
            raise _TooLarge


# -- cells


def _parsed(text: str) -> UnaryTests | None:
    try:
        return parse_unary_tests(text or "-")
    except FeelSyntaxError:
        return None


def tests_of(text: str) -> Tests:
    """What is known of an input entry; `not(...)` and `!= x` as the opposite of constants."""
    tree = _parsed(text)
    if tree is None:
        return Tests(UNKNOWN)
    compiler = new_compiler(None, {})
    if tree.negated:
        return Tests(known_cell(UnaryTests(tree.tests), compiler), negated=True)
    if len(tree.tests) == 1:
        (only,) = tree.tests
        if isinstance(only, UnaryComparison) and only.operator == "!=":
            return Tests(known_cell(UnaryTests((only.operand,)), compiler), negated=True)
    return Tests(known_cell(tree, compiler))


def _constant(text: str) -> Any:  # noqa: ANN401 - a Value, or `_UNKNOWN`
    """The value of an expression that reads nothing; `_UNKNOWN` for any other."""
    try:
        expression = compile_tree(parse_expression(text))
    except FeelSyntaxError:
        return _UNKNOWN
    if expression.names:
        return _UNKNOWN
    found = expression.evaluate({})
    return _UNKNOWN if found.warnings else found.value


_UNKNOWN: Final = object()


def _name(clause: InputClause) -> str:
    return clause.expression.text or clause.label


def _column_type(clause: InputClause, types: ItemTypes, inputs: Mapping[str, Type]) -> Type:
    declared = types.of(clause.expression.type_ref)
    if declared == ANY:
        return inputs.get(clause.expression.text, ANY)
    return declared


def _base(type_: Type) -> Type:
    return _base(type_.base) if isinstance(type_, Refined) else type_


# -- types and unused columns


def _kinds(cell: Cell) -> Iterator[str]:
    for point in cell.points:
        if point is not None:
            yield kind_of(point)
    for within in cell.ranges:
        yield kind_of(within.start if within.start is not None else within.end)


def _type_errors(
    table: DecisionTable, types: ItemTypes, inputs: Mapping[str, Type]
) -> Iterator[Problem]:
    for place, clause in enumerate(table.inputs):
        type_ = _base(_column_type(clause, types, inputs))
        if not isinstance(type_, Simple) or type_ == ANY:
            continue
        for number, rule in enumerate(table.rules, 1):
            entry = rule.inputs[place]
            for kind in _kinds(tests_of(entry.text).cell):
                if kind != type_.name:
                    yield _wrong_type(entry, number, _name(clause), type_.name, kind)
    for place, output in enumerate(table.outputs):
        for number, rule in enumerate(table.rules, 1):
            yield from _output_errors(output, rule.outputs[place], number, types)


def _output_errors(
    output: OutputClause, entry: LiteralExpression, number: int, types: ItemTypes
) -> Iterator[Problem]:
    value = _constant(entry.text)
    if value is _UNKNOWN or value is None:
        return
    type_ = _base(types.of(output.type_ref))
    if isinstance(type_, Simple) and type_ != ANY and kind_of(value) != type_.name:
        yield _wrong_type(entry, number, output.name, type_.name, kind_of(value))
    if output.values is None:
        return
    listed = tests_of(output.values).cell
    if listed.is_indexed and not listed.ranges and not _is_listed(value, listed):
        yield Problem(
            code="dmn.analysis.output_not_listed",
            path=entry.id,
            params={"rules": [number], "column": output.name, "value": value},
            severity="warning",
        )


def _is_listed(value: object, listed: Cell) -> bool:
    return any(is_equal(value, point) for point in listed.points)


def _wrong_type(
    entry: LiteralExpression, number: int, column: str, expected: str, found: str
) -> Problem:
    params = {"rules": [number], "column": column, "expected": expected, "found": found}
    return Problem(code="dmn.analysis.wrong_type", path=entry.id, params=params)


def _unused_inputs(table: DecisionTable) -> Iterator[Problem]:
    for place, clause in enumerate(table.inputs):
        entries = [tests_of(rule.inputs[place].text) for rule in table.rules]
        if entries and all(entry.cell.matches_all for entry in entries):
            yield Problem(
                code="dmn.analysis.unused_input",
                path=clause.id,
                params={"column": _name(clause)},
                severity="warning",
            )


# -- regions


Region: TypeAlias = tuple[tuple[int, ...], ...]
"""For each column the segments that belong to it."""


@dataclass(frozen=True, slots=True)
class _View:
    """A table as boxes: for each column its segments, for each rule the segments it matches."""

    table: DecisionTable
    path: str
    columns: tuple[str, ...]
    spaces: tuple[Space, ...]
    boxes: tuple[tuple[Bits, ...] | None, ...]
    """The segments of each rule by column; None for a rule that cannot be known."""
    by_segment: tuple[tuple[Bits, ...], ...]
    """For each column and segment the rules that match it; unknown rules nowhere."""

    @classmethod
    def of(
        cls, table: DecisionTable, types: ItemTypes, inputs: Mapping[str, Type], path: str
    ) -> "_View":
        cells = [[tests_of(entry.text) for entry in rule.inputs] for rule in table.rules]
        spaces = tuple(
            _space(clause, [row[place] for row in cells], _column_type(clause, types, inputs))
            for place, clause in enumerate(table.inputs)
        )
        boxes = tuple(_box(row, spaces) for row in cells)
        by_segment = tuple(_by_segment(boxes, c, space.size) for c, space in enumerate(spaces))
        names = tuple(_name(clause) for clause in table.inputs)
        return cls(table, path, names, spaces, boxes, by_segment)

    # -- gaps

    def gaps(self, looks: _Looks) -> Iterator[Problem]:
        """Regions that no rule answers, unless a default or an unknown rule may."""
        if None in self.boxes or any(output.default for output in self.table.outputs):
            return
        everything = (1 << len(self.boxes)) - 1
        for region in _Search(self, looks, self._all_segments).uncovered(0, everything):
            yield self._finding("dmn.analysis.gap", [], region, "warning")

    def _all_segments(self, column: int) -> Bits:
        return self.spaces[column].bits_of(Tests(ANYTHING))

    # -- overlaps

    def overlaps(self, looks: _Looks) -> Iterator[Problem]:
        """Pairs of rules that may apply together though the hit policy forbids it."""
        policy = self.table.hit_policy
        if policy not in {"UNIQUE", "ANY"}:
            return
        count = 0
        for first, second in self._pairs(looks):
            if policy == "ANY" and self._agree(first, second):
                continue
            ours, theirs = self.boxes[first], self.boxes[second]
            assert ours is not None
            assert theirs is not None
            region = tuple(tuple(rules_in(a & b)) for a, b in zip(ours, theirs, strict=True))
            severity: Severity = "error" if policy == "UNIQUE" else "warning"
            rules = [first + 1, second + 1]
            yield self._finding("dmn.analysis.overlap", rules, region, severity)
            count += 1
            if count == MAX_FINDINGS:
                return

    def _pairs(self, looks: _Looks) -> Iterator[tuple[int, int]]:
        for first, ours in enumerate(self.boxes):
            if ours is None:
                continue
            for second in range(first + 1, len(self.boxes)):
                looks.take(1)
                theirs = self.boxes[second]
                if theirs is not None and all(a & b for a, b in zip(ours, theirs, strict=True)):
                    yield first, second

    def _agree(self, first: int, second: int) -> bool:
        """Whether two rules are known to give the same outputs."""
        pairs = zip(self._outputs(first), self._outputs(second), strict=True)
        return all(a is not _UNKNOWN and is_equal(a, b) for a, b in pairs)

    def _outputs(self, rule: int) -> list[Any]:
        return [_constant(entry.text) for entry in self.table.rules[rule].outputs]

    # -- shadowed rules

    def shadowed(self, looks: _Looks) -> Iterator[Problem]:
        """Rules of a FIRST table that earlier rules never let apply."""
        if self.table.hit_policy != "FIRST":
            return
        for rule, box in enumerate(self.boxes):
            if box is None or rule == 0:
                continue
            if not all(box):
                continue
            earlier = (1 << rule) - 1
            if not _Search(self, looks, box.__getitem__).uncovered(0, earlier):
                region = tuple(tuple(rules_in(bits)) for bits in box)
                hiding = [other + 1 for other in self._hiding(rule)]
                yield self._finding("dmn.analysis.shadowed", [rule + 1, *hiding], region, "warning")

    def _hiding(self, rule: int) -> Iterator[int]:
        box = self.boxes[rule]
        assert box is not None
        for other in range(rule):
            theirs = self.boxes[other]
            if theirs is not None and all(a & b for a, b in zip(box, theirs, strict=True)):
                yield other

    # -- findings

    def _finding(
        self,
        code: str,
        rules: Sequence[int],
        region: Region,
        severity: Severity,
    ) -> Problem:
        spaces = zip(self.columns, self.spaces, region, strict=True)
        described = [(name, space, segments) for name, space, segments in spaces]
        params = {
            "rules": list(rules),
            "region": {name: space.text(segments) for name, space, segments in described},
            "example": {name: space.example(segments[0]) for name, space, segments in described},
        }
        return Problem(code=code, path=self.path, params=params, severity=severity)


class _Search:
    """Looks for regions inside a box that none of some rules covers."""

    def __init__(self, view: _View, looks: _Looks, within: Callable[[int], Bits]) -> None:
        self._view = view
        self._looks = looks
        self._within = within
        self._known: dict[tuple[int, Bits], list[Region]] = {}

    def uncovered(self, column: int, rules: Bits) -> "list[Region]":
        """Regions of the columns from `column` on that none of `rules` covers."""
        if column == len(self._view.spaces):
            return [] if rules else [()]
        if (column, rules) in self._known:
            return self._known[column, rules]
        self._looks.take(self._view.spaces[column].size)
        alike: dict[Bits, list[int]] = {}
        for segment in rules_in(self._within(column)):
            left = rules & self._view.by_segment[column][segment]
            alike.setdefault(left, []).append(segment)
        found: list[Region] = []
        for left, segments in alike.items():
            rest = self.uncovered(column + 1, left)
            found.extend((tuple(segments), *region) for region in rest)
            if len(found) >= MAX_FINDINGS:
                break
        self._known[column, rules] = found[:MAX_FINDINGS]
        return self._known[column, rules]


def _by_segment(
    boxes: Sequence[tuple[Bits, ...] | None], column: int, size: int
) -> tuple[Bits, ...]:
    """For each segment of a column the rules that match it, found where they begin and end."""
    changes = [0] * (size + 1)
    for rule, box in enumerate(boxes):
        if box is not None:
            for segment in rules_in(box[column] ^ (box[column] << 1)):
                changes[segment] ^= 1 << rule
    found: list[Bits] = []
    current = 0
    for segment in range(size):
        current ^= changes[segment]
        found.append(current)
    return tuple(found)


def _box(row: Sequence[Tests], spaces: Sequence[Space]) -> tuple[Bits, ...] | None:
    if not all(tests.cell.is_indexed for tests in row):
        return None
    return tuple(space.bits_of(tests) for tests, space in zip(row, spaces, strict=True))


def _space(clause: InputClause, cells: Sequence[Tests], type_: Type) -> Space:
    points = [p for tests in cells for p in tests.cell.points if p is not None]
    ranges = [r for tests in cells for r in tests.cell.ranges]
    listed = tests_of(clause.values).cell if clause.values else _allowed_by(type_)
    if _base(type_) == Simple("boolean") or any(isinstance(point, bool) for point in points):
        return Names((True, False), is_closed=True)
    if listed is not None and listed.is_indexed and listed.points and not listed.ranges:
        return Names(listed.points, is_closed=True)
    within = listed.ranges[0] if listed is not None and len(listed.ranges) == 1 else None
    cuts = [*points, *(end for r in ranges for end in (r.start, r.end) if end is not None)]
    is_text = all(isinstance(value, str) for value in cuts)
    if (is_text and not ranges) or len({type(value) for value in cuts}) != 1:
        return Names(points, is_closed=False)
    return Line(cuts, _comparable(within, cuts[0]))


def _comparable(within: Range | None, value: object) -> Range | None:
    if within is None:
        return None
    ends = [end for end in (within.start, within.end) if end is not None]
    return within if all(type(end) is type(value) for end in ends) else None


def _allowed_by(type_: Type) -> Cell | None:
    match type_:
        case Refined(listed=listed) if listed:
            return Cell(is_indexed=True, points=listed)
        case ListOfType(item=item):
            return _allowed_by(item)
        case _:
            return None
