"""Boxed expressions of a DMN document (DMN 1.5, 7.3 and 8.3)."""

from collections.abc import Callable
from typing import Final, cast

from lxml import etree

from dujiang.dmn.model import (
    Aggregation,
    Boxed,
    BoxedContext,
    BoxedFilter,
    BoxedList,
    Conditional,
    ContextEntry,
    DecisionTable,
    FunctionDefinition,
    HitPolicy,
    InputClause,
    Invocation,
    Iterator_,
    LiteralExpression,
    OutputClause,
    Relation,
    Rule,
    Variable,
)
from dujiang.dmn.xml_reading import Problems, child, children, local_name, text_of, type_ref

HIT_POLICIES: Final = frozenset(
    {"UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"}
)
AGGREGATIONS: Final = frozenset({"SUM", "COUNT", "MIN", "MAX"})
MAX_BOXES: Final = 40
"""Boxed expressions inside one another."""


class BoxedReader:
    """Reads expressions; problems are added to the list it was given."""

    def __init__(self, namespace: str, problems: Problems) -> None:
        self.namespace = namespace
        self.problems = problems
        self._depth = 0

    def only_expression(self, parent: etree._Element | None) -> Boxed | None:
        """The expression among the children of `parent`, if there is one."""
        if parent is None:
            return None
        for element in parent:
            if not isinstance(element.tag, str):
                continue
            reader = _READERS.get(local_name(element))
            if reader is not None and etree.QName(element).namespace == self.namespace:
                return self._read(reader, element)
        return None

    def _read(
        self, reader: "Callable[[BoxedReader, etree._Element], Boxed]", element: etree._Element
    ) -> Boxed:
        self._depth += 1
        if self._depth > MAX_BOXES:
            self.problems.add("dmn.xml.too_deep", element.get("id", ""), limit=MAX_BOXES)
            self._depth -= 1
            return _nothing(element)
        found = reader(self, element)
        self._depth -= 1
        return found

    def expected(self, parent: etree._Element | None, where: etree._Element) -> Boxed:
        """The expression inside `parent`, or nothing and a problem at `where`."""
        found = self.only_expression(parent)
        if found is None:
            self.problems.add(
                "dmn.xml.no_expression", where.get("id", ""), element=local_name(where)
            )
            return _nothing(where)
        return found

    def literal(self, element: etree._Element) -> LiteralExpression:
        """`literalExpression`, `inputExpression`, `inputEntry` and their sisters."""
        language = element.get("expressionLanguage", "FEEL")
        text = child(element, "text")
        return LiteralExpression(
            id=element.get("id", ""),
            type_ref=type_ref(element),
            label=element.get("label", ""),
            text="" if text is None else (text.text or "").strip(),
            language="FEEL" if "feel" in language.lower() else language,
        )

    def _context(self, element: etree._Element) -> BoxedContext:
        """`context`."""
        entries: list[ContextEntry] = []
        for entry in children(element, "contextEntry"):
            variable = child(entry, "variable")
            named = (
                None
                if variable is None
                else Variable(name=variable.get("name", ""), type_ref=type_ref(variable))
            )
            entries.append(ContextEntry(expression=self.expected(entry, entry), variable=named))
        return BoxedContext(
            id=element.get("id", ""), type_ref=type_ref(element), entries=tuple(entries)
        )

    def _invocation(self, element: etree._Element) -> Invocation:
        """`invocation`."""
        bindings: list[tuple[str, Boxed]] = []
        for binding in children(element, "binding"):
            parameter = child(binding, "parameter")
            name = "" if parameter is None else parameter.get("name", "")
            found = self.only_expression(binding)
            bindings.append((name, _nothing(binding) if found is None else found))
        return Invocation(
            id=element.get("id", ""),
            type_ref=type_ref(element),
            function=self.expected(element, element),
            bindings=tuple(bindings),
        )

    def function(self, element: etree._Element) -> FunctionDefinition:
        """`functionDefinition`, and `encapsulatedLogic` of a knowledge model."""
        parameters = tuple(
            Variable(name=e.get("name", ""), type_ref=type_ref(e), id=e.get("id", ""))
            for e in children(element, "formalParameter")
        )
        return FunctionDefinition(
            id=element.get("id", ""),
            type_ref=type_ref(element),
            parameters=parameters,
            body=self.only_expression(element),
            kind=element.get("kind", "FEEL"),
        )

    def _relation(self, element: etree._Element) -> Relation:
        """`relation`."""
        rows = tuple(
            tuple(
                self._read(_READERS[local_name(cell)], cell)
                for cell in row
                if isinstance(cell.tag, str) and local_name(cell) in _READERS
            )
            for row in children(element, "row")
        )
        return Relation(
            id=element.get("id", ""),
            type_ref=type_ref(element),
            columns=tuple(column.get("name", "") for column in children(element, "column")),
            rows=rows,
        )

    def _list(self, element: etree._Element) -> BoxedList:
        """`list`."""
        items = tuple(
            self._read(_READERS[local_name(item)], item)
            for item in element
            if isinstance(item.tag, str) and local_name(item) in _READERS
        )
        return BoxedList(id=element.get("id", ""), type_ref=type_ref(element), items=items)

    def _conditional(self, element: etree._Element) -> Conditional:
        """`conditional`."""
        return Conditional(
            id=element.get("id", ""),
            type_ref=type_ref(element),
            condition=self.expected(child(element, "if"), element),
            then=self.expected(child(element, "then"), element),
            otherwise=self.expected(child(element, "else"), element),
        )

    def _filter(self, element: etree._Element) -> BoxedFilter:
        """`filter`."""
        return BoxedFilter(
            id=element.get("id", ""),
            type_ref=type_ref(element),
            source=self.expected(child(element, "in"), element),
            match=self.expected(child(element, "match"), element),
        )

    def _for(self, element: etree._Element) -> Iterator_:
        """`for`."""
        return self._iterator(element, "for", "return")

    def _some(self, element: etree._Element) -> Iterator_:
        """`some`."""
        return self._iterator(element, "some", "satisfies")

    def _every(self, element: etree._Element) -> Iterator_:
        """`every`."""
        return self._iterator(element, "every", "satisfies")

    def _iterator(self, element: etree._Element, kind: str, body: str) -> Iterator_:
        return Iterator_(
            id=element.get("id", ""),
            type_ref=type_ref(element),
            kind="for" if kind == "for" else "some" if kind == "some" else "every",
            variable=element.get("iteratorVariable", ""),
            source=self.expected(child(element, "in"), element),
            body=self.expected(child(element, body), element),
        )

    # -- tables

    def table(self, element: etree._Element) -> DecisionTable:
        """`decisionTable`."""
        inputs = tuple(self._input(e) for e in children(element, "input"))
        outputs = tuple(self._output(e) for e in children(element, "output"))
        rules = tuple(self._rule(e, len(inputs), len(outputs)) for e in children(element, "rule"))
        if not outputs:
            self.problems.add("dmn.table.no_output", element.get("id", ""))
        aggregation = element.get("aggregation")
        return DecisionTable(
            id=element.get("id", ""),
            type_ref=type_ref(element),
            label=element.get("outputLabel", ""),
            inputs=inputs,
            outputs=outputs,
            rules=rules,
            hit_policy=self._hit_policy(element),
            aggregation=cast("Aggregation", aggregation) if aggregation in AGGREGATIONS else None,
            annotations=tuple(e.get("name", "") for e in children(element, "annotation")),
        )

    def _hit_policy(self, element: etree._Element) -> HitPolicy:
        found = element.get("hitPolicy", "UNIQUE")
        if found not in HIT_POLICIES:
            self.problems.add("dmn.table.bad_hit_policy", element.get("id", ""), found=found)
            return "UNIQUE"
        return cast("HitPolicy", found)

    def _input(self, element: etree._Element) -> InputClause:
        expression = child(element, "inputExpression")
        if expression is None:
            self.problems.add("dmn.table.no_input_expression", element.get("id", ""))
        return InputClause(
            id=element.get("id", ""),
            label=element.get("label", ""),
            expression=_nothing(element) if expression is None else self.literal(expression),
            values=text_of(child(child(element, "inputValues"), "text")),
        )

    def _output(self, element: etree._Element) -> OutputClause:
        default = child(element, "defaultOutputEntry")
        return OutputClause(
            id=element.get("id", ""),
            label=element.get("label", ""),
            name=element.get("name", ""),
            type_ref=type_ref(element),
            values=text_of(child(child(element, "outputValues"), "text")),
            default=None if default is None else self.literal(default),
        )

    def _rule(self, element: etree._Element, inputs: int, outputs: int) -> Rule:
        tests = tuple(self.literal(e) for e in children(element, "inputEntry"))
        results = tuple(self.literal(e) for e in children(element, "outputEntry"))
        if len(tests) != inputs or len(results) != outputs:
            self.problems.add(
                "dmn.table.bad_rule_length", element.get("id", ""), inputs=inputs, outputs=outputs
            )
            missing = LiteralExpression(text="-")
            tests = (*tests, *[missing] * (inputs - len(tests)))[:inputs]
            nothing = LiteralExpression(text="null")
            results = (*results, *[nothing] * (outputs - len(results)))[:outputs]
        return Rule(
            id=element.get("id", ""),
            inputs=tests,
            outputs=results,
            annotations=tuple(
                text_of(child(e, "text")) or "" for e in children(element, "annotationEntry")
            ),
        )


def _nothing(element: etree._Element) -> LiteralExpression:
    return LiteralExpression(id=element.get("id", ""), text="null")


_READERS: Final[dict[str, Callable[[BoxedReader, etree._Element], Boxed]]] = {
    "literalExpression": BoxedReader.literal,
    "context": BoxedReader._context,
    "invocation": BoxedReader._invocation,
    "functionDefinition": BoxedReader.function,
    "relation": BoxedReader._relation,
    "list": BoxedReader._list,
    "conditional": BoxedReader._conditional,
    "filter": BoxedReader._filter,
    "for": BoxedReader._for,
    "some": BoxedReader._some,
    "every": BoxedReader._every,
    "decisionTable": BoxedReader.table,
}
