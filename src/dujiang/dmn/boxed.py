"""Boxed expressions as closures (DMN 1.5, 10.2.2): each becomes a FEEL term in its scope."""

from collections.abc import Mapping
from types import MappingProxyType

from dujiang.dmn.item_types import ItemTypes
from dujiang.dmn.model import (
    Boxed,
    BoxedContext,
    BoxedFilter,
    BoxedList,
    Conditional,
    DecisionTable,
    FunctionDefinition,
    Invocation,
    Iterator_,
    LiteralExpression,
    Relation,
    Variable,
)
from dujiang.dmn.table import compile_table
from dujiang.dmn.xml_reading import Problems
from dujiang.feel.ast import For, Iteration, Quantified, UnaryTests
from dujiang.feel.builtins import SPACED_NAMES
from dujiang.feel.comparison import kind_of
from dujiang.feel.compile_functions import closing_over
from dujiang.feel.compile_loops import for_loop, selection
from dujiang.feel.compile_names import Entry, context_of
from dujiang.feel.environment import COLLECTIONS
from dujiang.feel.errors import Fault, FeelSyntaxError, Warning_
from dujiang.feel.expression import HANDLERS
from dujiang.feel.functions import (
    AnyValue,
    Code,
    Frame,
    RefusedFunction,
    as_function,
)
from dujiang.feel.parser import parse_expression, parse_unary_tests
from dujiang.feel.scope import (
    Binding,
    Compiler,
    Handler,
    Scope,
    Term,
    constant,
    visible_names,
    warn,
)
from dujiang.feel.tree import steps_of
from dujiang.feel.types import ANY, Type, coercion_to


class BoxedCompiler:
    """Compiles the boxed expressions of one model; what cannot be read becomes a problem."""

    def __init__(self, types: ItemTypes, problems: Problems, properties: frozenset[str]) -> None:
        self.types: ItemTypes = types
        self.problems = problems
        self._names = (*SPACED_NAMES, *properties)
        self.handlers: Mapping[type, Handler] = MappingProxyType(
            {
                **HANDLERS,
                LiteralExpression: self._literal,
                BoxedContext: self._context,
                Invocation: self._invocation,
                Relation: self._relation,
                BoxedList: self._list,
                FunctionDefinition: self._function,
                Conditional: self._conditional,
                BoxedFilter: self._filter,
                Iterator_: self._iterator,
                DecisionTable: self._table,
            }
        )

    def expression(self, node: Boxed, scope: Scope | None, compiler: Compiler) -> Term:
        """The term of a boxed expression, its value converted to the type it declares."""
        term = compiler.compile(node, scope)  # type: ignore[arg-type]
        return self.typed(term, self.types.of(node.type_ref, node.id), node.id)

    def typed(self, term: Term, type_: Type, path: str) -> Term:
        """The term with its value converted to `type_`, or null and a warning at `path`."""
        if type_ == ANY:
            return term
        code, convert = term.code, coercion_to(type_)

        def typed(frame: Frame) -> AnyValue:
            value = code(frame)
            if type(value) in COLLECTIONS:
                frame[0].weigh(value)
            try:
                return convert(value)
            except Fault as fault:
                warning = Warning_(fault.code, (0, 0), fault.params, path)
                return frame[0].note(warning)

        return Term(typed)

    def type_of(self, type_ref: str | None, path: str) -> Type:
        """The type that a reference names."""
        return self.types.of(type_ref, path)

    # -- text

    def _literal(self, node: LiteralExpression, scope: Scope | None, compiler: Compiler) -> Term:
        if node.language != "FEEL":
            self.problems.add("dmn.expression.language_refused", node.id, language=node.language)
            return constant(None)
        if not node.text:
            return constant(None)
        try:
            tree = parse_expression(node.text, names=(*self._names, *visible_names(scope)))
        except FeelSyntaxError as error:
            return self._unreadable(error, node)
        term = compiler.compile(tree, scope)
        reads_what_is_there = term.slot is not None and term.slot not in compiler.inputs.values()
        return term if reads_what_is_there else at_element(term, node.id)

    def tests(self, node: LiteralExpression, scope: Scope | None) -> UnaryTests | FeelSyntaxError:
        """An input entry as a tree, or why it cannot be read."""
        try:
            return parse_unary_tests(node.text or "-", names=(*self._names, *visible_names(scope)))
        except FeelSyntaxError as error:
            return error

    def test(
        self,
        tree: UnaryTests | FeelSyntaxError,
        node: LiteralExpression,
        scope: Scope | None,
        compiler: Compiler,
    ) -> Term:
        """An input entry as a term that gives true, false or null."""
        if isinstance(tree, FeelSyntaxError):
            return self._unreadable(tree, node)
        return at_element(compiler.compile(tree, scope), node.id)

    def _unreadable(self, error: FeelSyntaxError, node: LiteralExpression) -> Term:
        self.problems.add(error.code, node.id, **error.params)
        warning = Warning_(error.code, (error.position, error.position), error.params, node.id)
        return Term(lambda frame: frame[0].note(warning))

    # -- data

    def _context(self, node: BoxedContext, scope: Scope | None, compiler: Compiler) -> Term:
        entries: list[Entry] = []
        result: Code | None = None
        for entry in node.entries:
            if entry.variable is None:
                result = self.expression(entry.expression, scope, compiler).code
                continue
            name, slot = entry.variable.name, compiler.slot()
            binding = Binding({name: slot}, scope)
            is_function = isinstance(entry.expression, FunctionDefinition)
            term = self.expression(entry.expression, binding if is_function else scope, compiler)
            type_ = self.types.of(entry.variable.type_ref, node.id)
            code = self.typed(term, type_, node.id).code
            entries.append(Entry(name, slot, code, is_function))
            scope = binding
        context = context_of(tuple(entries))
        return Term(context if result is None else _after(context, result))

    def _relation(self, node: Relation, scope: Scope | None, compiler: Compiler) -> Term:
        rows = [
            [
                (name, self.expression(cell, scope, compiler).code)
                for name, cell in zip(node.columns, row, strict=False)
            ]
            for row in node.rows
        ]
        return Term(lambda frame: [{name: cell(frame) for name, cell in row} for row in rows])

    def _list(self, node: BoxedList, scope: Scope | None, compiler: Compiler) -> Term:
        items = [self.expression(item, scope, compiler).code for item in node.items]
        return Term(lambda frame: [item(frame) for item in items])

    # -- functions

    def _invocation(self, node: Invocation, scope: Scope | None, compiler: Compiler) -> Term:
        callee = self.expression(node.function, scope, compiler).code
        arguments = [
            (name, self.expression(value, scope, compiler).code) for name, value in node.bindings
        ]

        def invoke(frame: Frame) -> AnyValue:
            found = callee(frame)
            given = {name: argument(frame) for name, argument in arguments}
            try:
                return as_function(found).call_named(frame[0], given)
            except Fault as fault:
                return warn(frame, fault, (0, 0))

        return at_element(Term(invoke), node.id)

    def _function(self, node: FunctionDefinition, scope: Scope | None, compiler: Compiler) -> Term:
        names = tuple(parameter.name for parameter in node.parameters)
        if node.kind.upper() != "FEEL":
            self.problems.add(
                "dmn.function.language_refused", node.id, severity="warning", language=node.kind
            )
            return Term(lambda frame: RefusedFunction("function", node.kind, names))
        binding = compiler.bind(names, scope)
        body = (
            constant(None) if node.body is None else self.expression(node.body, binding, compiler)
        )
        parameters = tuple(
            (p.name, binding.names[p.name], self._parameter_type(p, node.id))
            for p in node.parameters
        )
        return Term(closing_over(parameters, body.code, steps_of(node.body)))

    def _parameter_type(self, parameter: Variable, path: str) -> Type:
        return self.types.of(parameter.type_ref, parameter.id or path)

    # -- control

    def _conditional(self, node: Conditional, scope: Scope | None, compiler: Compiler) -> Term:
        condition = self.expression(node.condition, scope, compiler).code
        then = self.expression(node.then, scope, compiler).code
        otherwise = self.expression(node.otherwise, scope, compiler).code

        def choose(frame: Frame) -> AnyValue:
            found = condition(frame)
            if found is True:
                return then(frame)
            if found is not False and found is not None:
                fault = Fault("feel.condition.not_boolean", type=kind_of(found))
                return warn(frame, fault, (0, 0))
            return otherwise(frame)

        return at_element(Term(choose), node.id)

    def _filter(self, node: BoxedFilter, scope: Scope | None, compiler: Compiler) -> Term:
        source = self.expression(node.source, scope, compiler).code
        code = selection(source, node.match, scope, compiler, (0, 0))  # type: ignore[arg-type]
        return at_element(Term(code), node.id)

    def _iterator(self, node: Iterator_, scope: Scope | None, compiler: Compiler) -> Term:
        iterations = (Iteration(node.variable, node.source),)  # type: ignore[arg-type]
        if node.kind == "for":
            loop = For(iterations, node.body)  # type: ignore[arg-type]
            term = for_loop(loop, scope, compiler, with_partial=True)
        else:
            quantified = Quantified(node.kind, iterations, node.body)  # type: ignore[arg-type]
            term = compiler.compile(quantified, scope)
        return at_element(term, node.id)

    def _table(self, node: DecisionTable, scope: Scope | None, compiler: Compiler) -> Term:
        return at_element(compile_table(node, scope, compiler, self), node.id)


def _after(context: Code, result: Code) -> Code:
    """The result of a context, once its entries are in their slots."""

    def last(frame: Frame) -> AnyValue:
        context(frame)
        return result(frame)

    return last


def at_element(term: Term, path: str) -> Term:
    """The term, its new warnings marked with the element that they come from."""
    if term.constant or not path:
        return term
    code = term.code

    def marked(frame: Frame) -> AnyValue:
        value = code(frame)
        run = frame[0]
        if run.warnings and not run.warnings[-1].path:
            run.mark_warnings(path)
        return value

    return Term(marked)
