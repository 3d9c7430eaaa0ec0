/** A BPMN document without a canvas: for lists of steps and for what two versions differ in. */
import { BpmnModdle } from "bpmn-moddle";

import descriptor from "../../../../../src/dujiang/bpmn/dujiang-moddle.json";
import type { Moddle, ModdleElement } from "../bpmn/types";

export interface ParsedDocument {
  process: ModdleElement;
  /** Nodes that take part in the flow, in the order in which they are reached. */
  nodes: readonly ModdleElement[];
  flows: readonly ModdleElement[];
}

export async function parseDocument(xml: string): Promise<ParsedDocument | null> {
  return (await openDocument(xml)).document;
}

/** A document with what it takes to change it and to write it out again. */
export async function openDocument(xml: string): Promise<{ moddle: Moddle; definitions: ModdleElement; document: ParsedDocument | null }> {
  const moddle = new BpmnModdle({ dj: descriptor }) as Moddle;
  const { rootElement: definitions } = await moddle.fromXML(xml);
  const roots = (definitions.get("rootElements") as readonly ModdleElement[] | undefined) ?? [];
  const process = roots.find((one) => one.$type === "bpmn:Process");
  if (!process) return { moddle, definitions, document: null };
  const all = elementsIn(process);
  const flows = all.filter((one) => one.$type === "bpmn:SequenceFlow");
  return { moddle, definitions, document: { process, nodes: inFlowOrder(all.filter(isNode), flows), flows } };
}

const isNode = (element: ModdleElement): boolean => element.$instanceOf?.("bpmn:FlowNode") ?? false;

function elementsIn(container: ModdleElement): readonly ModdleElement[] {
  const own = (container.get("flowElements") as readonly ModdleElement[] | undefined) ?? [];
  return own.flatMap((one) => [one, ...(one.$instanceOf?.("bpmn:SubProcess") ? elementsIn(one) : [])]);
}

/** Breadth first from the starts; what nobody reaches comes last. Events on a border follow their activity. */
export function inFlowOrder(nodes: readonly ModdleElement[], flows: readonly ModdleElement[]): readonly ModdleElement[] {
  const reached = new Set(flows.map((flow) => flow["targetRef"]));
  const queue = nodes.filter((node) => !reached.has(node) && node.$type !== "bpmn:BoundaryEvent");
  const order = new Set<ModdleElement>();
  for (let node = queue.shift(); node; node = queue.shift()) {
    if (order.has(node)) continue;
    order.add(node);
    const at = node;
    const attached = nodes.filter((one) => one["attachedToRef"] === at);
    const next = flows.filter((flow) => flow["sourceRef"] === at).map((flow) => flow["targetRef"] as ModdleElement);
    queue.push(...attached, ...next);
  }
  return [...order, ...nodes.filter((node) => !order.has(node))];
}
