"""A table as rows of text and back, and back into its document."""

import msgspec
from lxml import etree

from dujiang.dmn import parse
from dujiang.dmn.model import DecisionTable
from dujiang.dmn.rows import check_rows, rows_of, table_of
from dujiang.dmn.write import replace_table
from tests.dmn.building import decision, definitions, input_data, literal, table

BODY = table(
    [("金额", "[0..10000]"), "级别"],
    [("审批人", '"组长", "经理"')],
    [("< 1000", "-", '"组长"'), (">= 1000", '"A"', '"经理"')],
    policy="FIRST",
    defaults=['"经理"'],
)
DOCUMENT = definitions(input_data("金额"), decision("d", BODY), decision("e", literal("1")))


def table_in(document: bytes) -> DecisionTable:
    expression = parse(document).model.decisions[0].expression
    assert isinstance(expression, DecisionTable)
    return expression


def test_rows_hold_heads_cells_and_hit_policy() -> None:
    rows = rows_of(table_in(DOCUMENT))

    assert rows.rows == (("< 1000", "-", '"组长"'), (">= 1000", '"A"', '"经理"'))
    assert (rows.inputs[0].expression, rows.inputs[0].values) == ("金额", "[0..10000]")
    assert (rows.outputs[0].name, rows.outputs[0].default) == ("审批人", '"经理"')
    assert rows.hit_policy == "FIRST"


def test_a_table_made_of_its_own_rows_says_the_same() -> None:
    rows = rows_of(table_in(DOCUMENT))

    assert rows_of(table_of(rows)) == rows


def test_unchanged_rows_keep_their_ids_wherever_they_move() -> None:
    old = table_in(DOCUMENT)
    rows = rows_of(old)
    moved = msgspec.structs.replace(rows, rows=(("-", "-", '"经理"'), *reversed(rows.rows)))

    made = table_of(moved, previous=old)

    assert [rule.id for rule in made.rules] == ["rule_1", "r2", "r1"]


def test_cells_that_cannot_be_read_are_named_by_row_and_column() -> None:
    rows = msgspec.structs.replace(rows_of(table_in(DOCUMENT)), rows=(("1 +", "-", '"a'),))

    problems = check_rows(rows)

    assert [(problem.code, problem.path) for problem in problems] == [
        ("feel.syntax.unfinished", "/rows/0/0"),
        ("feel.syntax.unclosed_string", "/rows/0/2"),
    ]


def test_a_written_table_reads_back_and_the_rest_stays() -> None:
    rows = rows_of(table_in(DOCUMENT))
    changed = msgspec.structs.replace(rows, rows=(("< 800", "-", '"组长"'),))
    made = table_of(changed, previous=table_in(DOCUMENT))

    document = replace_table(DOCUMENT, "d_d", made)

    assert rows_of(table_in(document)) == changed
    assert parse(document).problems == ()
    before, after = etree.fromstring(DOCUMENT), etree.fromstring(document)
    assert etree.tostring(before[0]) == etree.tostring(after[0])
    assert etree.tostring(before[2]) == etree.tostring(after[2])
