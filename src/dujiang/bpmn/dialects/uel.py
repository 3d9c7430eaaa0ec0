"""The unified expression language of Java engines -> FEEL.

`${amount > 1000 && !paid}` becomes `amount > 1000 and not(paid)`.
Only what means the same in FEEL is translated; calls of Java beans are not.
"""

import re
from collections.abc import Callable
from typing import Final

MAX_UEL_CHARS: Final = 10_000


class NotTranslatable(Exception):
    """The expression needs Java; `reason` says which part."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?[dDfFlL]?)|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>[A-Za-z_$][A-Za-z0-9_$]*)"
    r"|(?P<sign>==|!=|<=|>=|&&|\|\||[-+*/%<>!?:().,\[\]]))"
)
BINARY: Final = {
    "||": (1, "or"), "or": (1, "or"), "&&": (2, "and"), "and": (2, "and"),
    "==": (3, "="), "eq": (3, "="), "!=": (3, "!="), "ne": (3, "!="),
    "<": (4, "<"), "lt": (4, "<"), ">": (4, ">"), "gt": (4, ">"),
    "<=": (4, "<="), "le": (4, "<="), ">=": (4, ">="), "ge": (4, ">="),
    "+": (5, "+"), "-": (5, "-"), "*": (6, "*"), "/": (6, "/"), "div": (6, "/"),
    "%": (6, "%"), "mod": (6, "%"),
}  # fmt: skip
VARIABLES: Final = {
    "nrOfInstances": "numberOfInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "execution": "",
    "variables": "",
}
"""Names that engines give; `execution.getVariable("x")` is `x`."""
METHODS: Final[dict[str, Callable[[str, list[str]], str]]] = {
    "contains": lambda source, args: (
        f"(if {source} instance of string then contains({source}, {args[0]}) "
        f"else list contains({source}, {args[0]}))"
    ),
    "equals": lambda source, args: f"{source} = {args[0]}",
    "equalsIgnoreCase": lambda source, args: f"lower case({source}) = lower case({args[0]})",
    "startsWith": lambda source, args: f"starts with({source}, {args[0]})",
    "endsWith": lambda source, args: f"ends with({source}, {args[0]})",
    "toLowerCase": lambda source, _: f"lower case({source})",
    "toUpperCase": lambda source, _: f"upper case({source})",
    "length": lambda source, _: f"string length({source})",
    "size": lambda source, _: f"count({source})",
    "isEmpty": lambda source, _: f"({source} = null or count({source}) = 0)",
    "toString": lambda source, _: f"string({source})",
    "get": lambda source, args: f"{source}[{args[0]} + 1]",
}
ARGUMENT_COUNT: Final = {
    "contains": 1, "equals": 1, "equalsIgnoreCase": 1, "startsWith": 1, "endsWith": 1, "get": 1,
}  # fmt: skip


def feel_of(text: str) -> str:
    """The FEEL expression (without leading `=`) that means the same as a UEL text.

    Text around `${...}` is joined to it. Raises `NotTranslatable`.
    """
    if len(text) > MAX_UEL_CHARS:
        raise NotTranslatable("too long")
    parts = _parts(text.strip())
    if len(parts) == 1 and parts[0][0]:
        return _Parser(parts[0][1]).whole()
    joined = [
        f"string({_Parser(part).whole()})" if is_code else _quoted(part) for is_code, part in parts
    ]
    return " + ".join(joined) or '""'


def is_uel(text: str) -> bool:
    """Whether a text contains `${...}` or `#{...}`."""
    return re.search(r"[$#]\{", text) is not None


def _parts(text: str) -> list[tuple[bool, str]]:
    """(is code, text) in order."""
    found: list[tuple[bool, str]] = []
    at = 0
    for match in re.finditer(r"[$#]\{((?:[^{}'\"]|'[^']*'|\"[^\"]*\")*)\}", text):
        if match.start() > at:
            found.append((False, text[at : match.start()]))
        found.append((True, match.group(1)))
        at = match.end()
    if at < len(text):
        found.append((False, text[at:]))
    return found


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Parser:
    """Precedence climbing over the tokens of one `${...}`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._read(text)
        self._at = 0

    @staticmethod
    def _read(text: str) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if match is None:
                raise NotTranslatable(text[at : at + 20])
            kind = match.lastgroup or ""
            tokens.append((kind, match.group(kind)))
            at = match.end()
        return tokens

    def whole(self) -> str:
        """The whole expression."""
        found = self._choice()
        if self._at < len(self._tokens):
            raise NotTranslatable(self._tokens[self._at][1])
        return found

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise NotTranslatable(self._text)
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, sign: str) -> None:
        if self._next()[1] != sign:
            raise NotTranslatable(self._text)

    def _choice(self) -> str:
        condition = self._binary(1)
        if self._peek() != "?":
            return condition
        self._next()
        yes = self._choice()
        self._expect(":")
        no = self._choice()
        return f"(if {condition} then {yes} else {no})"

    def _binary(self, level: int) -> str:
        left = self._unary()
        while True:
            found = BINARY.get(self._peek())
            if found is None or found[0] < level:
                return left
            self._next()
            right = self._binary(found[0] + 1)
            is_rest = found[1] == "%"
            left = f"modulo({left}, {right})" if is_rest else f"{left} {found[1]} {right}"

    def _unary(self) -> str:
        sign = self._peek()
        if sign in ("!", "not"):
            self._next()
            return f"not({self._unary()})"
        if sign == "-":
            self._next()
            return f"-{self._unary()}"
        if sign == "empty":
            self._next()
            operand = self._unary()
            return f'({operand} = null or {operand} = "" or count({operand}) = 0)'
        return self._postfix(self._primary())

    def _primary(self) -> str:
        kind, text = self._next()
        match kind:
            case "number":
                return text.rstrip("dDfFlL")
            case "text":
                return _quoted(re.sub(r"\\(.)", r"\1", text[1:-1]))
            case "name":
                if self._peek() == ":" and self._followed_by_call():
                    raise NotTranslatable(f"{text}:")
                return VARIABLES.get(text, text)
            case _:
                if text != "(":
                    raise NotTranslatable(text)
                inner = self._choice()
                self._expect(")")
                return f"({inner})"

    def _followed_by_call(self) -> bool:
        ahead = self._tokens[self._at + 1 : self._at + 3]
        return len(ahead) == 2 and ahead[0][0] == "name" and ahead[1][1] == "("

    def _postfix(self, source: str) -> str:
        while self._peek() in (".", "[", "("):
            sign = self._next()[1]
            if sign == "(":
                raise NotTranslatable(f"{source}()")
            source = self._indexed(source) if sign == "[" else self._member(source)
        if not source:
            raise NotTranslatable(self._text)
        return source

    def _indexed(self, source: str) -> str:
        index = self._choice()
        self._expect("]")
        if index.startswith('"'):
            return f"get value({source}, {index})" if source else index.strip('"')
        return f"{source}[{index} + 1]"

    def _member(self, source: str) -> str:
        name = self._next()[1]
        if self._peek() != "(":
            return f"{source}.{name}" if source else name
        self._next()
        arguments = self._arguments()
        if not source:
            return self._of_execution(name, arguments)
        method = METHODS.get(name)
        if method is None or len(arguments) != ARGUMENT_COUNT.get(name, 0):
            raise NotTranslatable(f"{source}.{name}()")
        return method(source, arguments)

    def _arguments(self) -> list[str]:
        found: list[str] = []
        while self._peek() != ")":
            found.append(self._choice())
            if self._peek() == ",":
                self._next()
        self._next()
        return found

    @staticmethod
    def _of_execution(name: str, arguments: list[str]) -> str:
        if name in ("getVariable", "get", "getOrDefault") and arguments:
            variable = arguments[0].strip('"')
            if re.fullmatch(r"[A-Za-z_]\w*", variable):
                return variable
        if name == "hasVariable" and len(arguments) == 1:
            return f"{arguments[0].strip(chr(34))} != null"
        raise NotTranslatable(f"execution.{name}()")
