"""FEEL types: whether a value is of one, and the three conversions that FEEL makes by itself.

DMN 1.5, 10.3.2.9: type conformance, and 10.3.2.9.4: to a singleton list, from a singleton list,
from a date to a date and time. Constrained types (`Refined`) come from item definitions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from dujiang.feel.ast import (
    ContextType,
    FunctionType,
    ListType,
    NamedType,
    RangeType,
    TypeExpr,
)
from dujiang.feel.comparison import KINDS, kind_of
from dujiang.feel.errors import Fault
from dujiang.feel.temporal import as_datetime
from dujiang.kernel.values import Range


@dataclass(frozen=True, slots=True)
class Simple:
    """A type without parts, by FEEL's name; `Any` and `Null` too, bare `list`, `context`..."""

    name: str


@dataclass(frozen=True, slots=True)
class ListOfType:
    """`list<T>`."""

    item: "Type"


@dataclass(frozen=True, slots=True)
class RangeOfType:
    """`range<T>`."""

    item: "Type"


@dataclass(frozen=True, slots=True)
class ContextOfType:
    """`context<a: T>`: at least these entries."""

    entries: tuple[tuple[str, "Type"], ...]


@dataclass(frozen=True, slots=True)
class FunctionOfType:
    """`function<T> -> V`."""

    parameters: tuple["Type", ...]
    result: "Type"


@dataclass(frozen=True, slots=True)
class Refined:
    """A named type whose values must also pass a test."""

    name: str
    base: "Type"
    allows: Callable[[Any], bool]
    listed: tuple[Any, ...] = ()
    """The allowed values in their order, where they are a list of constants."""


Type: TypeAlias = Simple | ListOfType | RangeOfType | ContextOfType | FunctionOfType | Refined

ANY: Final = Simple("Any")
_NAMES: Final[Mapping[str, Simple]] = {
    name: Simple(name)
    for name in (
        "Any",
        "Null",
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
        "list",
        "context",
        "range",
        "function",
    )
} | {
    "dateTime": Simple("date and time"),
    "dayTimeDuration": Simple("days and time duration"),
    "day time duration": Simple("days and time duration"),
    "yearMonthDuration": Simple("years and months duration"),
    "year month duration": Simple("years and months duration"),
}


def named_type(name: str, known: Mapping[str, Type]) -> Type | None:
    """The type with a name: one of `known`, or one of FEEL's own."""
    found = known.get(name)
    return found if found is not None else _NAMES.get(name)


def resolve(tree: TypeExpr, known: Mapping[str, Type]) -> Type:
    """The type that a type expression names. Raises `Fault` for an unknown name."""
    match tree:
        case NamedType(name=name):
            found = named_type(name, known)
            if found is None:
                raise Fault("feel.type.unknown", name=name)
            return found
        case ListType(item=item):
            return ListOfType(resolve(item, known))
        case RangeType(item=item):
            return RangeOfType(resolve(item, known))
        case ContextType(entries=entries):
            return ContextOfType(tuple((name, resolve(type_, known)) for name, type_ in entries))
        case FunctionType(parameters=parameters, result=result):
            return FunctionOfType(
                tuple(resolve(parameter, known) for parameter in parameters),
                resolve(result, known),
            )


def is_instance(value: object, type_: Type) -> bool:
    """`value instance of type`: null is of no type but `Null`, constraints do not count."""
    if value is None:
        return type_ == Simple("Null")
    return _belongs(value, type_, checked=False)


def conforms(value: object, type_: Type) -> bool:
    """Whether the value may stand where the type is declared; null always may."""
    return value is None or _belongs(value, type_, checked=True)


def _belongs(value: object, type_: Type, *, checked: bool) -> bool:
    match type_:
        case Simple(name="Any"):
            return True
        case Simple(name=name):
            return kind_of(value) == name
        case Refined(base=base, allows=allows):
            return _belongs(value, base, checked=checked) and (not checked or allows(value))
        case ListOfType(item=item):
            return isinstance(value, list) and all(
                entry is None or _belongs(entry, item, checked=checked) for entry in value
            )
        case ContextOfType(entries=entries):
            return isinstance(value, dict) and all(
                name in value
                and (value[name] is None or _belongs(value[name], entry, checked=checked))
                for name, entry in entries
            )
        case RangeOfType(item=item):
            return isinstance(value, Range) and all(
                end is None or _belongs(end, item, checked=checked)
                for end in (value.start, value.end)
            )
        case FunctionOfType(parameters=parameters, result=result):
            accepts = getattr(value, "accepts", None)
            return accepts is not None and bool(accepts(parameters, result))


def type_name(type_: Type) -> str:
    """How FEEL writes the type."""
    match type_:
        case Simple(name=name) | Refined(name=name):
            return name
        case ListOfType(item=item):
            return f"list<{type_name(item)}>"
        case RangeOfType(item=item):
            return f"range<{type_name(item)}>"
        case ContextOfType(entries=entries):
            return f"context<{', '.join(f'{name}: {type_name(t)}' for name, t in entries)}>"
        case FunctionOfType(parameters=parameters, result=result):
            listed = ", ".join(type_name(parameter) for parameter in parameters)
            return f"function<{listed}> -> {type_name(result)}"


def is_list_type(type_: Type) -> bool:
    """Whether values of the type are lists."""
    match type_:
        case Refined(base=base):
            return is_list_type(base)
        case ListOfType():
            return True
        case _:
            return type_ == Simple("list")


def coercion_to(type_: Type) -> Callable[[Any], Any]:
    """`coerce` for one type, quick for values of a simple type."""
    if not isinstance(type_, Simple) or type_ == ANY:
        return lambda value: coerce(value, type_)
    name = type_.name

    def quick(value: Any) -> Any:  # noqa: ANN401 - a Value
        if value is None or KINDS.get(type(value)) == name:
            return value
        return coerce(value, type_)

    return quick


def coerce(value: object, type_: Type) -> Any:  # noqa: ANN401 - a Value
    """The value as one of `type_`, converted where FEEL does so. Raises `Fault` otherwise."""
    if conforms(value, type_):
        return value
    wants_list = is_list_type(type_)
    if wants_list and not isinstance(value, list) and conforms([value], type_):
        return [value]
    if not wants_list and isinstance(value, list) and len(value) == 1 and conforms(value[0], type_):
        return value[0]
    if kind_of(value) == "date" and conforms(midnight := as_datetime(value), type_):  # type: ignore[arg-type]
        return midnight
    raise Fault("feel.type.mismatch", expected=type_name(type_), found=kind_of(value))


def is_subtype(narrow: Type, wide: Type) -> bool:
    """Whether every value of `narrow` is one of `wide` (10.3.2.9.2)."""
    if wide == ANY or narrow == wide or narrow == Simple("Null"):
        return True
    match narrow, wide:
        case Refined(base=base), _:
            return is_subtype(base, wide)
        case _, Refined():
            return False
        case (ListOfType(), Simple(name="list")) | (ContextOfType(), Simple(name="context")):
            return True
        case (ListOfType(item=ours), ListOfType(item=theirs)) | (
            RangeOfType(item=ours),
            RangeOfType(item=theirs),
        ):
            return is_subtype(ours, theirs)
        case ContextOfType(entries=ours_), ContextOfType(entries=theirs_):
            have = dict(ours_)
            return all(name in have and is_subtype(have[name], entry) for name, entry in theirs_)
        case FunctionOfType(), FunctionOfType():
            return (
                len(narrow.parameters) == len(wide.parameters)
                and all(map(is_subtype, wide.parameters, narrow.parameters))
                and is_subtype(narrow.result, wide.result)
            )
        case _:
            return False
