"""A model that can be evaluated: its requirements graph, each decision computed once.

DMN 1.5, 10.4. Built by `compile_model`, immutable afterwards, shared between threads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import msgspec

from dujiang.dmn.explain import DecisionTrace
from dujiang.dmn.model import Definitions
from dujiang.feel import Environment, Warning_
from dujiang.feel.environment import NOTHING_SPECIAL, Run, start
from dujiang.feel.errors import BudgetSpent, Fault
from dujiang.feel.expression import run_code
from dujiang.feel.functions import (
    Code,
    FeelFunction,
    Frame,
    in_order,
    is_function,
    wrong_count,
)
from dujiang.feel.scope import MISSING
from dujiang.feel.types import ANY, Type, coerce
from dujiang.kernel.errors import NotFound, Problem

Key: TypeAlias = tuple[str, str]
"""Namespace and id of an element."""
Route: TypeAlias = tuple[str, ...]
"""The imports gone through to an element: the same model imported twice has two sets of inputs."""


class Outcome(msgspec.Struct, frozen=True):
    """What a decision gave, why parts of it gave null, and on request how it came about."""

    value: Any
    warnings: tuple[Warning_, ...] = ()
    explanation: tuple[DecisionTrace, ...] | None = None


class Need(NamedTuple):
    """One requirement: where its value goes, and which element gives it."""

    slot: int
    key: Key
    name: str
    group: str = ""
    """The import under whose name the value appears; then `slot` holds a context of such."""


class CompiledInput(NamedTuple):
    """An input of the model."""

    key: Key
    name: str
    type: Type


class CompiledDecision(NamedTuple):
    """A decision: needs into slots, then its code."""

    key: Key
    name: str
    needs: tuple[Need, ...]
    code: Code | None
    type: Type
    size: int
    free: tuple[int, ...]
    """Slots of names that nothing gives a value: reading one is a warning."""


class CompiledService(NamedTuple):
    """A decision service: its parameters in order, and what it answers."""

    key: Key
    name: str
    inputs: tuple[Key, ...]
    outputs: tuple[Key, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Graph:
    """All compiled elements of a model and of its imports."""

    inputs: Mapping[Key, CompiledInput]
    decisions: Mapping[Key, CompiledDecision]
    services: Mapping[Key, CompiledService]
    functions: dict[Key, FeelFunction]
    """Knowledge models; services join them when the model is made."""

    def parameters_of(self, service: CompiledService) -> tuple[CompiledInput, ...]:
        """The inputs of a service, in order: data first, then decisions."""
        return tuple(self._parameter(key) for key in service.inputs)

    def _parameter(self, key: Key) -> CompiledInput:
        if key in self.inputs:
            return self.inputs[key]
        decision = self.decisions[key]
        return CompiledInput(key, decision.name, decision.type)


class DecisionModel:
    """A compiled model."""

    def __init__(
        self, definitions: Definitions, problems: tuple[Problem, ...], graph: Graph
    ) -> None:
        self.definitions = definitions
        self.problems = problems
        """What is wrong with the model; with errors among them it should not be deployed."""
        self.graph = graph
        for key, service in graph.services.items():
            graph.functions[key] = ServiceFunction(self, service)
        self._keys = _keys_by_name(graph, definitions.namespace)

    def evaluate(
        self,
        decision: str,
        inputs: Mapping[str, Any],
        env: Environment | None = None,
        *,
        explain: bool = False,
    ) -> Outcome:
        """Evaluate a decision, or a decision service, by id or name, with typed values.

        Raises `NotFound("dmn.decision.not_found")`; never for the inputs.
        """
        run = start(env or NOTHING_SPECIAL)
        run.trace = [] if explain else None
        making = Making(self, run, inputs)
        key = self._find(decision)
        service = self.graph.services.get(key)

        def code(frame: Frame) -> Any:  # noqa: ANN401 - a Value
            return making.value_of(key) if service is None else making.service(service)

        value = run_code(code, [run], run)
        explanation = tuple(making.traces) if explain else None
        return Outcome(value, tuple(run.warnings), explanation)

    def call(
        self, function: str, arguments: Mapping[str, Any], env: Environment | None = None
    ) -> Outcome:
        """Call a business knowledge model or decision service, by id or name.

        Raises `NotFound("dmn.decision.not_found")`.
        """
        run = start(env or NOTHING_SPECIAL)
        found = self.graph.functions.get(self._find(function))
        if found is None:
            raise NotFound("dmn.decision.not_found", name=function)

        def code(frame: Frame) -> Any:  # noqa: ANN401 - a Value
            try:
                return found.call_named(run, arguments)
            except Fault as fault:
                return run.warn(fault, (0, 0))

        return Outcome(run_code(code, [run], run), tuple(run.warnings))

    @property
    def decision_names(self) -> tuple[str, ...]:
        """Names of the model's own decisions, in the order of the document."""
        return tuple(decision.name for decision in self.definitions.decisions)

    def inputs_of(self, decision: str) -> tuple[CompiledInput, ...]:
        """The input data that a decision needs, directly or through others, in order of need."""
        found: dict[Key, CompiledInput] = {}
        pending = [self._find(decision)]
        seen: set[Key] = set()
        while pending:
            key = pending.pop()
            if key in seen:
                continue
            seen.add(key)
            if key in self.graph.inputs:
                found[key] = self.graph.inputs[key]
            elif key in self.graph.services:
                pending.extend(reversed(self.graph.services[key].inputs))
            elif key in self.graph.decisions:
                pending.extend(need.key for need in reversed(self.graph.decisions[key].needs))
        return tuple(found.values())

    def _find(self, name: str) -> Key:
        key = self._keys.get(name)
        if key is None:
            raise NotFound("dmn.decision.not_found", name=name)
        return key


def _keys_by_name(graph: Graph, own: str) -> dict[str, Key]:
    """Elements by id and by name: ids before names, the model's own before imported ones."""
    named: list[tuple[str, Key]] = [
        *((decision.name, key) for key, decision in graph.decisions.items()),
        *((function.name, key) for key, function in graph.functions.items()),
    ]
    keys: dict[str, Key] = {}
    for name, key in sorted(named, key=lambda pair: pair[1][0] != own):
        keys.setdefault(name, key)
    ids = {key[1]: key for _, key in named if key[0] == own}
    return keys | ids


class Making:
    """One evaluation of the graph: values already made, and decisions being made."""

    def __init__(self, model: DecisionModel, run: Run, inputs: Mapping[str, Any]) -> None:
        self._model = model
        self._run = run
        self._inputs = inputs
        self._values: dict[tuple[Route, Key], Any] = {}
        self._under_way: set[tuple[Route, Key]] = set()
        self.traces: list[DecisionTrace] = []

    def given(self, key: Key, value: Any) -> None:  # noqa: ANN401 - a Value
        """Take a value as already made."""
        self._values[(), key] = value

    def value_of(self, key: Key, route: Route = ()) -> Any:  # noqa: ANN401 - a Value
        """The value of an element, made at most once."""
        if (route, key) in self._values:
            return self._values[route, key]
        graph = self._model.graph
        if key in graph.decisions:
            value = self._decide(graph.decisions[key], route)
        elif key in graph.inputs:
            value = self._input(graph.inputs[key], route)
        else:
            value = graph.functions.get(key)
        self._values[route, key] = value
        return value

    def _input(self, wanted: CompiledInput, route: Route) -> Any:  # noqa: ANN401 - a Value
        value = _given_value(self._inputs, route, wanted.name)
        if value is None or wanted.type == ANY:
            return value
        try:
            return coerce(value, wanted.type)
        except Fault as fault:
            self._run.note(Warning_(fault.code, (0, 0), fault.params, wanted.key[1]))
            return None

    def _decide(self, decision: CompiledDecision, route: Route) -> Any:  # noqa: ANN401 - a Value
        if decision.code is None:
            return _given_value(self._inputs, route, decision.name)
        place = (route, decision.key)
        if place in self._under_way:
            fault = Fault("dmn.decision.requires_itself", name=decision.name)
            self._run.warn(fault, (0, 0))
            return None
        self._under_way.add(place)
        frame: Frame = [None] * decision.size
        frame[0] = self._run
        for slot in decision.free:
            frame[slot] = MISSING
        data: list[tuple[str, Any]] = []
        for need in decision.needs:
            value = self.value_of(need.key, (*route, need.group) if need.group else route)
            if need.group:
                frame[need.slot] = {**(frame[need.slot] or {}), need.name: value}
            else:
                frame[need.slot] = value
            data.append((need.name, value))
        value = self._traced(decision, frame, data)
        self._under_way.discard(place)
        return value

    def _traced(self, decision: CompiledDecision, frame: Frame, data: list[tuple[str, Any]]) -> Any:  # noqa: ANN401 - a Value
        assert decision.code is not None
        run = self._run
        if run.trace is None:
            return decision.code(frame)
        outer, run.trace = run.trace, []
        value = decision.code(frame)
        tables, run.trace = tuple(run.trace), outer
        inputs = tuple((name, given) for name, given in data if not is_function(given))
        self.traces.append(DecisionTrace(decision.key[1], decision.name, inputs, value, tables))
        return value

    def service(self, service: CompiledService) -> Any:  # noqa: ANN401 - a Value
        """The answer of a service whose inputs are given by name."""
        for wanted in self._model.graph.parameters_of(service):
            self.given(wanted.key, self._input(wanted, ()))
        try:
            return self.answer(service)
        except Fault as fault:
            self._run.note(Warning_(fault.code, (0, 0), fault.params, service.key[1]))
            return None

    def answer(self, service: CompiledService) -> Any:  # noqa: ANN401 - a Value
        """The value of the only output decision, or a context of all of them."""
        decisions = self._model.graph.decisions
        if len(service.outputs) == 1:
            value = self.value_of(service.outputs[0])
        else:
            value = {
                decisions[key].name: self.value_of(key)
                for key in service.outputs
                if key in decisions
            }
        return value if service.type == ANY else coerce(value, service.type)


def _given_value(inputs: Mapping[str, Any], route: Route, name: str) -> Any:  # noqa: ANN401 - a Value
    """An input by its name; one of an imported model also as `import.name`, or in a context."""
    if not route:
        return inputs.get(name)
    dotted = ".".join((*route, name))
    if dotted in inputs:
        return inputs[dotted]
    inside: Any = inputs
    for import_name in route:
        inside = inside.get(import_name) if isinstance(inside, Mapping) else None
    if isinstance(inside, Mapping) and name in inside:
        return inside[name]
    return inputs.get(name)


class ServiceFunction:
    """A decision service as a function: input data first, then input decisions."""

    def __init__(self, model: DecisionModel, service: CompiledService) -> None:
        self.name = service.name
        self._model = model
        self._service = service
        self._wanted = model.graph.parameters_of(service)
        self.parameters = tuple(wanted.name for wanted in self._wanted)

    def call(self, run: Run, arguments: Sequence[Any]) -> Any:  # noqa: ANN401 - a Value
        """See `FeelFunction`."""
        if len(arguments) != len(self._wanted):
            raise wrong_count(self.name, len(self._wanted), len(arguments))
        making = Making(self._model, run, {})
        for wanted, argument in zip(self._wanted, arguments, strict=True):
            making.given(wanted.key, coerce(argument, wanted.type))
        run.spend(1)
        run.depth_left -= 1
        if run.depth_left < 0:
            raise BudgetSpent("feel.budget.depth", run.environment.budget.depth)
        try:
            return making.answer(self._service)
        finally:
            run.depth_left += 1

    def call_named(self, run: Run, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a Value
        """See `FeelFunction`."""
        return self.call(run, in_order(self.name, self.parameters, arguments))

    def accepts(self, parameters: tuple[Type, ...], result: Type) -> bool:
        """See `FeelFunction`."""
        return len(parameters) == len(self.parameters)
