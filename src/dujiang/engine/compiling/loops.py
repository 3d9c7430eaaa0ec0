"""Compiling loop characteristics: ours (`dj:loop`) before the standard's own."""

from typing import Literal, cast

from dujiang.bpmn import extensions as x
from dujiang.bpmn import model as m
from dujiang.engine.compiling import events
from dujiang.engine.compiling.context import Compiling
from dujiang.engine.compiling.data import Named
from dujiang.engine.expressions import Expr
from dujiang.engine.program import LoopSpec, Throw

Behavior = Literal["all", "none", "one", "complex"]


def loop_of(
    compiling: Compiling,
    container: m.Container,
    node: m.Task | m.CallActivity | m.SubProcess,
    traits: m.ActivityTraits,
) -> LoopSpec | None:
    """The loop around an activity, if there is one."""
    match traits.loop:
        case None:
            return None
        case m.StandardLoop() as loop:
            return _standard(compiling, loop, node.id)
        case m.MultiInstance() as loop:
            return _multi_instance(compiling, container, node, traits, loop)


def _standard(compiling: Compiling, loop: m.StandardLoop, path: str) -> LoopSpec:
    if loop.maximum is not None and loop.maximum < 0:
        compiling.report("engine.loop.negative_maximum", path)
    if loop.condition is None and loop.maximum is None:
        compiling.report("engine.loop.endless", path)
    return LoopSpec(
        kind="standard",
        condition=compiling.feel(loop.condition, path),
        test_before=loop.test_before,
        maximum=loop.maximum,
    )


def _multi_instance(
    compiling: Compiling,
    container: m.Container,
    node: m.Task | m.CallActivity | m.SubProcess,
    traits: m.ActivityTraits,
    loop: m.MultiInstance,
) -> LoopSpec:
    ours = loop.extensions.find(x.Loop) or x.Loop()
    collection = compiling.must(ours.collection, node.id) or _data_in(
        compiling, container, traits, loop
    )
    cardinality = compiling.feel(loop.cardinality, node.id)
    if collection is None and cardinality is None:
        compiling.report("engine.loop.no_count", node.id)
    output, output_element = _output(compiling, container, traits, loop, ours, node.id)
    return LoopSpec(
        kind="sequential" if loop.is_sequential else "parallel",
        condition=compiling.feel(loop.completion_condition, node.id),
        cardinality=cardinality,
        collection=collection,
        element=ours.element or loop.input_item,
        output=output,
        output_element=output_element,
        behavior=_behavior(loop.behavior),
        events=_events(compiling, container, loop, node),
    )


def _behavior(text: str) -> Behavior:
    lowered = text.lower()
    return cast(Behavior, lowered if lowered in ("none", "one", "complex") else "all")


def _data_in(
    compiling: Compiling, container: m.Container, traits: m.ActivityTraits, loop: m.MultiInstance
) -> Expr | None:
    """The variable behind `loopDataInputRef`: a data object, or what flows into a data input."""
    if not loop.input_ref:
        return None
    name = compiling.data_name(container, loop.input_ref)
    for association in traits.inputs:
        if not name and association.target == loop.input_ref and association.sources:
            name = compiling.data_name(container, association.sources[0])
    if not name:
        name = next((d.name or d.id for d in traits.data_inputs if d.id == loop.input_ref), "")
    compiling.used_data.add(name)
    return Named(name) if name else None


def _output(
    compiling: Compiling,
    container: m.Container,
    traits: m.ActivityTraits,
    loop: m.MultiInstance,
    ours: x.Loop,
    path: str,
) -> tuple[str, Expr | None]:
    if ours.output:
        return ours.output, compiling.must(ours.outputElement, path)
    if not loop.output_ref:
        return "", None
    name = compiling.data_name(container, loop.output_ref)
    for association in traits.outputs:
        if not name and loop.output_ref in association.sources:
            name = compiling.data_name(container, association.target)
    if not name:
        name = next((d.name or d.id for d in traits.data_outputs if d.id == loop.output_ref), "")
    return name, Named(loop.output_item) if loop.output_item else None


def _events(
    compiling: Compiling,
    container: m.Container,
    loop: m.MultiInstance,
    node: m.Task | m.CallActivity | m.SubProcess,
) -> tuple[tuple[Expr | None, Throw], ...]:
    pairs: list[tuple[m.Expression | None, m.EventDefinition | None]] = []
    match _behavior(loop.behavior):
        case "none":
            pairs.append((None, loop.none_event))
        case "one":
            pairs.append((None, loop.one_event))
        case "complex":
            pairs.extend((each.condition, each.event) for each in loop.complex_behaviors)
        case "all":
            pass
    found: list[tuple[Expr | None, Throw]] = []
    for condition, event in pairs:
        if event is None:
            continue
        throw = events.throw_of(compiling, container, event, node.extensions, node.id)
        if throw is not None:
            found.append((compiling.feel(condition, node.id), throw))
    return tuple(found)
