/** Corrections that a finding offers: the server names them, here they become edits. */
import { nameOf } from "../document/kinds";
import type { Editor } from "./editor";
import { APPROVAL_DEADLINES, APPROVAL_REMINDERS, createElement } from "./elements";
import { loopOf } from "./loops";
import { type Subject, subjectOf } from "./subjects";
import type { DiagramElement, Modeler, ModdleElement } from "./types";

type Fix = (element: DiagramElement, editor: Editor, modeler: Modeler) => void;

const isFlow = (one: DiagramElement): boolean => one.type === "bpmn:SequenceFlow";
const into = (element: DiagramElement): readonly DiagramElement[] => (element.incoming ?? []).filter(isFlow);
const outOf = (element: DiagramElement): readonly DiagramElement[] => (element.outgoing ?? []).filter(isFlow);

function definitionsIn(element: DiagramElement, type: string): readonly ModdleElement[] {
  const definitions = (element.businessObject["eventDefinitions"] as readonly ModdleElement[] | undefined) ?? [];
  return definitions.filter((one) => one.$type === type);
}

/** Name what an event is about after the event itself. */
const named = (subject: Subject): Fix => (event, editor) => {
  const name = nameOf(event.businessObject, "zh-CN") || event.id;
  const definitions = (event.businessObject["eventDefinitions"] as readonly ModdleElement[] | undefined) ?? [];
  const parts = definitions.filter((one) => subjectOf(one) === subject);
  const tasks = "messageRef" in event.businessObject || definitions.length === 0 ? [event.businessObject] : [];
  for (const part of parts.length > 0 ? parts : tasks) editor.setSubject(event, part, subject, name);
};

const FIXES = {
  set_default_flow: (gateway, editor) => {
    const flow = defaultCandidate(gateway);
    if (flow) editor.setDefault(flow, true);
  },
  clear_direction: (gateway, editor) => editor.setProperties(gateway, { gatewayDirection: undefined }),
  remove_element: (element, editor) => editor.remove([element]),
  remove_condition: (flow, editor) => editor.setCondition(flow, null),
  remove_conditions: (node, editor) =>
    editor.together(() => {
      for (const flow of outOf(node)) editor.setCondition(flow, null);
    }),
  set_immediate: (flow, editor) => editor.setProperties(flow, { isImmediate: undefined }),
  append_end: (node, _editor, modeler) => {
    const end = createElement(modeler.get("elementFactory"), modeler.get("moddle"), "end");
    modeler.get("autoPlace").append(node, end);
  },
  remove_incoming: (node, editor) => editor.remove(into(node)),
  remove_outgoing: (node, editor) => editor.remove(outOf(node)),
  remove_flows: (node, editor) => editor.remove([...into(node), ...outOf(node)]),
  set_timer_day: (event, editor) =>
    editor.together(() => {
      for (const definition of definitionsIn(event, "bpmn:TimerEventDefinition")) {
        editor.setTimer(event, definition, { kind: "duration", value: "PT24H" });
      }
    }),
  keep_duration: (event, editor) =>
    editor.together(() => {
      for (const definition of definitionsIn(event, "bpmn:TimerEventDefinition")) {
        const kept = definition["timeDuration"] ? "timeDuration" : "timeDate";
        const others = ["timeDuration", "timeDate", "timeCycle"].filter((name) => name !== kept);
        editor.setPart(event, definition, Object.fromEntries(others.map((name) => [name, undefined])));
      }
    }),
  name_message: named("message"),
  name_error: named("error"),
  name_escalation: named("escalation"),
  remove_loop: (activity, editor) => editor.setProperties(activity, { loopCharacteristics: undefined }),
  remove_loop_maximum: (activity, editor) => {
    const loop = loopOf(activity);
    if (loop) editor.setPart(activity, loop, { loopMaximum: undefined });
  },
  reset_quantities: (activity, editor) => editor.setProperties(activity, { startQuantity: undefined, completionQuantity: undefined }),
  set_feel: (script, editor) => editor.setProperties(script, { scriptFormat: "feel" }),
  set_private: (process, editor) => editor.setProperties(process, { processType: undefined }),
  set_for_compensation: (activity, editor) => editor.setProperties(activity, { isForCompensation: true }),
  add_deadline: (step, editor) =>
    editor.change(step, "dj:Step", { deadlines: APPROVAL_DEADLINES, reminders: APPROVAL_REMINDERS }),
  set_on_reject_end: (step, editor) => editor.change(step, "dj:Step", { onReject: "end" }),
} as const satisfies Record<string, Fix>;

export type FixName = keyof typeof FIXES;

/** The correction for a finding: the one that the server names, if it is known here. */
export function fixFor(problem: { fix: string | null }): FixName | null {
  return isFix(problem.fix) ? problem.fix : null;
}

function isFix(name: string | null): name is FixName {
  return name !== null && name in FIXES;
}

/** The way out that is best left over: one without a condition, else the last. */
export function defaultCandidate(gateway: DiagramElement): DiagramElement | undefined {
  const flows = outOf(gateway);
  return flows.find((flow) => !flow.businessObject["conditionExpression"]) ?? flows.at(-1);
}

export function applyFix(name: FixName, elementId: string, modeler: Modeler, editor: Editor): void {
  const element = modeler.get("elementRegistry").get(elementId);
  if (element) FIXES[name](element, editor, modeler);
}
