"""What a built-in takes: parameters by name and type, checked and converted before the call.

A signature is written as in the standard's tables: `"string: string, length?: number"`. A name
with `?` may be left out; a type with `?` may be null; `a|b` is either. One built-in may have
several signatures; the first that the arguments fit is called.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from dujiang.feel.comparison import kind_of
from dujiang.feel.environment import COLLECTIONS, TEXT_CHARS_PER_STEP, Run
from dujiang.feel.errors import Fault
from dujiang.feel.functions import is_function, wrong_count
from dujiang.feel.types import Type
from dujiang.kernel.values import (
    FeelTime,
    Months,
    Range,
    WideDate,
    WideDateTime,
    WideDuration,
)

_ACCEPTED: Final[dict[str, frozenset[type]]] = {
    "number": frozenset({Decimal}),
    "string": frozenset({str}),
    "boolean": frozenset({bool}),
    "list": frozenset({list}),
    "context": frozenset({dict}),
    "date": frozenset({date, WideDate}),
    "time": frozenset({FeelTime}),
    "datetime": frozenset({datetime, WideDateTime}),
    "duration": frozenset({timedelta, WideDuration}),
    "months": frozenset({Months}),
    "range": frozenset({Range}),
}
_POINTS: Final = frozenset().union(
    *(_ACCEPTED[kind] for kind in ("number", "string", "date", "time", "datetime")),
    _ACCEPTED["duration"],
    _ACCEPTED["months"],
)
NO_FIT: Final = object()


class Parameter:
    """One parameter: its name, what it accepts, whether it may be left out."""

    __slots__ = ("accepted", "is_any", "is_function", "is_list", "is_optional", "kind", "name")

    def __init__(self, text: str) -> None:
        name, _, kind = (part.strip() for part in text.partition(":"))
        self.is_optional = name.endswith("?")
        self.name = name.removesuffix("?")
        self.kind = kind
        kinds = kind.removesuffix("?").split("|")
        self.is_any = kind == "any"
        self.is_list = "list" in kinds
        self.is_function = "function" in kinds
        accepted: set[type] = {type(None)} if kind.endswith("?") else set()
        for one in kinds:
            accepted |= _POINTS if one == "point" else _ACCEPTED.get(one, frozenset())
        self.accepted = frozenset(accepted)

    def fit(self, argument: Any) -> Any:  # noqa: ANN401 - a Value
        """The argument, converted to or from a list of one item if need be; `NO_FIT` if not."""
        if type(argument) in self.accepted or self.is_any:
            return argument
        if self.is_function and is_function(argument):
            return argument
        if argument is None:
            return NO_FIT
        if self.is_list:
            return [argument]
        if type(argument) is int and Decimal in self.accepted:
            return Decimal(argument)
        if type(argument) is list and len(argument) == 1 and type(argument[0]) in self.accepted:
            return argument[0]
        return NO_FIT


class Signature:
    """Parameters and the function behind them.

    `variadic`: one list, or its items as separate arguments. `rest`: the last parameter may be
    given any number of times. `needs_run`: the function's first argument is the `Run`. `deep`: it
    looks through lists inside lists.
    """

    def __init__(
        self,
        text: str,
        function: Callable[..., Any],
        *,
        variadic: bool = False,
        rest: bool = False,
        needs_run: bool = False,
        deep: bool = False,
    ) -> None:
        self.text = text
        self.parameters = tuple(Parameter(part) for part in text.split(",") if part.strip())
        self.function = function
        self.variadic = variadic
        self.rest = rest
        self.needs_run = needs_run
        self.deep = deep
        self.least = sum(not parameter.is_optional for parameter in self.parameters)
        self.most = len(self.parameters)

    def takes(self, count: int) -> bool:
        """Whether so many arguments can fit."""
        if self.variadic:
            return count >= 1
        return count >= self.least and (self.rest or count <= self.most)

    def call(self, run: Run, arguments: Sequence[Any], name: str) -> Any:  # noqa: ANN401 - a Value
        """Call with arguments that fit; raises `Fault` when one does not."""
        if self.variadic and (len(arguments) != 1 or type(arguments[0]) is not list):
            if len(arguments) == 1 and arguments[0] is None:
                raise _unfit(name, self.parameters[0], None)
            arguments = (list(arguments),)
        fitting: list[Any] = [run] if self.needs_run else []
        parameters = self.parameters
        for index, argument in enumerate(arguments):
            parameter = parameters[index] if index < len(parameters) else parameters[-1]
            fitted = parameter.fit(argument)
            if fitted is NO_FIT:
                raise _unfit(name, parameter, argument)
            fitting.append(fitted)
        for fitted in fitting:
            if type(fitted) is str:
                if len(fitted) > TEXT_CHARS_PER_STEP:
                    run.spend(len(fitted) // TEXT_CHARS_PER_STEP)
            elif type(fitted) in COLLECTIONS:
                run.weigh(fitted) if self.deep else run.spend(len(fitted))
        return self.function(*fitting)

    def positions(self, names: Mapping[str, Any]) -> list[Any] | None:
        """Named arguments in order, null for those left out; None when the names do not fit."""
        known = {parameter.name for parameter in self.parameters}
        if not names.keys() <= known:
            return None
        ordered: list[Any] = []
        for parameter in self.parameters:
            if parameter.name not in names and not parameter.is_optional:
                return None
            ordered.append(names.get(parameter.name))
        while ordered and self.parameters[len(ordered) - 1].name not in names:
            ordered.pop()
        return ordered


def _unfit(function: str, parameter: Parameter, argument: object) -> Fault:
    return Fault(
        "feel.function.argument",
        function=function,
        parameter=parameter.name,
        expected=parameter.kind,
        found=kind_of(argument),
    )


class Builtin:
    """A built-in function: a name and its signatures."""

    def __init__(self, name: str, *signatures: Signature, is_pure: bool = True) -> None:
        self.name = name
        self.signatures = signatures
        self.is_pure = is_pure
        """Whether the same arguments always give the same value; then it is folded."""
        self.parameters = tuple(parameter.name for parameter in signatures[0].parameters)

    def call(self, run: Run, arguments: Sequence[Any]) -> Any:  # noqa: ANN401 - a Value
        """Call the first signature that fits. Raises `Fault` when none does."""
        fitting = [s for s in self.signatures if s.takes(len(arguments))]
        if not fitting:
            raise wrong_count(self.name, self.signatures[0].least, len(arguments))
        for signature in fitting[:-1]:
            if self._fits(signature, arguments):
                return signature.call(run, arguments, self.name)
        return fitting[-1].call(run, arguments, self.name)

    def _fits(self, signature: Signature, arguments: Sequence[Any]) -> bool:
        return all(
            parameter.fit(argument) is not NO_FIT
            for parameter, argument in zip(signature.parameters, arguments, strict=False)
        )

    def call_named(self, run: Run, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a Value
        """Call the first signature with these parameters. Raises `Fault` when none has them."""
        fault = Fault("feel.function.named_arguments", function=self.name, names=sorted(arguments))
        ordered = [s.positions(arguments) for s in self.signatures]
        fitting = [(s, o) for s, o in zip(self.signatures, ordered, strict=True) if o is not None]
        if not fitting:
            raise fault
        for signature, positions in fitting[:-1]:
            if self._fits(signature, positions):
                return signature.call(run, positions, self.name)
        signature, positions = fitting[-1]
        return signature.call(run, positions, self.name)

    def accepts(self, parameters: tuple[Type, ...], result: Type) -> bool:
        """See `FeelFunction`: by the number of parameters."""
        return any(signature.takes(len(parameters)) for signature in self.signatures)


def builtin(name: str, text: str, function: Callable[..., Any], **how: bool) -> Builtin:
    """A built-in with one signature."""
    return Builtin(name, Signature(text, function, **how))
