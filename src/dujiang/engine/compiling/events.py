"""Compiling events: what they wait for, what they catch by structure, what they throw."""

from typing import Final

from dujiang.bpmn import model as m
from dujiang.bpmn.extensions import Ending, Extensions, Message
from dujiang.engine.compiling.context import Compiling
from dujiang.engine.program import (
    CancelThrow,
    Catch,
    CompensateThrow,
    ConditionWait,
    ErrorThrow,
    EscalationThrow,
    LinkThrow,
    MessageThrow,
    MessageWait,
    SignalThrow,
    SignalWait,
    TerminateThrow,
    Throw,
    TimerWait,
    Wait,
)

ENDINGS: Final = ("rejected", "cancelled")
"""Outcomes that an end event may give to the whole instance."""


def message_wait(
    compiling: Compiling, message_ref: str, operation_ref: str, own: Extensions, path: str
) -> MessageWait:
    """Waiting for a message."""
    name = compiling.message_name(message_ref, operation_ref, path)
    message_id = compiling.message_id(message_ref, operation_ref)
    settings = compiling.message_settings(message_id, own)
    key = compiling.must(settings.correlationKey, path) if settings is not None else None
    keys = () if key is not None else compiling.awaited_keys(message_id, path)
    return MessageWait(name=name, key=key, payload_keys=keys)


def message_throw(
    compiling: Compiling,
    message_ref: str,
    operation_ref: str,
    own: Extensions,
    path: str,
) -> MessageThrow:
    """Throwing a message."""
    name = compiling.message_name(message_ref, operation_ref, path)
    message_id = compiling.message_id(message_ref, operation_ref)
    settings = compiling.message_settings(message_id, own) or Message()
    key = compiling.must(settings.correlationKey, path)
    flow = next((f for f in compiling.definitions.message_flows if f.source == path), None)
    return MessageThrow(
        name=name,
        key=key,
        payload_keys=() if key is not None else compiling.thrown_keys(message_id, path),
        time_to_live=compiling.text(settings.timeToLive, path),
        target="" if flow is None else flow.target,
    )


def timer_wait(compiling: Compiling, timer: m.TimerDefinition, path: str) -> TimerWait:
    """Waiting for a point in time."""

    def part(expression: m.Expression | None) -> str:
        return "" if expression is None else expression.text

    wait = TimerWait(
        date=compiling.text(part(timer.date), path),
        duration=compiling.text(part(timer.duration), path),
        cycle=compiling.text(part(timer.cycle), path),
        clock=timer.clock,
    )
    if wait.date is None and wait.duration is None and wait.cycle is None:
        compiling.report("engine.timer.missing", path)
    return wait


def waits_of(
    compiling: Compiling, definitions: tuple[m.EventDefinition, ...], own: Extensions, path: str
) -> tuple[Wait, ...]:
    """What an event waits for."""
    found: list[Wait] = []
    for definition in definitions:
        match definition:
            case m.MessageDefinition():
                found.append(
                    message_wait(
                        compiling, definition.message_ref, definition.operation_ref, own, path
                    )
                )
            case m.TimerDefinition():
                found.append(timer_wait(compiling, definition, path))
            case m.SignalDefinition():
                name, reach = signal_of(compiling, definition.signal_ref, path)
                found.append(SignalWait(name=name, reach=reach))
            case m.ConditionalDefinition():
                condition = compiling.feel(definition.condition, path)
                if condition is None:
                    compiling.report("engine.condition.missing", path)
                else:
                    found.append(ConditionWait(condition=condition))
            case _:
                pass
    return tuple(found)


def signal_of(compiling: Compiling, ref: str, path: str) -> tuple[str, m.SignalReach]:
    """Name and reach of a signal."""
    signal = compiling.definitions.signals.get(ref)
    if signal is None:
        compiling.report("engine.signal.missing", path)
        return "", "global"
    return signal.name or signal.id, signal.reach


def catches_of(
    compiling: Compiling, definitions: tuple[m.EventDefinition, ...], path: str
) -> tuple[Catch, ...]:
    """What an event catches by its place in the model."""
    found: list[Catch] = []
    for definition in definitions:
        match definition:
            case m.ErrorDefinition():
                code = error_code(compiling, definition.error_ref, path)
                found.append(Catch(kind="error", code=code))
            case m.EscalationDefinition():
                code = escalation_code(compiling, definition.escalation_ref, path)
                found.append(Catch(kind="escalation", code=code))
            case m.CancelDefinition():
                found.append(Catch(kind="cancel"))
            case m.CompensateDefinition():
                found.append(Catch(kind="compensation"))
            case _:
                pass
    return tuple(found)


def error_code(compiling: Compiling, ref: str, path: str) -> str | None:
    """Code of an error; None without a reference."""
    return _code(compiling, compiling.definitions.errors, ref, path, "engine.error.missing")


def escalation_code(compiling: Compiling, ref: str, path: str) -> str | None:
    """Code of an escalation; None without a reference."""
    known = compiling.definitions.escalations
    return _code(compiling, known, ref, path, "engine.escalation.missing")


def _code(
    compiling: Compiling, known: dict[str, m.CodedElement], ref: str, path: str, problem: str
) -> str | None:
    if not ref:
        return None
    element = known.get(ref)
    if element is None:
        compiling.report(problem, path, reference=ref)
        return ref
    return element.code or element.name or element.id


def throw_of(
    compiling: Compiling,
    container: m.Container,
    definition: m.EventDefinition,
    own: Extensions,
    path: str,
) -> Throw | None:
    """What an event definition throws; None for what only can be waited for."""
    match definition:
        case m.MessageDefinition():
            return message_throw(
                compiling, definition.message_ref, definition.operation_ref, own, path
            )
        case m.SignalDefinition():
            name, reach = signal_of(compiling, definition.signal_ref, path)
            return SignalThrow(name=name, reach=reach)
        case m.ErrorDefinition():
            return ErrorThrow(code=error_code(compiling, definition.error_ref, path) or "")
        case m.EscalationDefinition():
            code = escalation_code(compiling, definition.escalation_ref, path)
            return EscalationThrow(code=code or "")
        case m.CompensateDefinition():
            return CompensateThrow(activity_id=definition.activity_ref, wait=definition.wait)
        case m.CancelDefinition():
            return CancelThrow()
        case m.TerminateDefinition():
            return _terminate(compiling, own, path)
        case m.LinkDefinition():
            return _link(compiling, container, definition, path)
        case m.TimerDefinition() | m.ConditionalDefinition():
            compiling.report("engine.event.cannot_be_thrown", path)
            return None


def _terminate(compiling: Compiling, own: Extensions, path: str) -> TerminateThrow:
    """The end of the scope, or, with `dj:ending`, of the instance with an outcome."""
    ending = own.find(Ending)
    if ending is None:
        return TerminateThrow()
    if ending.outcome not in ENDINGS:
        compiling.report("engine.ending.unknown_outcome", path, outcome=ending.outcome)
    return TerminateThrow(outcome=ending.outcome, reason=compiling.text(ending.reason, path))


def _link(
    compiling: Compiling, container: m.Container, link: m.LinkDefinition, path: str
) -> LinkThrow | None:
    for node in container.nodes:
        if isinstance(node, m.Event) and node.kind == "intermediateCatchEvent":
            found = [d for d in node.definitions if isinstance(d, m.LinkDefinition)]
            if any(_belong(link, other) for other in found):
                return LinkThrow(target_id=node.id)
    compiling.report("engine.link.no_target", path, name=link.name)
    return None


def _belong(source: m.LinkDefinition, target: m.LinkDefinition) -> bool:
    """Whether two link definitions are the ends of one jump."""
    if source.targets or target.sources:
        return target.id in source.targets or (not source.targets and source.id in target.sources)
    return source.name == target.name
