"""FEEL, the expression language of DMN 1.5 (chapter 10), complete and on its own.

    >>> from dujiang.feel import compile_expression
    >>> compile_expression("订单.金额 * 0.8").evaluate({"订单": {"金额": Decimal(50)}}).value
    Decimal('40.0')

Text is compiled once into closures and evaluated often. A text that cannot be read raises
`FeelSyntaxError`; evaluation never raises: what has no value gives null and a warning. Values are
those of `dujiang.kernel.values`. Knows nothing of BPMN, DMN, time or I/O.
"""

from dujiang.feel.builtins import builtin_signatures
from dujiang.feel.environment import Budget, Environment
from dujiang.feel.errors import Fault, FeelError, FeelSyntaxError, Warning_
from dujiang.feel.expression import (
    Evaluation,
    Expression,
    compile_expression,
    compile_tree,
    compile_unary_tests,
    find_fault,
)
from dujiang.feel.parser import parse_expression, parse_unary_tests
from dujiang.feel.printer import format_expression
from dujiang.feel.text import format_value

__all__ = [
    "Budget",
    "Environment",
    "Evaluation",
    "Expression",
    "Fault",
    "FeelError",
    "FeelSyntaxError",
    "Warning_",
    "builtin_signatures",
    "compile_expression",
    "compile_tree",
    "compile_unary_tests",
    "find_fault",
    "format_expression",
    "format_value",
    "parse_expression",
    "parse_unary_tests",
]
