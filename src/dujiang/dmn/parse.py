"""XML of DMN 1.1 to 1.5 -> model. Never raises on content: what is wrong is listed as problems."""

from typing import Final, NamedTuple

from lxml import etree

from dujiang.dmn.model import (
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    Definitions,
    FunctionDefinition,
    Import,
    InputData,
    ItemDefinition,
    Requirement,
    Variable,
)
from dujiang.dmn.parse_boxed import BoxedReader
from dujiang.dmn.xml_reading import Problems, child, children, href, local_name, text_of, type_ref
from dujiang.kernel.errors import InvalidInput, LimitExceeded, Problem
from dujiang.kernel.safe_xml import parse_xml

NAMESPACES: Final = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
"""DMN 1.1, 1.1 as first published, 1.2, 1.3, 1.4, 1.5."""

_NAMED: Final = frozenset({"inputData", "decision", "businessKnowledgeModel", "decisionService"})
_REQUIREMENTS: Final = ("requiredInput", "requiredDecision", "requiredKnowledge")


class ParsedDefinitions(NamedTuple):
    """What was understood, and everything that is wrong with it."""

    model: Definitions
    problems: tuple[Problem, ...]


def parse(xml: bytes) -> ParsedDefinitions:
    """Read a DMN document. Problems have codes `dmn.xml.*` and `kernel.xml.*`."""
    try:
        root = parse_xml(xml)
    except (InvalidInput, LimitExceeded) as error:
        return ParsedDefinitions(Definitions(), (Problem(code=error.code, params=error.params),))
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        problem = Problem(code="dmn.xml.not_dmn", params={"found": str(root.tag)})
        return ParsedDefinitions(Definitions(), (problem,))
    reader = _Reader(name.namespace or "")
    model = reader.definitions(root)
    return ParsedDefinitions(model, tuple(reader.problems.found))


class _Reader:
    def __init__(self, namespace: str) -> None:
        self.problems = Problems()
        self.boxed = BoxedReader(namespace, self.problems)
        self.namespace = namespace

    def definitions(self, root: etree._Element) -> Definitions:
        elements = [e for e in root if isinstance(e.tag, str)]
        ours = [e for e in elements if etree.QName(e).namespace == self.namespace]

        def named(name: str) -> list[etree._Element]:
            return [element for element in ours if local_name(element) == name]

        self._check_ids(root)
        self._check_names(ours)
        return Definitions(
            id=root.get("id", ""),
            name=root.get("name", ""),
            namespace=root.get("namespace", ""),
            imports=tuple(self._import(e) for e in named("import")),
            item_definitions=tuple(self._item(e) for e in named("itemDefinition")),
            input_data=tuple(self._input_data(e) for e in named("inputData")),
            decisions=tuple(self._decision(e) for e in named("decision")),
            knowledge_models=tuple(self._knowledge(e) for e in named("businessKnowledgeModel")),
            services=tuple(self._service(e) for e in named("decisionService")),
        )

    def _check_ids(self, root: etree._Element) -> None:
        seen: set[str] = set()
        for element in root.iter(f"{{{self.namespace}}}*"):
            found = element.get("id")
            if found is None:
                continue
            if found in seen:
                self.problems.add("dmn.xml.id_twice", found, id=found)
            seen.add(found)

    def _check_names(self, elements: list[etree._Element]) -> None:
        """Names of elements that expressions may use are unique in a model (6.2.1)."""
        seen: set[str] = set()
        for element in elements:
            name = element.get("name", "")
            if local_name(element) not in _NAMED:
                continue
            if name in seen:
                self.problems.add(
                    "dmn.xml.name_twice", element.get("id", ""), severity="warning", name=name
                )
            seen.add(name)

    def _import(self, element: etree._Element) -> Import:
        return Import(
            name=element.get("name", ""),
            namespace=element.get("namespace", ""),
            kind=element.get("importType", ""),
        )

    def _item(self, element: etree._Element) -> ItemDefinition:
        function = child(element, "functionItem")
        return ItemDefinition(
            name=element.get("name", ""),
            id=element.get("id", ""),
            type_ref=text_of(child(element, "typeRef")) or type_ref(element),
            components=tuple(self._item(e) for e in children(element, "itemComponent")),
            is_collection=element.get("isCollection") == "true",
            allowed_values=text_of(child(child(element, "allowedValues"), "text")),
            type_constraint=text_of(child(child(element, "typeConstraint"), "text")),
            function=None if function is None else self._function_item(function),
        )

    def _function_item(self, element: etree._Element) -> FunctionDefinition:
        parameters = tuple(
            Variable(name=e.get("name", ""), type_ref=type_ref(e))
            for e in children(element, "parameters")
        )
        return FunctionDefinition(
            parameters=parameters, body=None, type_ref=type_ref(element, "outputTypeRef")
        )

    def _variable(self, element: etree._Element) -> Variable:
        variable = child(element, "variable")
        name = element.get("name", "")
        if variable is None:
            return Variable(name=name)
        return Variable(
            name=variable.get("name", name), type_ref=type_ref(variable), id=variable.get("id", "")
        )

    def _input_data(self, element: etree._Element) -> InputData:
        return InputData(
            id=element.get("id", ""),
            name=element.get("name", ""),
            variable=self._variable(element),
        )

    def _requirements(self, element: etree._Element) -> tuple[Requirement, ...]:
        found: list[Requirement] = []
        for kind in ("informationRequirement", "knowledgeRequirement"):
            for requirement in children(element, kind):
                for required in _REQUIREMENTS:
                    target = child(requirement, required)
                    if target is not None:
                        found.append(Requirement(target=href(target)))
        return tuple(found)

    def _decision(self, element: etree._Element) -> Decision:
        return Decision(
            id=element.get("id", ""),
            name=element.get("name", ""),
            variable=self._variable(element),
            requirements=self._requirements(element),
            expression=self.boxed.only_expression(element),
            question=text_of(child(element, "question")) or "",
            description=text_of(child(element, "description")) or "",
        )

    def _knowledge(self, element: etree._Element) -> BusinessKnowledgeModel:
        logic = child(element, "encapsulatedLogic")
        return BusinessKnowledgeModel(
            id=element.get("id", ""),
            name=element.get("name", ""),
            variable=self._variable(element),
            logic=None if logic is None else self.boxed.function(logic),
            requirements=self._requirements(element),
        )

    def _service(self, element: etree._Element) -> DecisionService:
        def hrefs(name: str) -> tuple[str, ...]:
            return tuple(href(e) for e in children(element, name))

        return DecisionService(
            id=element.get("id", ""),
            name=element.get("name", ""),
            variable=self._variable(element),
            output_decisions=hrefs("outputDecision"),
            encapsulated_decisions=hrefs("encapsulatedDecision"),
            input_decisions=hrefs("inputDecision"),
            input_data=hrefs("inputData"),
        )
