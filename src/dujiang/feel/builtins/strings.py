"""String functions (10.3.4.3). Positions count code points from 1, or from the end if negative."""

from decimal import Decimal
from typing import Any, Final

from dujiang.feel.builtins.signature import Builtin, builtin
from dujiang.feel.comparison import kind_of
from dujiang.feel.environment import Run
from dujiang.feel.errors import Fault
from dujiang.feel.patterns import is_match, replace_all, split_text


def _substring(string: str, start: Decimal, length: Decimal | None = None) -> str:
    first = int(start)
    if first == 0 or abs(first) > len(string):
        raise Fault("feel.string.no_such_position", position=start, length=len(string))
    begin = first - 1 if first > 0 else len(string) + first
    if length is None:
        return string[begin:]
    if int(length) < 1:
        raise Fault("feel.string.bad_length", length=length)
    return string[begin : begin + int(length)]


def _before(string: str, match: str) -> str:
    return string.partition(match)[0] if match and match in string else ""


def _after(string: str, match: str) -> str:
    if not match:
        return string
    return string.partition(match)[2]


def _join(run: Run, items: list[Any], delimiter: str | None = None) -> str:
    texts: list[str] = []
    for item in items:
        if item is None:
            continue
        if not isinstance(item, str):
            raise Fault(
                "feel.function.argument",
                function="string join",
                parameter="list",
                expected="list<string>",
                found=kind_of(item),
            )
        texts.append(item)
    glue = delimiter or ""
    run.check_text(sum(map(len, texts)) + len(glue) * len(texts))
    return glue.join(texts)


STRINGS: Final[tuple[Builtin, ...]] = (
    builtin("substring", "string: string, start position: number, length?: number", _substring),
    builtin("string length", "string: string", lambda string: Decimal(len(string))),
    builtin("upper case", "string: string", str.upper),
    builtin("lower case", "string: string", str.lower),
    builtin("substring before", "string: string, match: string", _before),
    builtin("substring after", "string: string, match: string", _after),
    builtin(
        "replace",
        "input: string, pattern: string, replacement: string, flags?: string?",
        replace_all,
        needs_run=True,
    ),
    builtin("contains", "string: string, match: string", lambda string, match: match in string),
    builtin("starts with", "string: string, match: string", str.startswith),
    builtin("ends with", "string: string, match: string", str.endswith),
    builtin("matches", "input: string, pattern: string, flags?: string?", is_match),
    builtin("split", "string: string, delimiter: string", split_text),
    builtin("string join", "list: list, delimiter?: string?", _join, needs_run=True),
)
