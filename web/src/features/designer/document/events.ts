/** Kinds of events by what they wait for or throw, and which of them fit where. */
import type { DiagramElement, ModdleElement } from "../bpmn/types";

const TYPES = {
  message: "bpmn:MessageEventDefinition",
  timer: "bpmn:TimerEventDefinition",
  signal: "bpmn:SignalEventDefinition",
  error: "bpmn:ErrorEventDefinition",
  escalation: "bpmn:EscalationEventDefinition",
  conditional: "bpmn:ConditionalEventDefinition",
  link: "bpmn:LinkEventDefinition",
  compensation: "bpmn:CompensateEventDefinition",
  cancel: "bpmn:CancelEventDefinition",
  terminate: "bpmn:TerminateEventDefinition",
} as const;

export type EventKind = keyof typeof TYPES;

export const EVENT_KINDS = Object.keys(TYPES) as readonly EventKind[];

export function typeOfEvent(kind: EventKind): string {
  return TYPES[kind];
}

export function eventKindOf(definition: ModdleElement): EventKind | null {
  return EVENT_KINDS.find((kind) => TYPES[kind] === definition.$type) ?? null;
}

/** Triggers that can stand beside another one (BPMN 2.0.2, 10.5: multiple events). */
const TOGETHER: Readonly<Record<string, readonly EventKind[]>> = {
  "bpmn:StartEvent": ["message", "timer", "signal", "conditional"],
  "bpmn:IntermediateCatchEvent": ["message", "timer", "signal", "conditional"],
  "bpmn:BoundaryEvent": ["message", "timer", "signal", "conditional", "error", "escalation"],
  "bpmn:IntermediateThrowEvent": ["message", "signal", "escalation", "compensation"],
  "bpmn:EndEvent": ["message", "signal", "escalation", "compensation"],
};

/** Further triggers that may be put beside those that an event has. */
export function offeredKinds(element: DiagramElement): readonly EventKind[] {
  const definitions = (element.businessObject["eventDefinitions"] as readonly ModdleElement[] | undefined) ?? [];
  const allowed = TOGETHER[element.type] ?? [];
  const all = definitions.every((one) => allowed.some((kind) => TYPES[kind] === one.$type));
  return all ? allowed : [];
}
