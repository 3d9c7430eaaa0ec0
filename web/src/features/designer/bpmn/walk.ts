/** Moving along the flow by keyboard. */
import type { DiagramElement, Modeler } from "./types";

const flows = (all: readonly DiagramElement[] | undefined): readonly DiagramElement[] =>
  (all ?? []).filter((one) => one.type === "bpmn:SequenceFlow");

export type Direction = "next" | "previous" | "above" | "below";

type Step = (element: DiagramElement) => DiagramElement | null;

const STEPS: Readonly<Record<Direction, Step>> = {
  next: (element) => flows(element.outgoing)[0]?.target ?? element.attachers?.[0] ?? null,
  previous: (element) => flows(element.incoming)[0]?.source ?? element.host ?? null,
  above: (element) => sibling(element, -1),
  below: (element) => sibling(element, 1),
};

/** Where an arrow key leads from an element; null when there is nothing that way. */
export function neighbour(element: DiagramElement, direction: Direction): DiagramElement | null {
  return STEPS[direction](element);
}

/** Another way out of the same choice, further up or down. */
function sibling(element: DiagramElement, step: 1 | -1): DiagramElement | null {
  const before = flows(element.incoming)[0]?.source;
  const siblings = flows(before?.outgoing)
    .map((flow) => flow.target)
    .filter((one) => one !== undefined)
    .sort((left, right) => (left.y ?? 0) - (right.y ?? 0));
  return siblings[siblings.indexOf(element) + step] ?? null;
}

/** All nodes in reading order: from left to right, then from top to bottom. */
export function nodesInOrder(modeler: Modeler): readonly DiagramElement[] {
  return modeler
    .get("elementRegistry")
    .filter((one) => !one.labelTarget && (one.businessObject.$instanceOf?.("bpmn:FlowNode") ?? false))
    .toSorted((left, right) => (left.x ?? 0) - (right.x ?? 0) || (left.y ?? 0) - (right.y ?? 0));
}

/** The node after the selected one, or before it; the first when nothing is selected; null past the ends. */
export function stepThrough(modeler: Modeler, step: 1 | -1): DiagramElement | null {
  const nodes = nodesInOrder(modeler);
  const [selected] = modeler.get("selection").get();
  const at = selected ? nodes.indexOf(selected) : -1;
  if (at < 0) return (step === 1 ? nodes[0] : nodes.at(-1)) ?? null;
  return nodes[at + step] ?? null;
}
