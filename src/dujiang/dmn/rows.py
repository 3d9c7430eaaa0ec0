"""A decision table as plain rows of text and back: what a spreadsheet holds."""

import msgspec

from dujiang.dmn.model import (
    Aggregation,
    DecisionTable,
    HitPolicy,
    InputClause,
    LiteralExpression,
    OutputClause,
    Rule,
)
from dujiang.feel.builtins import SPACED_NAMES
from dujiang.feel.errors import FeelSyntaxError
from dujiang.feel.parser import parse_expression, parse_unary_tests
from dujiang.kernel.errors import Problem


class InputColumn(msgspec.Struct, frozen=True):
    """Head of a column of conditions."""

    expression: str
    label: str = ""
    type_ref: str = ""
    values: str = ""


class OutputColumn(msgspec.Struct, frozen=True):
    """Head of a column of results."""

    name: str
    label: str = ""
    type_ref: str = ""
    values: str = ""
    default: str = ""


class TableRows(msgspec.Struct, frozen=True):
    """A table as text. A row has the inputs' cells, then the outputs', then the annotations'."""

    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    annotations: tuple[str, ...] = ()
    hit_policy: HitPolicy = "UNIQUE"
    aggregation: Aggregation | None = None


def rows_of(table: DecisionTable) -> TableRows:
    """The table as rows."""
    return TableRows(
        inputs=tuple(
            InputColumn(
                clause.expression.text,
                clause.label,
                clause.expression.type_ref or "",
                clause.values or "",
            )
            for clause in table.inputs
        ),
        outputs=tuple(
            OutputColumn(
                clause.name,
                clause.label,
                clause.type_ref or "",
                clause.values or "",
                clause.default.text if clause.default else "",
            )
            for clause in table.outputs
        ),
        rows=tuple(_row(rule, len(table.annotations)) for rule in table.rules),
        annotations=table.annotations,
        hit_policy=table.hit_policy,
        aggregation=table.aggregation,
    )


def _row(rule: Rule, annotations: int) -> tuple[str, ...]:
    remarks = (*rule.annotations, *[""] * annotations)[:annotations]
    return (
        *(cell.text for cell in rule.inputs),
        *(cell.text for cell in rule.outputs),
        *remarks,
    )


def table_of(rows: TableRows, *, previous: DecisionTable | None = None) -> DecisionTable:
    """The table that rows describe.

    Ids come from `previous` (the table that was exported) by place; a row that is new gets one
    that is not taken, so that hit counts by rule id never mix rules up.
    """
    old = previous or DecisionTable(inputs=(), outputs=(), rules=())
    ids = _Ids(old)
    width = len(rows.inputs) + len(rows.outputs) + len(rows.annotations)
    return DecisionTable(
        id=old.id or ids.new("table"),
        type_ref=old.type_ref,
        label=old.label,
        inputs=tuple(
            _input(column, ids.at(old.inputs, n, "input")) for n, column in enumerate(rows.inputs)
        ),
        outputs=tuple(
            _output(column, ids.at(old.outputs, n, "output"))
            for n, column in enumerate(rows.outputs)
        ),
        rules=tuple(
            _rule(rows, (*row, *[""] * width)[:width], ids.of_row(row)) for row in rows.rows
        ),
        hit_policy=rows.hit_policy,
        aggregation=rows.aggregation,
        annotations=rows.annotations,
    )


class _Ids:
    """Ids of rules by their content; new ones count on from what is taken."""

    def __init__(self, old: DecisionTable) -> None:
        self._by_row: dict[tuple[str, ...], list[str]] = {}
        for rule in old.rules:
            self._by_row.setdefault(_row(rule, len(old.annotations)), []).append(rule.id)
        ids = (
            *(clause.id for clause in old.inputs),
            *(clause.id for clause in old.outputs),
            *(rule.id for rule in old.rules),
        )
        self._taken = {old.id, *ids}

    def of_row(self, row: tuple[str, ...]) -> str:
        """The id of an unchanged row, or a new one."""
        found = self._by_row.get(tuple(row))
        return found.pop(0) if found and found[0] else self.new("rule")

    def at(
        self, clauses: tuple[InputClause, ...] | tuple[OutputClause, ...], place: int, stem: str
    ) -> str:
        """The id of the column that was at a place, or a new one."""
        found = clauses[place].id if place < len(clauses) else ""
        return found or self.new(stem)

    def new(self, stem: str) -> str:
        """An id nobody has."""
        number = 1
        while f"{stem}_{number}" in self._taken:
            number += 1
        self._taken.add(f"{stem}_{number}")
        return f"{stem}_{number}"


def _input(column: InputColumn, id_: str) -> InputClause:
    expression = LiteralExpression(
        text=column.expression, type_ref=column.type_ref or None, id=f"{id_}_expression"
    )
    return InputClause(
        expression=expression, values=column.values or None, label=column.label, id=id_
    )


def _output(column: OutputColumn, id_: str) -> OutputClause:
    default = LiteralExpression(text=column.default) if column.default else None
    return OutputClause(
        name=column.name,
        type_ref=column.type_ref or None,
        values=column.values or None,
        default=default,
        label=column.label,
        id=id_,
    )


def _rule(rows: TableRows, row: tuple[str, ...], id_: str) -> Rule:
    first_output = len(rows.inputs)
    first_remark = first_output + len(rows.outputs)
    cells = [
        LiteralExpression(text=text or ("-" if place < first_output else ""), id=f"{id_}_{place}")
        for place, text in enumerate(row[:first_remark])
    ]
    return Rule(
        inputs=tuple(cells[:first_output]),
        outputs=tuple(cells[first_output:]),
        annotations=row[first_remark:],
        id=id_,
    )


def check_rows(rows: TableRows, names: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """Cells that cannot be read: `feel.syntax.*`, with path `/rows/<row>/<column>` (from 0).

    `names` are the names in scope that have spaces in them.
    """
    known = (*SPACED_NAMES, *names)
    found: list[Problem] = []
    width = len(rows.inputs) + len(rows.outputs)
    for number, row in enumerate(rows.rows):
        for place, text in enumerate(row[:width]):
            if not text:
                continue
            try:
                if place < len(rows.inputs):
                    parse_unary_tests(text, names=known)
                else:
                    parse_expression(text, names=known)
            except FeelSyntaxError as error:
                path = f"/rows/{number}/{place}"
                found.append(Problem(code=error.code, path=path, params=error.params))
    return tuple(found)
