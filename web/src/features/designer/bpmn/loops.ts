/** How often an activity runs, and what its loop throws: edits of loop characteristics. */
import type { Editor } from "./editor";
import { idFrom, rootsOf, type Subject, subjectOf } from "./subjects";
import type { DiagramElement, ModdleElement } from "./types";

export const LOOP_KINDS = ["once", "standard", "parallel", "sequential"] as const;
export type LoopKind = (typeof LOOP_KINDS)[number];

export const BEHAVIORS = ["All", "None", "One", "Complex"] as const;
export type Behavior = (typeof BEHAVIORS)[number];

const EVENT_TYPES: Readonly<Record<Subject, string>> = {
  message: "bpmn:MessageEventDefinition",
  signal: "bpmn:SignalEventDefinition",
  error: "bpmn:ErrorEventDefinition",
  escalation: "bpmn:EscalationEventDefinition",
};

const MULTI = "bpmn:MultiInstanceLoopCharacteristics";

export function loopOf(element: DiagramElement): ModdleElement | null {
  return (element.businessObject.get("loopCharacteristics") as ModdleElement | undefined) ?? null;
}

export function kindOfLoop(loop: ModdleElement | null): LoopKind {
  if (!loop) return "once";
  if (loop.$type !== MULTI) return "standard";
  return loop.get("isSequential") === true ? "sequential" : "parallel";
}

/** Another kind of loop; what counts for both stays. */
export function setLoopKind(editor: Editor, element: DiagramElement, kind: LoopKind): void {
  const loop = loopOf(element);
  if (kind === "once") editor.setProperties(element, { loopCharacteristics: undefined });
  else if (kind === "standard") {
    editor.setProperties(element, { loopCharacteristics: editor.make(element.businessObject, "bpmn:StandardLoopCharacteristics") });
  } else if (loop?.$type === MULTI) {
    // The marker is drawn anew only when the element itself changes: give it a new loop with the same parts.
    const copy = editor.make(element.businessObject, MULTI, { ...loop.$attrs, ...attributesOf(loop), isSequential: kind === "sequential" });
    editor.setProperties(element, { loopCharacteristics: copy });
  } else {
    const made = editor.make(element.businessObject, MULTI, { isSequential: kind === "sequential" });
    editor.setProperties(element, { loopCharacteristics: made });
  }
}

function attributesOf(element: ModdleElement): Record<string, unknown> {
  const names = (element.$descriptor?.properties ?? []).map((property) => property.ns.localName);
  return Object.fromEntries(names.filter((name) => element[name] !== undefined).map((name) => [name, element[name]]));
}

export function behaviorOf(loop: ModdleElement): Behavior {
  return BEHAVIORS.find((one) => one === loop.get("behavior")) ?? "All";
}

const REFERENCES = { None: "noneBehaviorEventRef", One: "oneBehaviorEventRef" } as const;

/** The event definition that a loop throws after the first, or after each, instance. */
export function thrownBy(loop: ModdleElement, behavior: "None" | "One"): ModdleElement | null {
  return (loop[REFERENCES[behavior]] as ModdleElement | undefined) ?? null;
}

/** When a loop throws, and a first event to throw then. */
export function setBehavior(editor: Editor, element: DiagramElement, loop: ModdleElement, behavior: Behavior): void {
  editor.together(() => {
    const old = [thrownBy(loop, "None"), thrownBy(loop, "One")].filter((one) => one !== null);
    editor.setPart(element, loop, {
      behavior: behavior === "All" ? undefined : behavior,
      noneBehaviorEventRef: undefined,
      oneBehaviorEventRef: undefined,
      complexBehaviorDefinition: undefined,
    });
    for (const one of old) editor.removeRoot(element, one);
    if (behavior === "None" || behavior === "One") setThrown(editor, element, loop, behavior, "signal");
    if (behavior === "Complex") addComplex(editor, element, loop);
  });
}

/** What a loop throws: another kind of event. It stands beside the processes, as the standard wants it. */
export function setThrown(editor: Editor, element: DiagramElement, loop: ModdleElement, behavior: "None" | "One", subject: Subject): void {
  const reference = REFERENCES[behavior];
  editor.together(() => {
    const before = loop[reference] as ModdleElement | undefined;
    if (before) editor.removeRoot(element, before);
    const id = idFrom("Thrown", element.id, rootsOf(element.businessObject));
    editor.setPart(element, loop, { [reference]: editor.addRoot(element, EVENT_TYPES[subject], { id }) });
  });
}

export function complexOf(loop: ModdleElement): readonly ModdleElement[] {
  return (loop["complexBehaviorDefinition"] as readonly ModdleElement[] | undefined) ?? [];
}

/** One more condition with an event that is thrown when it holds. */
export function addComplex(editor: Editor, element: DiagramElement, loop: ModdleElement): void {
  const made = editor.make(loop, "bpmn:ComplexBehaviorDefinition");
  made["condition"] = editor.expression(made, "=numberOfCompletedInstances >= 1");
  made["event"] = eventThrowing(editor, made, "signal");
  editor.setPart(element, loop, { complexBehaviorDefinition: [...complexOf(loop), made] });
}

export function removeComplex(editor: Editor, element: DiagramElement, loop: ModdleElement, one: ModdleElement): void {
  editor.setPart(element, loop, { complexBehaviorDefinition: complexOf(loop).filter((other) => other !== one) });
}

/** What a condition of a loop throws: another kind of event. */
export function setComplexEvent(editor: Editor, element: DiagramElement, complex: ModdleElement, subject: Subject): void {
  editor.setPart(element, complex, { event: eventThrowing(editor, complex, subject) });
}

function eventThrowing(editor: Editor, parent: ModdleElement, subject: Subject): ModdleElement {
  const event = editor.make(parent, "bpmn:ImplicitThrowEvent");
  event["eventDefinitions"] = [editor.make(event, EVENT_TYPES[subject])];
  return event;
}

/** The event definition inside a complex behaviour, and the kind of its subject. */
export function definitionIn(complex: ModdleElement): ModdleElement | null {
  const event = complex["event"] as ModdleElement | undefined;
  return (event?.["eventDefinitions"] as readonly ModdleElement[] | undefined)?.[0] ?? null;
}

export function subjectThrown(definition: ModdleElement | null): Subject {
  return (definition && subjectOf(definition)) ?? "signal";
}
