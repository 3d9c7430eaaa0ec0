"""Link events: every jump has exactly one target, on the same level.

Source and target belong together when one names the other by id, else when their names are equal.
"""

from collections.abc import Iterator

from dujiang.bpmn.lint.document import Document, Element, Finding, Rule, level_of, texts
from dujiang.bpmn.names import local_name


def _links(document: Document, name: str) -> list[tuple[Element, Element]]:
    """(event, link definition)."""
    return [
        (event, definition)
        for event in document.all(name)
        for definition in document.definitions(event)
        if local_name(definition) == "linkEventDefinition"
    ]


def _belong(source: Element, target: Element) -> bool:
    """Whether two link definitions are the ends of one jump."""
    named, back = texts(source, "target"), texts(target, "source")
    if named or back:
        return target.get("id") in named or (not named and source.get("id") in back)
    return source.get("name", "") == target.get("name", "")


def links_are_one_sided(document: Document) -> Iterator[Finding]:
    """EXT117: nothing flows into a link's target, nothing out of its source."""
    for event, _ in _links(document, "intermediateCatchEvent"):
        if document.into(event):
            yield Finding("bpmn.link.incoming", event)
    for event, _ in _links(document, "intermediateThrowEvent"):
        if document.out_of(event):
            yield Finding("bpmn.link.outgoing", event)


def link_sources_have_one_target(document: Document) -> Iterator[Finding]:
    """EXT118, EXT125, EXT126: exactly one target, on this level."""
    targets = _links(document, "intermediateCatchEvent")
    for event, definition in _links(document, "intermediateThrowEvent"):
        params = {"name": definition.get("name", "")}
        same = [target for target, other in targets if _belong(definition, other)]
        here = [target for target in same if level_of(target) is level_of(event)]
        if not here:
            code = "bpmn.link.other_level" if same else "bpmn.link.no_target"
            yield Finding(code, event, params=params)
        elif len(here) > 1 or len(texts(definition, "target")) > 1:
            yield Finding("bpmn.link.several_targets", event, params=params)


def link_targets_have_a_source(document: Document) -> Iterator[Finding]:
    """EXT118, EXT124: somebody jumps here."""
    sources = _links(document, "intermediateThrowEvent")
    for event, definition in _links(document, "intermediateCatchEvent"):
        same = [source for source, other in sources if _belong(other, definition)]
        if not any(level_of(source) is level_of(event) for source in same):
            params = {"name": definition.get("name", "")}
            yield Finding("bpmn.link.no_source", event, params=params)


RULES: tuple[Rule, ...] = (
    links_are_one_sided,
    link_sources_have_one_target,
    link_targets_have_a_source,
)
