/** Corrections that a finding offers: the server names them, here they become edits. */
import type { Editor } from "./editor";
import { APPROVAL_DEADLINES, APPROVAL_REMINDERS } from "./elements";
import type { DiagramElement, Modeler } from "./types";

type Fix = (element: DiagramElement, editor: Editor) => void;

const FIXES = {
  set_default_flow: (gateway, editor) => {
    const flow = defaultCandidate(gateway);
    if (flow) editor.setDefault(flow, true);
  },
  remove_element: (element, editor) => editor.remove([element]),
  add_deadline: (step, editor) =>
    editor.change(step, "dj:Step", { deadlines: APPROVAL_DEADLINES, reminders: APPROVAL_REMINDERS }),
  set_on_reject_end: (step, editor) => editor.change(step, "dj:Step", { onReject: "end" }),
} as const satisfies Record<string, Fix>;

export type FixName = keyof typeof FIXES;

/** Findings that come without a correction although there is one here. */
const BY_CODE: Readonly<Record<string, FixName>> = { "bpmn.gateway.flow_without_condition": "set_default_flow" };

/** The correction for a finding: the one the server names, or one that is known here. */
export function fixFor(problem: { code: string; fix: string | null }): FixName | null {
  return isFix(problem.fix) ? problem.fix : (BY_CODE[problem.code] ?? null);
}

function isFix(name: string | null): name is FixName {
  return name !== null && name in FIXES;
}

/** The way out that is best left over: one without a condition, else the last. */
export function defaultCandidate(gateway: DiagramElement): DiagramElement | undefined {
  const flows = (gateway.outgoing ?? []).filter((flow) => flow.type === "bpmn:SequenceFlow");
  return flows.find((flow) => !flow.businessObject["conditionExpression"]) ?? flows.at(-1);
}

export function applyFix(name: FixName, elementId: string, modeler: Modeler, editor: Editor): void {
  const element = modeler.get("elementRegistry").get(elementId);
  if (element) FIXES[name](element, editor);
}
