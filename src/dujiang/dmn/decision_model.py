"""A model that can be evaluated: its requirements graph, each decision computed once.

DMN 1.5, 10.4. Built by `compile_model`, immutable afterwards, shared between threads.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import msgspec

from dujiang.dmn.explain import DecisionTrace
from dujiang.dmn.model import Definitions
from dujiang.feel import Environment, Warning_
from dujiang.feel.environment import NOTHING_SPECIAL, Run
from dujiang.feel.errors import BudgetSpent, Fault
from dujiang.feel.expression import run_code
from dujiang.feel.functions import Code, FeelFunction, Frame, in_order, wrong_count
from dujiang.feel.scope import MISSING
from dujiang.feel.types import ANY, Type, coerce
from dujiang.kernel.errors import NotFound, Problem

Key: TypeAlias = tuple[str, str]
"""Namespace and id of an element."""


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


class DecisionModel:
    """A compiled model."""

    def __init__(
        self,
        definitions: Definitions,
        problems: tuple[Problem, ...],
        inputs: Mapping[Key, CompiledInput],
        decisions: Mapping[Key, CompiledDecision],
        services: Mapping[Key, CompiledService],
        functions: dict[Key, FeelFunction],
    ) -> None:
        self.definitions = definitions
        self.problems = problems
        """What is wrong with the model; with errors among them it should not be deployed."""
        self._inputs = inputs
        self._decisions = decisions
        self._services = services
        self._functions = functions
        for key, service in services.items():
            functions[key] = ServiceFunction(self, service)

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
        run = Run(env or NOTHING_SPECIAL)
        run.trace = [] if explain else None
        making = Making(self, run, inputs)
        key = self._find(decision)
        code: Code
        if key in self._services:
            service = self._services[key]
            code = lambda frame: making.service(service)  # noqa: E731 - one call, guarded below
        else:
            code = lambda frame: making.value_of(key)  # noqa: E731 - one call, guarded below
        value = run_code(code, [run], run)
        explanation = tuple(making.traces) if explain else None
        return Outcome(value, tuple(run.warnings), explanation)

    def call(
        self, function: str, arguments: Mapping[str, Any], env: Environment | None = None
    ) -> Outcome:
        """Call a business knowledge model or decision service, by id or name.

        Raises `NotFound("dmn.decision.not_found")`.
        """
        run = Run(env or NOTHING_SPECIAL)
        found = self._functions.get(self._find(function))
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
            if key in self._inputs:
                found[key] = self._inputs[key]
            elif key in self._services:
                pending.extend(reversed(self._services[key].inputs))
            elif key in self._decisions:
                pending.extend(need.key for need in reversed(self._decisions[key].needs))
        return tuple(found.values())

    def _find(self, name: str) -> Key:
        own = self.definitions.namespace
        keys = (*self._decisions, *self._services, *self._functions)
        for key in keys:
            if key == (own, name):
                return key
        named: Sequence[tuple[Key, str]] = [
            *((d.key, d.name) for d in self._decisions.values()),
            *((s.key, s.name) for s in self._services.values()),
            *((key, function.name) for key, function in self._functions.items()),
        ]
        for key, found in sorted(named, key=lambda pair: pair[0][0] != own):
            if found == name:
                return key
        raise NotFound("dmn.decision.not_found", name=name)


class Making:
    """One evaluation of the graph: values already made, and decisions being made."""

    def __init__(self, model: DecisionModel, run: Run, inputs: Mapping[str, Any]) -> None:
        self._model = model
        self._run = run
        self._inputs = inputs
        self._values: dict[Key, Any] = {}
        self._under_way: set[Key] = set()
        self.traces: list[DecisionTrace] = []

    def given(self, key: Key, value: Any) -> None:  # noqa: ANN401 - a Value
        """Take a value as already made."""
        self._values[key] = value

    def value_of(self, key: Key) -> Any:  # noqa: ANN401 - a Value
        """The value of an element, made at most once."""
        if key in self._values:
            return self._values[key]
        model = self._model
        if key in model._decisions:
            value = self._decide(model._decisions[key])
        elif key in model._inputs:
            value = self._input(model._inputs[key])
        else:
            value = model._functions.get(key)
        self._values[key] = value
        return value

    def _input(self, wanted: CompiledInput) -> Any:  # noqa: ANN401 - a Value
        value = self._inputs.get(wanted.name)
        if value is None or wanted.type == ANY:
            return value
        try:
            return coerce(value, wanted.type)
        except Fault as fault:
            self._run.note(Warning_(fault.code, (0, 0), fault.params, wanted.key[1]))
            return None

    def _decide(self, decision: CompiledDecision) -> Any:  # noqa: ANN401 - a Value
        if decision.code is None:
            return self._inputs.get(decision.name)
        if decision.key in self._under_way:
            fault = Fault("dmn.decision.requires_itself", name=decision.name)
            self._run.warn(fault, (0, 0))
            return None
        self._under_way.add(decision.key)
        frame: Frame = [None] * decision.size
        frame[0] = self._run
        for slot in decision.free:
            frame[slot] = MISSING
        for need in decision.needs:
            value = self.value_of(need.key)
            if need.group:
                frame[need.slot] = {**(frame[need.slot] or {}), need.name: value}
            else:
                frame[need.slot] = value
        value = self._traced(decision, frame)
        self._under_way.discard(decision.key)
        return value

    def _traced(self, decision: CompiledDecision, frame: Frame) -> Any:  # noqa: ANN401 - a Value
        assert decision.code is not None
        run = self._run
        if run.trace is None:
            return decision.code(frame)
        outer, run.trace = run.trace, []
        value = decision.code(frame)
        tables, run.trace = tuple(run.trace), outer
        data = tuple(
            (need.name, self._values[need.key])
            for need in decision.needs
            if need.key not in self._model._functions
        )
        self.traces.append(DecisionTrace(decision.key[1], decision.name, data, value, tables))
        return value

    def service(self, service: CompiledService) -> Any:  # noqa: ANN401 - a Value
        """The answer of a service whose inputs are given by name or already made."""
        model = self._model
        for key in service.inputs:
            if key not in self._values and key in model._decisions:
                decision = model._decisions[key]
                self._values[key] = self._typed(decision)
        try:
            return self.answer(service)
        except Fault as fault:
            self._run.note(Warning_(fault.code, (0, 0), fault.params, service.key[1]))
            return None

    def _typed(self, decision: CompiledDecision) -> Any:  # noqa: ANN401 - a Value
        return self._input(CompiledInput(decision.key, decision.name, decision.type))

    def answer(self, service: CompiledService) -> Any:  # noqa: ANN401 - a Value
        """The value of the only output decision, or a context of all of them."""
        if len(service.outputs) == 1:
            value = self.value_of(service.outputs[0])
        else:
            value = {
                self._model._decisions[key].name: self.value_of(key)
                for key in service.outputs
                if key in self._model._decisions
            }
        return value if service.type == ANY else coerce(value, service.type)


class ServiceFunction:
    """A decision service as a function: input data first, then input decisions."""

    def __init__(self, model: DecisionModel, service: CompiledService) -> None:
        self.name = service.name
        self._model = model
        self._service = service
        self._wanted = tuple(
            model._inputs[key]
            if key in model._inputs
            else CompiledInput(key, model._decisions[key].name, model._decisions[key].type)
            for key in service.inputs
            if key in model._inputs or key in model._decisions
        )
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
        value = making.answer(self._service)
        run.depth_left += 1
        return value

    def call_named(self, run: Run, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a Value
        """See `FeelFunction`."""
        return self.call(run, in_order(self.name, self.parameters, arguments))

    def accepts(self, parameters: tuple[Type, ...], result: Type) -> bool:
        """See `FeelFunction`."""
        return len(parameters) == len(self.parameters)
