/** What events are about: errors, messages, signals and escalations stand once in a file, many elements refer to them. */
import type { DiagramElement, ModdleElement } from "./types";

export const SUBJECT_KINDS = ["message", "signal", "error", "escalation"] as const;
export type Subject = (typeof SUBJECT_KINDS)[number];

interface Place {
  type: string;
  /** The attribute of an event definition or task that refers to it. */
  reference: string;
  /** What the engine tells two of them apart by. */
  by: string;
  prefix: string;
}

export const SUBJECTS: Readonly<Record<Subject, Place>> = {
  message: { type: "bpmn:Message", reference: "messageRef", by: "name", prefix: "Message" },
  signal: { type: "bpmn:Signal", reference: "signalRef", by: "name", prefix: "Signal" },
  error: { type: "bpmn:Error", reference: "errorRef", by: "errorCode", prefix: "Error" },
  escalation: { type: "bpmn:Escalation", reference: "escalationRef", by: "escalationCode", prefix: "Escalation" },
};

const BY_DEFINITION: Readonly<Record<string, Subject>> = {
  "bpmn:MessageEventDefinition": "message",
  "bpmn:SignalEventDefinition": "signal",
  "bpmn:ErrorEventDefinition": "error",
  "bpmn:EscalationEventDefinition": "escalation",
};

/** The kind of subject that an event definition refers to, if it does. */
export function subjectOf(definition: ModdleElement): Subject | null {
  return BY_DEFINITION[definition.$type] ?? null;
}

export function definitionsOf(element: ModdleElement): ModdleElement {
  let at = element;
  while (at.$parent) at = at.$parent;
  return at;
}

export function rootsOf(element: ModdleElement): readonly ModdleElement[] {
  return (definitionsOf(element).get("rootElements") as readonly ModdleElement[] | undefined) ?? [];
}

/** All subjects of a kind in the file that an element stands in. */
export function subjectsIn(element: ModdleElement, subject: Subject): readonly ModdleElement[] {
  return rootsOf(element).filter((one) => one.$type === SUBJECTS[subject].type);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** A subject's code or name, as people read it. */
export function keyOfSubject(subject: Subject, root: ModdleElement): string {
  return textOf(root[SUBJECTS[subject].by]) || textOf(root["name"]) || (root.id ?? "");
}

/** A readable id that is still free: Error_budget, Error_budget_2 ... */
export function idFrom(prefix: string, text: string, roots: readonly ModdleElement[]): string {
  const base = `${prefix}_${text.replace(/[^\p{L}\p{N}_]+/gu, "_")}`;
  const taken = new Set(roots.map((one) => one.id));
  if (!taken.has(base)) return base;
  let count = 2;
  while (taken.has(`${base}_${count}`)) count += 1;
  return `${base}_${count}`;
}

/** Elements of the diagram that refer to a subject: events, tasks, and loops that throw. */
export function usersOf(root: ModdleElement, subject: Subject, elements: readonly DiagramElement[]): readonly DiagramElement[] {
  const { reference } = SUBJECTS[subject];
  return elements.filter((one) => !one.labelTarget && partsOf(one.businessObject).some((part) => part[reference] === root));
}

/** The parts of an element that may refer to a subject. */
function partsOf(owner: ModdleElement): readonly ModdleElement[] {
  const loop = owner["loopCharacteristics"] as ModdleElement | undefined;
  const complex = (loop?.["complexBehaviorDefinition"] as readonly ModdleElement[] | undefined) ?? [];
  const thrown = complex.map((one) => one["event"] as ModdleElement | undefined);
  const holders = [owner, ...thrown].filter((one) => one !== undefined);
  const definitions = holders.flatMap((one) => (one["eventDefinitions"] as readonly ModdleElement[] | undefined) ?? []);
  const referred = [loop?.["noneBehaviorEventRef"], loop?.["oneBehaviorEventRef"]] as readonly (ModdleElement | undefined)[];
  return [owner, ...definitions, ...referred.filter((one) => one !== undefined)];
}
