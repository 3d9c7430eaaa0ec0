"""Damaged files: nothing raises, whatever is missing, doubled or in the wrong place."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from dujiang.bpmn import compare, lay_out, lint, parse, translate, write
from dujiang.engine import check_process
from tests.build import Build
from tests.laws.models import models

TEXTS = ("", "x", "-1", "= 1 +", "true", "end", "${a", "${a.b(c)}", "a:b", "PT", "R/")


def damage(root: etree._Element, data: st.DataObject) -> None:
    """Change one thing at random."""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    element = data.draw(st.sampled_from(elements))
    parent = element.getparent()
    names = sorted(map(str, element.attrib))
    match data.draw(st.integers(0, 4)):
        case 0 if names:
            del element.attrib[data.draw(st.sampled_from(names))]
        case 1 if names:
            element.set(data.draw(st.sampled_from(names)), data.draw(st.sampled_from(TEXTS)))
        case 2:
            element.text = data.draw(st.sampled_from(TEXTS))
        case 3 if parent is not None:
            parent.remove(element)
        case 4 if parent is not None:
            other = data.draw(st.sampled_from(elements))
            if element not in [other, *other.iterancestors()]:
                other.append(element)
        case _:
            pass


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(model=models(), data=st.data())
def test_damaged_models_are_judged_not_choked_on(
    model: tuple[Build, Any], data: st.DataObject
) -> None:
    root = etree.fromstring(model[0].xml())
    for _ in range(data.draw(st.integers(1, 4))):
        damage(root, data)

    parsed = parse(etree.tostring(root))

    if parsed.definitions is None:
        assert parsed.has_errors
        return
    lint(parsed.definitions)
    translated = translate(parsed.definitions).definitions
    for process in translated.processes:
        compiled = check_process(translated, process.id)
        assert compiled.program is not None or compiled.problems
    drawn = lay_out(translated)
    compare(parsed.definitions, drawn)
    again = parse(write(drawn))
    assert again.definitions is not None


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(source: bytes) -> None:
    parsed = parse(source)

    assert parsed.definitions is not None or parsed.has_errors
