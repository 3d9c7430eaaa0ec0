"""Function values: closures of the model, built-ins, foreign functions. All are called one way."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from dujiang.feel.comparison import kind_of
from dujiang.feel.environment import COLLECTIONS, ExternalFunction, Run
from dujiang.feel.errors import BudgetSpent, Fault
from dujiang.feel.types import ANY, FunctionOfType, Type, coerce, is_subtype

AnyValue: TypeAlias = Any
"""A typed value (`dujiang.kernel.values.Value`), which types cannot follow further."""
Ternary: TypeAlias = Any
"""True, false or null."""
Frame: TypeAlias = list[Any]
"""The slots of one activation: 0 the `Run`, then inputs and local names."""
Code: TypeAlias = Callable[[Frame], Any]


class FeelFunction(Protocol):
    """Anything that FEEL can call. Raises `Fault` when it has nothing to give."""

    @property
    def name(self) -> str:
        """What it is called in messages."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters."""

    def call(self, run: Run, arguments: Sequence[Any]) -> AnyValue:
        """Call with arguments by position."""

    def call_named(self, run: Run, arguments: Mapping[str, Any]) -> AnyValue:
        """Call with arguments by name."""

    def accepts(self, parameters: tuple[Type, ...], result: Type) -> bool:
        """Whether it conforms to a function type."""


def in_order(function: str, parameters: Sequence[str], arguments: Mapping[str, Any]) -> list[Any]:
    """Named arguments by position; raises `Fault` unless they are exactly the parameters."""
    if arguments.keys() != set(parameters):
        wrong = sorted(arguments.keys() ^ set(parameters))
        raise Fault("feel.function.named_arguments", function=function, names=wrong)
    return [arguments[name] for name in parameters]


class Closure:
    """A function defined in FEEL, with the values it could see when it was defined."""

    def __init__(
        self,
        name: str,
        parameters: Sequence[tuple[str, int, Type]],
        body: Code,
        frame: Frame,
        result: Type = ANY,
        *,
        steps: int = 1,
    ) -> None:
        self.name = name
        self.steps = steps
        """What one call costs."""
        self.parameters = tuple(name for name, _, _ in parameters)
        self.frame = frame
        self._parameters = tuple(parameters)
        self._body = body
        self._result = result

    def call(self, run: Run, arguments: Sequence[Any]) -> AnyValue:
        """See `FeelFunction`."""
        if len(arguments) != len(self._parameters):
            raise wrong_count(self.name, len(self._parameters), len(arguments))
        frame = self.frame.copy()
        frame[0] = run
        for (_, slot, type_), argument in zip(self._parameters, arguments, strict=True):
            frame[slot] = argument if type_ is ANY else _converted(run, argument, type_)
        run.spend(self.steps)
        run.depth_left -= 1
        if run.depth_left < 0:
            raise BudgetSpent("feel.budget.depth", run.environment.budget.depth)
        value = self._body(frame)
        run.depth_left += 1
        return value if self._result is ANY else _converted(run, value, self._result)

    def call_named(self, run: Run, arguments: Mapping[str, Any]) -> AnyValue:
        """See `FeelFunction`."""
        return self.call(run, in_order(self.name, self.parameters, arguments))

    def accepts(self, parameters: tuple[Type, ...], result: Type) -> bool:
        """See `FeelFunction`."""
        ours = FunctionOfType(tuple(type_ for _, _, type_ in self._parameters), self._result)
        return _accepts(ours, parameters, result)


def _converted(run: Run, value: AnyValue, type_: Type) -> AnyValue:
    if type(value) in COLLECTIONS:
        run.weigh(value)
    return coerce(value, type_)


def _accepts(ours: FunctionOfType, parameters: tuple[Type, ...], result: Type) -> bool:
    open_result = ours.result == ANY
    wanted = FunctionOfType(parameters, ANY if open_result else result)
    return is_subtype(ours, wanted)


class ForeignFunction:
    """A Python function that the embedding program registered."""

    def __init__(self, name: str, function: ExternalFunction, parameters: Sequence[str]) -> None:
        self.name = name
        self.parameters = tuple(parameters)
        self._function = function

    def call(self, run: Run, arguments: Sequence[Any]) -> AnyValue:
        """See `FeelFunction`."""
        run.spend(1)
        try:
            return self._function(*arguments)
        except (TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise Fault("feel.function.foreign_failed", function=self.name) from error

    def call_named(self, run: Run, arguments: Mapping[str, Any]) -> AnyValue:
        """See `FeelFunction`."""
        if self.parameters:
            return self.call(run, in_order(self.name, self.parameters, arguments))
        names = {name.replace(" ", "_"): value for name, value in arguments.items()}
        run.spend(1)
        try:
            return self._function(**names)
        except (TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise Fault("feel.function.foreign_failed", function=self.name) from error

    def accepts(self, parameters: tuple[Type, ...], result: Type) -> bool:
        """See `FeelFunction`."""
        return not self.parameters or len(self.parameters) == len(parameters)


class RefusedFunction:
    """A function of a language that is not run here, such as Java: every call is refused."""

    def __init__(self, name: str, language: str, parameters: Sequence[str]) -> None:
        self.name = name
        self.language = language
        self.parameters = tuple(parameters)

    def call(self, run: Run, arguments: Sequence[Any]) -> Any:  # noqa: ANN401 - protocol
        """See `FeelFunction`."""
        raise Fault("feel.function.language_refused", language=self.language)

    def call_named(self, run: Run, arguments: Mapping[str, Any]) -> AnyValue:
        """See `FeelFunction`."""
        return self.call(run, tuple(arguments.values()))

    def accepts(self, parameters: tuple[Type, ...], result: Type) -> bool:
        """See `FeelFunction`."""
        return len(self.parameters) == len(parameters)


def wrong_count(function: str, wanted: int, given: int) -> Fault:
    """The fault of a call with too few or too many arguments."""
    return Fault("feel.function.argument_count", function=function, wanted=wanted, given=given)


def is_function(value: object) -> bool:
    """Whether FEEL can call the value."""
    return hasattr(value, "call_named")


def as_function(value: AnyValue) -> FeelFunction:
    """The value as a function; raises `Fault` when it is none."""
    if value is None or not is_function(value):
        raise Fault("feel.function.not_a_function", type=kind_of(value))
    return value  # type: ignore[no-any-return]
