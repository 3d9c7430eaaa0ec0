"""Put a decision table into a DMN document, leaving everything else in it as it was."""

from lxml import etree

from dujiang.dmn.model import DecisionTable, InputClause, LiteralExpression, OutputClause, Rule
from dujiang.dmn.xml_reading import children
from dujiang.kernel.errors import NotFound
from dujiang.kernel.safe_xml import parse_xml


def replace_table(xml: bytes, decision: str, table: DecisionTable) -> bytes:
    """The document with `table` as the logic of the decision with that id.

    Raises `NotFound("dmn.decision.not_found")`, and what `parse_xml` raises.
    """
    root = parse_xml(xml)
    found = next((e for e in children(root, "decision") if e.get("id") == decision), None)
    if found is None:
        raise NotFound("dmn.decision.not_found", name=decision)
    namespace = etree.QName(root).namespace or ""
    written = _Writer(namespace).table(table)
    old = children(found, "decisionTable")
    if old:
        written.tail = old[0].tail
        found.replace(old[0], written)
    else:
        found.append(written)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


class _Writer:
    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def _element(
        self, local: str, parent: etree._Element | None = None, /, **attributes: str | None
    ) -> etree._Element:
        tag = f"{{{self._namespace}}}{local}"
        element = etree.Element(tag) if parent is None else etree.SubElement(parent, tag)
        for attribute, value in attributes.items():
            if value:
                element.set(attribute, value)
        return element

    def _text(self, parent: etree._Element, text: str) -> None:
        self._element("text", parent).text = text

    def table(self, table: DecisionTable) -> etree._Element:
        element = self._element(
            "decisionTable",
            id=table.id,
            hitPolicy=table.hit_policy,
            aggregation=table.aggregation,
            typeRef=table.type_ref,
            outputLabel=table.label,
        )
        for clause in table.inputs:
            self._input(element, clause)
        for output in table.outputs:
            self._output(element, output)
        for name in table.annotations:
            self._element("annotation", element, name=name)
        for rule in table.rules:
            self._rule(element, rule)
        return element

    def _input(self, parent: etree._Element, clause: InputClause) -> None:
        element = self._element("input", parent, id=clause.id, label=clause.label)
        self._literal("inputExpression", element, clause.expression)
        if clause.values is not None:
            self._text(self._element("inputValues", element), clause.values)

    def _output(self, parent: etree._Element, clause: OutputClause) -> None:
        element = self._element(
            "output",
            parent,
            id=clause.id,
            label=clause.label,
            name=clause.name,
            typeRef=clause.type_ref,
        )
        if clause.values is not None:
            self._text(self._element("outputValues", element), clause.values)
        if clause.default is not None:
            self._literal("defaultOutputEntry", element, clause.default)

    def _rule(self, parent: etree._Element, rule: Rule) -> None:
        element = self._element("rule", parent, id=rule.id)
        for cell in rule.inputs:
            self._literal("inputEntry", element, cell)
        for cell in rule.outputs:
            self._literal("outputEntry", element, cell)
        for text in rule.annotations:
            self._text(self._element("annotationEntry", element), text)

    def _literal(self, name: str, parent: etree._Element, node: LiteralExpression) -> None:
        element = self._element(name, parent, id=node.id, typeRef=node.type_ref)
        self._text(element, node.text)
