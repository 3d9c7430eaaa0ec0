"""Model -> something that can be evaluated: names resolved, expressions compiled, once."""

from collections.abc import Iterable, Iterator, Mapping

from dujiang.dmn.boxed import BoxedCompiler
from dujiang.dmn.decision_model import (
    CompiledDecision,
    CompiledInput,
    CompiledService,
    DecisionModel,
    Graph,
    Key,
    Need,
)
from dujiang.dmn.item_types import ItemTypes
from dujiang.dmn.model import (
    BoxedContext,
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    DecisionTable,
    Definitions,
    FunctionDefinition,
    InputData,
    Relation,
    Requirement,
)
from dujiang.dmn.xml_reading import Problems
from dujiang.feel.builtins import BUILTINS
from dujiang.feel.functions import Closure, FeelFunction, Frame, RefusedFunction
from dujiang.feel.scope import MISSING, Binding, Compiler, constant
from dujiang.feel.tree import children_of, steps_of
from dujiang.feel.types import Type

Element = InputData | Decision | BusinessKnowledgeModel | DecisionService


def compile_model(
    model: Definitions,
    *,
    imported: Iterable[Definitions] = (),
    functions: frozenset[str] = frozenset(),
) -> DecisionModel:
    """Compile a model together with the models it imports (found by namespace).

    `functions` are the names that the environment will bring. What cannot be compiled becomes a
    problem of the result, and null when it is evaluated.
    """
    return _ModelCompiler(model, tuple(imported), functions).compiled()


class _ModelCompiler:
    def __init__(
        self, model: Definitions, imported: tuple[Definitions, ...], functions: frozenset[str]
    ) -> None:
        self.problems = Problems()
        self.foreign = functions
        self.model = model
        self.models = {other.namespace: other for other in (*imported, model)}
        self.elements: dict[Key, Element] = {}
        for namespace, other in self.models.items():
            for element in _elements_of(other):
                self.elements[(namespace, element.id)] = element
        self._types: dict[str, ItemTypes] = {}
        self._boxed: dict[str, BoxedCompiler] = {}
        self.functions: dict[Key, FeelFunction] = {}
        self.frames: dict[Key, tuple[Frame, tuple[Need, ...]]] = {}
        for namespace in self.models:
            self._prepare(namespace, ())

    def _prepare(self, namespace: str, under_way: tuple[str, ...]) -> None:
        """Types and expressions of one model, after those of its imports."""
        if namespace in self._boxed or namespace in under_way:
            return
        model = self.models[namespace]
        imports: dict[str, ItemTypes] = {}
        names: set[str] = set(self.foreign)
        for import_ in model.imports:
            if import_.namespace not in self.models:
                if "DMN" in import_.kind or "dmn" in import_.kind:
                    self.problems.add("dmn.import.not_found", model.id, namespace=import_.namespace)
                continue
            self._prepare(import_.namespace, (*under_way, namespace))
            if import_.namespace in self._types:
                imports[import_.name] = self._types[import_.namespace]
            names.update(element.name for element in _elements_of(self.models[import_.namespace]))
        types = ItemTypes(model, imports, self.problems)
        names.update(types.property_names())
        for other in imports.values():
            names.update(other.property_names())
        names.update(_entry_names(model))
        self._types[namespace] = types
        self._boxed[namespace] = BoxedCompiler(types, self.problems, frozenset(names))

    def compiled(self) -> DecisionModel:
        inputs: dict[Key, CompiledInput] = {}
        decisions: dict[Key, CompiledDecision] = {}
        services: dict[Key, CompiledService] = {}
        for key, element in self.elements.items():
            types = self._types[key[0]]
            type_ = types.of(element.variable.type_ref, element.id)
            match element:
                case InputData():
                    inputs[key] = CompiledInput(key, element.variable.name, type_)
                case Decision():
                    decisions[key] = self._decision(key, element, type_)
                case BusinessKnowledgeModel():
                    self.functions[key] = self._knowledge(key, element)
                case DecisionService():
                    services[key] = self._service(key, element, type_)
        graph = Graph(inputs, decisions, services, self.functions)
        self._report_cycles(decisions)
        compiled = DecisionModel(self.model, tuple(self.problems.found), graph)
        self._connect()
        return compiled

    def _connect(self) -> None:
        """Give every knowledge model the functions it needs; now that all exist."""
        for frame, needs in self.frames.values():
            for need in needs:
                function = self.functions.get(need.key)
                if need.group:
                    frame[need.slot] = {**(frame[need.slot] or {}), need.name: function}
                else:
                    frame[need.slot] = function

    # -- names

    def _key(self, namespace: str, target: str) -> Key:
        other, _, id_ = target.rpartition("#")
        return (other or namespace, id_)

    def _needs(
        self, key: Key, requirements: Iterable[Requirement], compiler: Compiler
    ) -> tuple[tuple[Need, ...], Binding]:
        """Slots for what an element requires, and the scope that names them."""
        namespace = key[0]
        names: dict[str, int] = {}
        needs: list[Need] = []
        for requirement in requirements:
            target = self._key(namespace, requirement.target)
            element = self.elements.get(target)
            if element is None:
                self.problems.add("dmn.requirement.not_found", key[1], target=requirement.target)
                continue
            group = self._import_name(namespace, target[0])
            name = group or element.variable.name
            if name not in names:
                names[name] = compiler.slot()
            needs.append(Need(names[name], target, element.variable.name, group))
        return tuple(needs), Binding(names, None)

    def _import_name(self, namespace: str, other: str) -> str:
        if namespace == other:
            return ""
        for import_ in self.models[namespace].imports:
            if import_.namespace == other:
                return import_.name
        return ""

    def _compiler(self, namespace: str) -> Compiler:
        boxed = self._boxed[namespace]
        return Compiler(boxed.handlers, BUILTINS, self._types[namespace].types)

    # -- elements

    def _decision(self, key: Key, decision: Decision, type_: Type) -> CompiledDecision:
        compiler = self._compiler(key[0])
        needs, scope = self._needs(key, decision.requirements, compiler)
        if decision.expression is None:
            return CompiledDecision(key, decision.variable.name, needs, None, type_, 1, ())
        boxed = self._boxed[key[0]]
        term = boxed.expression(decision.expression, scope, compiler)
        code = boxed.typed(term, type_, decision.id).code
        self._report_unknown(compiler, decision.id)
        free = tuple(compiler.inputs.values())
        name = decision.variable.name
        return CompiledDecision(key, name, needs, code, type_, compiler.size, free)

    def _report_cycles(self, decisions: Mapping[Key, CompiledDecision]) -> None:
        """Decisions that require themselves, directly or through others."""
        finished: set[Key] = set()
        for first in decisions:
            path = [first]
            pending = [iter(decisions[first].needs)]
            while path:
                need = next(pending[-1], None)
                if need is None:
                    finished.add(path.pop())
                    pending.pop()
                elif need.key in path:
                    decision = decisions[need.key]
                    self.problems.add(
                        "dmn.decision.requires_itself", need.key[1], name=decision.name
                    )
                elif need.key in decisions and need.key not in finished:
                    path.append(need.key)
                    pending.append(iter(decisions[need.key].needs))

    def _report_unknown(self, compiler: Compiler, path: str) -> None:
        for name in sorted(compiler.inputs.keys() - self.foreign):
            self.problems.add("dmn.name.unknown", path, severity="warning", name=name)

    def _knowledge(self, key: Key, model: BusinessKnowledgeModel) -> FeelFunction:
        name = model.variable.name
        logic = model.logic
        if logic is None:
            return RefusedFunction(name, "FEEL", ())
        names = tuple(parameter.name for parameter in logic.parameters)
        if logic.kind.upper() != "FEEL":
            self.problems.add(
                "dmn.function.language_refused", model.id, severity="warning", language=logic.kind
            )
            return RefusedFunction(name, logic.kind, names)
        return self._closure(key, model, logic)

    def _closure(
        self, key: Key, model: BusinessKnowledgeModel, logic: FunctionDefinition
    ) -> Closure:
        """The function; what it needs is put into its frame when all functions exist."""
        name, types, boxed = model.variable.name, self._types[key[0]], self._boxed[key[0]]
        compiler = self._compiler(key[0])
        needs, outer = self._needs(key, model.requirements, compiler)
        own = compiler.bind((name,), outer)
        scope = compiler.bind(tuple(parameter.name for parameter in logic.parameters), own)
        term = constant(None)
        if logic.body is not None:
            term = boxed.expression(logic.body, scope, compiler)
        code = boxed.typed(term, types.of(logic.type_ref, model.id), model.id).code
        self._report_unknown(compiler, model.id)
        frame: Frame = [None] * compiler.size
        for slot in compiler.inputs.values():
            frame[slot] = MISSING
        parameters = [
            (p.name, scope.names[p.name], types.of(p.type_ref, p.id or model.id))
            for p in logic.parameters
        ]
        result = types.of(model.variable.type_ref, model.id)
        steps = steps_of(logic.body)
        function = Closure(name, parameters, code, frame, result, steps=steps)
        frame[own.names[name]] = function
        self.frames[key] = (frame, needs)
        return function

    def _service(self, key: Key, service: DecisionService, type_: Type) -> CompiledService:
        def keys(targets: Iterable[str]) -> tuple[Key, ...]:
            found = tuple(self._key(key[0], target) for target in targets)
            for target in found:
                if not isinstance(self.elements.get(target), InputData | Decision):
                    self.problems.add("dmn.requirement.not_found", key[1], target=target[1])
            return tuple(
                target
                for target in found
                if isinstance(self.elements.get(target), InputData | Decision)
            )

        return CompiledService(
            key,
            service.variable.name,
            keys((*service.input_data, *service.input_decisions)),
            keys(service.output_decisions),
            type_,
        )


def _elements_of(model: Definitions) -> Iterable[Element]:
    yield from model.input_data
    yield from model.decisions
    yield from model.knowledge_models
    yield from model.services


def _entry_names(model: Definitions) -> Iterator[str]:
    """Names of entries, columns and outputs anywhere in the model: paths may name them."""
    pending: list[object] = [model]
    while pending:
        node = pending.pop()
        match node:
            case DecisionTable(outputs=outputs):
                yield from (output.name for output in outputs if output.name)
            case BoxedContext(entries=entries):
                yield from (entry.variable.name for entry in entries if entry.variable)
            case Relation(columns=columns):
                yield from columns
        pending.extend(children_of(node))
