/** What the palette and the context pad put on the canvas: elements with the settings a business expects. */
import type { Plain } from "../document/extensions";
import { withAll } from "../document/extensions";
import type { DiagramElement, ElementFactory, Moddle } from "./types";

interface Recipe {
  type: string;
  eventDefinitionType?: string;
  isExpanded?: boolean;
  triggeredByEvent?: boolean;
  cancelActivity?: boolean;
  extensions?: readonly { type: string; value: Plain }[];
}

/** Every shipped approval escalates after 48 hours of working days (APPROVALS.md). */
export const APPROVAL_DEADLINES: readonly Plain[] = [
  { kind: "due", duration: "PT48H", clock: "calendar:DAY24", action: "escalate" },
];

export const APPROVAL_REMINDERS: readonly Plain[] = [
  { before: "PT24H", clock: "calendar:DAY24" },
  { before: "PT4H", clock: "calendar:DAY24" },
];

const RECIPES = {
  approval: {
    type: "bpmn:UserTask",
    extensions: [
      {
        type: "dj:Step",
        value: {
          kind: "approval",
          onReject: "end",
          ofInitiator: "forbid",
          empty: "up",
          assignees: [{ source: "departmentHead", of: "initiator" }],
          deadlines: APPROVAL_DEADLINES,
          reminders: APPROVAL_REMINDERS,
        },
      },
    ],
  },
  work: {
    type: "bpmn:UserTask",
    extensions: [
      {
        type: "dj:Step",
        value: { kind: "work", ofInitiator: "forbid", empty: "up", deadlines: APPROVAL_DEADLINES, reminders: APPROVAL_REMINDERS },
      },
    ],
  },
  system: { type: "bpmn:ServiceTask", extensions: [{ type: "dj:Job", value: { type: "http", method: "POST", deadline: "PT5M" } }] },
  rule: { type: "bpmn:BusinessRuleTask", extensions: [{ type: "dj:Decision", value: { ref: "", binding: "deployment" } }] },
  notice: { type: "bpmn:SendTask", extensions: [{ type: "dj:Job", value: { type: "mail" } }] },
  script: { type: "bpmn:ScriptTask" },
  manual: { type: "bpmn:ManualTask" },
  receive: { type: "bpmn:ReceiveTask" },
  call: { type: "bpmn:CallActivity" },
  subprocess: { type: "bpmn:SubProcess", isExpanded: true },
  transaction: { type: "bpmn:Transaction", isExpanded: true },
  adHoc: { type: "bpmn:AdHocSubProcess", isExpanded: true },
  eventSubprocess: { type: "bpmn:SubProcess", isExpanded: true, triggeredByEvent: true },
  condition: { type: "bpmn:ExclusiveGateway" },
  inclusive: { type: "bpmn:InclusiveGateway" },
  parallel: { type: "bpmn:ParallelGateway" },
  firstEvent: { type: "bpmn:EventBasedGateway" },
  complex: { type: "bpmn:ComplexGateway" },
  timer: { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:TimerEventDefinition" },
  message: { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:MessageEventDefinition" },
  signal: { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:SignalEventDefinition" },
  conditional: { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:ConditionalEventDefinition" },
  event: { type: "bpmn:IntermediateThrowEvent" },
  boundaryTimer: { type: "bpmn:BoundaryEvent", eventDefinitionType: "bpmn:TimerEventDefinition", cancelActivity: false },
  boundaryError: { type: "bpmn:BoundaryEvent", eventDefinitionType: "bpmn:ErrorEventDefinition", cancelActivity: true },
  start: { type: "bpmn:StartEvent" },
  end: { type: "bpmn:EndEvent" },
  terminate: { type: "bpmn:EndEvent", eventDefinitionType: "bpmn:TerminateEventDefinition" },
  errorEnd: { type: "bpmn:EndEvent", eventDefinitionType: "bpmn:ErrorEventDefinition" },
  data: { type: "bpmn:DataObjectReference" },
  pool: { type: "bpmn:Participant", isExpanded: true },
  note: { type: "bpmn:TextAnnotation" },
} as const satisfies Record<string, Recipe>;

export type PaletteKind = keyof typeof RECIPES;

export const PALETTE_KINDS = Object.keys(RECIPES) as readonly PaletteKind[];

/** A new shape of a kind, named in the language of the page and with its usual settings. */
export function createElement(
  elementFactory: ElementFactory,
  moddle: Moddle,
  kind: PaletteKind,
  name?: string,
): DiagramElement {
  const { extensions, ...attributes }: Recipe = RECIPES[kind];
  const shape = kind === "pool" ? elementFactory.createParticipantShape({ ...attributes }) : elementFactory.createShape({ ...attributes });
  const owner = shape.businessObject;
  for (const { type, value } of extensions ?? []) {
    owner["extensionElements"] = withAll(moddle, owner, type, [value]);
  }
  if (name && !owner.$instanceOf?.("bpmn:Gateway")) owner["name"] = name;
  return shape;
}
