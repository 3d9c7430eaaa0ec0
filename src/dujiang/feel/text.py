"""Values as FEEL text: what `string()` gives, and literals that read back as the same value."""

from decimal import Decimal
from typing import Final

from dujiang.feel.lexer import KEY, KEYWORDS
from dujiang.feel.temporal_text import format_temporal
from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import Range

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def format_number(number: Decimal) -> str:
    """The number without an exponent."""
    return format(number, "f")


def quoted(text: str) -> str:
    """A string literal."""
    return f'"{text.translate(_ESCAPES)}"'


def format_key(name: str) -> str:
    """The name of a context entry, in quotes where it is no FEEL name."""
    found = KEY.fullmatch(name)
    plain = found is not None and name not in KEYWORDS and " ".join(name.split()) == name
    return name if plain else quoted(name)


def format_value(value: object) -> str:
    """The value as a FEEL literal; functions, which have none, as their signature."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case Decimal():
            return format_number(value)
        case int():
            return str(value)
        case list() | tuple():
            return f"[{', '.join(map(format_value, value))}]"
        case dict():
            entries = (f"{format_key(name)}: {format_value(of)}" for name, of in value.items())
            return f"{{{', '.join(entries)}}}"
        case Range():
            return format_range(value)
        case Sealed():
            return quoted(str(value))
        case _:
            temporal = format_temporal(value)
            return f'@"{temporal}"' if temporal is not None else _format_function(value)


def format_range(within: Range) -> str:
    """The range as it was written."""
    if within.operator:
        end = within.end if within.end is not None else within.start
        return f"({within.operator} {format_value(end)})"
    opening = "[" if within.start_included else "("
    closing = "]" if within.end_included else ")"
    return f"{opening}{format_value(within.start)}..{format_value(within.end)}{closing}"


def _format_function(value: object) -> str:
    return f"function({', '.join(getattr(value, 'parameters', ()))})"


def as_text(value: object) -> str:
    """What `string(value)` gives: a string stays itself, everything else is its literal."""
    if isinstance(value, str | Sealed):
        return str(value)
    temporal = format_temporal(value)
    return temporal if temporal is not None else format_value(value)
