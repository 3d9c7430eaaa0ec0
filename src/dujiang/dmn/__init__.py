"""DMN 1.5 (and 1.1 to 1.4): decision models read, checked, compiled and evaluated, on their own.

    >>> parsed = parse(xml)
    >>> compiled = compile_model(parsed.model)
    >>> compiled.evaluate("差旅标准", {"职级": "经理", "城市": "上海"}).value

Knows nothing of processes, files or time. Values are those of `dujiang.kernel.values`.
"""

from dujiang.dmn.analysis import analyse
from dujiang.dmn.compile import compile_model
from dujiang.dmn.decision_model import DecisionModel, Outcome
from dujiang.dmn.explain import DecisionTrace, TableTrace
from dujiang.dmn.looking import RuleLook, look_at_rules
from dujiang.dmn.model import DecisionTable, Definitions
from dujiang.dmn.parse import ParsedDefinitions, parse
from dujiang.dmn.rows import InputColumn, OutputColumn, TableRows, check_rows, rows_of, table_of
from dujiang.dmn.write import replace_table

__all__ = [
    "DecisionModel",
    "DecisionTable",
    "DecisionTrace",
    "Definitions",
    "InputColumn",
    "Outcome",
    "OutputColumn",
    "ParsedDefinitions",
    "RuleLook",
    "TableRows",
    "TableTrace",
    "analyse",
    "check_rows",
    "compile_model",
    "look_at_rules",
    "parse",
    "replace_table",
    "rows_of",
    "table_of",
]
