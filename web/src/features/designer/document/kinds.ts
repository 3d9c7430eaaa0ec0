/** What an element is in the words of the business, and how it is drawn in lists. */
import {
  AlarmClock,
  ArrowRight,
  ArrowRightLeft,
  Asterisk,
  Calculator,
  ChevronsUp,
  CircleAlert,
  CirclePlay,
  CircleStop,
  CircleX,
  ClipboardPen,
  Database,
  FileText,
  Hand,
  Layers,
  Link2,
  ListChecks,
  type LucideIcon,
  Mail,
  MessageSquareText,
  Network,
  Octagon,
  Pentagon,
  Radio,
  RectangleHorizontal,
  Repeat,
  Scale,
  Send,
  ShieldCheck,
  Split,
  Stamp,
  StickyNote,
  Table2,
  Undo2,
  Workflow,
  Zap,
} from "lucide-react";

import type { ModdleElement } from "../bpmn/types";
import { readOne } from "./extensions";

export const KINDS = {
  process: Workflow,
  apply: CirclePlay,
  approval: Stamp,
  work: ClipboardPen,
  system: Zap,
  rule: Table2,
  notice: Send,
  script: Calculator,
  manual: Hand,
  receive: Mail,
  call: Repeat,
  step: ClipboardPen,
  subprocess: Layers,
  transaction: ShieldCheck,
  adHoc: ListChecks,
  eventSubprocess: Layers,
  pool: RectangleHorizontal,
  data: FileText,
  dataStore: Database,
  dataFlow: ArrowRightLeft,
  complex: Asterisk,
  condition: Split,
  inclusive: Split,
  parallel: Network,
  firstEvent: Octagon,
  start: CirclePlay,
  timer: AlarmClock,
  boundaryTimer: AlarmClock,
  boundaryError: CircleAlert,
  message: Mail,
  signal: Radio,
  error: CircleAlert,
  escalation: ChevronsUp,
  conditional: Scale,
  link: Link2,
  compensation: Undo2,
  cancel: CircleX,
  multiple: Pentagon,
  event: Octagon,
  end: CircleStop,
  terminate: CircleStop,
  errorEnd: CircleAlert,
  flow: ArrowRight,
  note: StickyNote,
  other: MessageSquareText,
} as const satisfies Record<string, LucideIcon>;

export type Kind = keyof typeof KINDS;

const BY_TYPE: Readonly<Record<string, Kind>> = {
  "bpmn:Process": "process",
  "bpmn:Collaboration": "process",
  "bpmn:ServiceTask": "system",
  "bpmn:BusinessRuleTask": "rule",
  "bpmn:SendTask": "notice",
  "bpmn:ScriptTask": "script",
  "bpmn:ManualTask": "manual",
  "bpmn:ReceiveTask": "receive",
  "bpmn:CallActivity": "call",
  "bpmn:Task": "step",
  "bpmn:SubProcess": "subprocess",
  "bpmn:Transaction": "transaction",
  "bpmn:AdHocSubProcess": "adHoc",
  "bpmn:Participant": "pool",
  "bpmn:DataObjectReference": "data",
  "bpmn:DataStoreReference": "dataStore",
  "bpmn:DataInputAssociation": "dataFlow",
  "bpmn:DataOutputAssociation": "dataFlow",
  "bpmn:ComplexGateway": "complex",
  "bpmn:ExclusiveGateway": "condition",
  "bpmn:InclusiveGateway": "inclusive",
  "bpmn:ParallelGateway": "parallel",
  "bpmn:EventBasedGateway": "firstEvent",
  "bpmn:SequenceFlow": "flow",
  "bpmn:TextAnnotation": "note",
};

const BY_STEP: Readonly<Record<string, Kind>> = { start: "apply", approval: "approval", work: "work" };

export function kindOf(element: ModdleElement): Kind {
  if (element.$type === "bpmn:UserTask") {
    const step = readOne(element, "dj:Step");
    return BY_STEP[typeof step?.["kind"] === "string" ? step["kind"] : "approval"] ?? "approval";
  }
  if (element["triggeredByEvent"] === true) return "eventSubprocess";
  return BY_TYPE[element.$type] ?? eventKind(element) ?? "other";
}

/** The definition that makes an event what it is: timer, message, error ... */
export function eventDefinition(element: ModdleElement): ModdleElement | null {
  return (element["eventDefinitions"] as readonly ModdleElement[] | undefined)?.[0] ?? null;
}

const BY_DEFINITION: Readonly<Record<string, Kind>> = {
  "bpmn:TimerEventDefinition": "timer",
  "bpmn:MessageEventDefinition": "message",
  "bpmn:SignalEventDefinition": "signal",
  "bpmn:ErrorEventDefinition": "error",
  "bpmn:EscalationEventDefinition": "escalation",
  "bpmn:ConditionalEventDefinition": "conditional",
  "bpmn:LinkEventDefinition": "link",
  "bpmn:CompensateEventDefinition": "compensation",
  "bpmn:CancelEventDefinition": "cancel",
  "bpmn:TerminateEventDefinition": "terminate",
};

/** Events by where they stand: what they are without a definition, and kinds that have a word of their own there. */
const EVENTS: Readonly<Record<string, { plain: Kind; own: Partial<Record<Kind, Kind>> }>> = {
  "bpmn:EndEvent": { plain: "end", own: { error: "errorEnd" } },
  "bpmn:BoundaryEvent": { plain: "event", own: { timer: "boundaryTimer", error: "boundaryError" } },
  "bpmn:IntermediateCatchEvent": { plain: "event", own: {} },
  "bpmn:IntermediateThrowEvent": { plain: "event", own: {} },
};

function eventKind(element: ModdleElement): Kind | null {
  if (element.$type === "bpmn:StartEvent") return "start";
  const place = EVENTS[element.$type];
  if (!place) return null;
  const definitions = (element["eventDefinitions"] as readonly ModdleElement[] | undefined) ?? [];
  const about = definitions.length > 1 ? "multiple" : BY_DEFINITION[definitions[0]?.$type ?? ""];
  return about ? (place.own[about] ?? about) : place.plain;
}

/** Whether an element takes part in the flow, so that it belongs in a list of steps. */
export function isFlowNode(element: ModdleElement): boolean {
  return element.$instanceOf?.("bpmn:FlowNode") ?? false;
}

/** An element's name in the language of the page; the file's own name is the zh-CN one. */
export function nameOf(element: ModdleElement, language: string): string {
  const own = typeof element["name"] === "string" ? element["name"] : "";
  const english = element.get("dj:nameEn");
  return (language === "en-US" && typeof english === "string" && english) || own;
}
