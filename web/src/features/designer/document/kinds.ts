/** What an element is in the words of the business, and how it is drawn in lists. */
import {
  AlarmClock,
  ArrowRight,
  Calculator,
  CircleAlert,
  CirclePlay,
  CircleStop,
  ClipboardPen,
  Hand,
  Layers,
  type LucideIcon,
  Mail,
  MessageSquareText,
  Network,
  Octagon,
  Repeat,
  Send,
  Split,
  Stamp,
  StickyNote,
  Table2,
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
  condition: Split,
  inclusive: Split,
  parallel: Network,
  firstEvent: Octagon,
  start: CirclePlay,
  timer: AlarmClock,
  boundaryTimer: AlarmClock,
  boundaryError: CircleAlert,
  message: Mail,
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
  "bpmn:Transaction": "subprocess",
  "bpmn:AdHocSubProcess": "subprocess",
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
  return BY_TYPE[element.$type] ?? eventKind(element) ?? "other";
}

/** The definition that makes an event what it is: timer, message, error ... */
export function eventDefinition(element: ModdleElement): ModdleElement | null {
  return (element["eventDefinitions"] as readonly ModdleElement[] | undefined)?.[0] ?? null;
}

const BOUNDARY: Readonly<Record<string, Kind>> = {
  "bpmn:TimerEventDefinition": "boundaryTimer",
  "bpmn:ErrorEventDefinition": "boundaryError",
};

const END: Readonly<Record<string, Kind>> = {
  "bpmn:TerminateEventDefinition": "terminate",
  "bpmn:ErrorEventDefinition": "errorEnd",
};

const BETWEEN: Readonly<Record<string, Kind>> = {
  "bpmn:TimerEventDefinition": "timer",
  "bpmn:MessageEventDefinition": "message",
};

function eventKind(element: ModdleElement): Kind | null {
  const definition = eventDefinition(element)?.$type ?? "";
  switch (element.$type) {
    case "bpmn:StartEvent":
      return "start";
    case "bpmn:EndEvent":
      return END[definition] ?? "end";
    case "bpmn:BoundaryEvent":
      return BOUNDARY[definition] ?? "event";
    case "bpmn:IntermediateCatchEvent":
    case "bpmn:IntermediateThrowEvent":
      return BETWEEN[definition] ?? "event";
    default:
      return null;
  }
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
