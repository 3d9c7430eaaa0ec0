import type NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

import type { Diagram, Waiting } from "@/api/types.gen";
import type { Tokens } from "@/ui/theme/tokens";

import styles from "./Diagram.module.css";

export interface DiagramWords {
  meId: string;
  you: string;
  separator: string;
  waitsFor: (who: string) => string;
  failed: string;
  took: (seconds: number) => string;
}

interface Shape {
  id: string;
  width?: number;
  waypoints?: unknown;
  di: { set: (name: string, value: string) => void };
}

export interface Services {
  registry: { get: (id: string) => Shape | undefined; getGraphics: (shape: Shape) => SVGElement };
  canvas: { addMarker: (id: string, name: string) => void; removeMarker: (id: string, name: string) => void };
  overlays: {
    clear: () => void;
    add: (id: string, overlay: { position: { top: number; left: number }; html: HTMLElement }) => void;
  };
  factory: { update: (kind: "connection" | "shape", shape: Shape, graphics: SVGElement) => void };
}

export const services = (viewer: NavigatedViewer): Services => ({
  registry: viewer.get("elementRegistry"),
  canvas: viewer.get("canvas"),
  overlays: viewer.get("overlays"),
  factory: viewer.get("graphicsFactory"),
});

const PILL_TOP = -11;

/** Colours an element through the diagram's own colour attributes, so that arrowheads follow. */
export function paint(from: Services, id: string, colours: { stroke: string; fill?: string }, marker: string | undefined): void {
  const shape = from.registry.get(id);
  if (!shape) return;
  shape.di.set("bioc:stroke", colours.stroke);
  if (colours.fill) shape.di.set("bioc:fill", colours.fill);
  from.factory.update(shape.waypoints ? "connection" : "shape", shape, from.registry.getGraphics(shape));
  if (marker) from.canvas.addMarker(id, marker);
}

export function pill(from: Services, id: string, text: string, kind: string | undefined): void {
  const shape = from.registry.get(id);
  if (!shape || shape.waypoints) return;
  const html = document.createElement("div");
  html.className = `${styles["pill"] ?? ""} ${kind ?? ""}`;
  html.textContent = text;
  from.overlays.add(id, { position: { top: PILL_TOP, left: (shape.width ?? 0) / 2 }, html });
}

function waitingFor(waiting: readonly Waiting[], elementId: string, words: DiagramWords): string {
  return waiting
    .filter((candidate) => candidate.step.id === elementId)
    .map(({ person, group }) => (person?.id === words.meId ? words.you : (person?.name ?? group ?? "")))
    .filter(Boolean)
    .join(words.separator);
}

interface Drawing {
  diagram: Diagram;
  waiting: readonly Waiting[];
  words: DiagramWords;
  tokens: Tokens;
}

function drawWalked(from: Services, { diagram, words, tokens }: Drawing, isOpen: (id: string) => boolean): void {
  for (const id of [...diagram.walkedFlows, ...diagram.walkedElements]) {
    if (!isOpen(id)) paint(from, id, { stroke: tokens.brand }, styles["isWalked"]);
  }
  for (const [id, seconds] of Object.entries(diagram.durationsS)) {
    if (!isOpen(id) && seconds >= 60) pill(from, id, words.took(seconds), styles["duration"]);
  }
}

function drawActive(from: Services, element: Diagram["active"][number], { waiting, words, tokens }: Drawing): void {
  paint(from, element.elementId, { stroke: tokens.brand, fill: tokens.brandTint }, styles["isNow"]);
  const who =
    waitingFor(waiting, element.elementId, words) ||
    element.persons.map((person) => (person.id === words.meId ? words.you : person.name)).join(words.separator);
  if (who) pill(from, element.elementId, words.waitsFor(who), styles["now"]);
}

/** Walked 2 px brand, now tinted with a pill that says who, expected dashed, failed red; durations on the top edge. */
export function draw(viewer: NavigatedViewer, drawing: Drawing): void {
  const { diagram, words, tokens } = drawing;
  const from = services(viewer);
  from.overlays.clear();
  const active = new Set(diagram.active.map((element) => element.elementId));
  const failed = new Set(diagram.failed);

  for (const id of diagram.expected) from.canvas.addMarker(id, styles["isExpected"] ?? "");
  drawWalked(from, drawing, (id) => active.has(id) || failed.has(id));
  for (const element of diagram.active) {
    if (!failed.has(element.elementId)) drawActive(from, element, drawing);
  }
  for (const id of failed) {
    paint(from, id, { stroke: tokens.redFill, fill: tokens.redTint }, styles["isNow"]);
    pill(from, id, words.failed, styles["failed"]);
  }
}
