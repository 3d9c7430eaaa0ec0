/**
 * Requirements that a document does not draw: the relations would look unrelated. Each gets a straight line from the
 * element that is needed up to the one that needs it; what is drawn already stays as it is.
 */
const DIAGRAM = "https://www.omg.org/spec/DMN/20230324/DMNDI/";
const POINTS = "http://www.omg.org/spec/DMN/20180521/DI/";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function withEdges(xml: string): string {
  const document = new DOMParser().parseFromString(xml, "application/xml");
  const diagram = all(document, "DMNDiagram")[0];
  if (!diagram) return xml;
  const boxes = new Map(all(document, "DMNShape").flatMap(boxOf));
  const drawn = new Set(all(document, "DMNEdge").map((edge) => edge.getAttribute("dmnElementRef")));
  const missing = ["informationRequirement", "knowledgeRequirement", "authorityRequirement"]
    .flatMap((name) => all(document, name))
    .filter((requirement) => !drawn.has(requirement.getAttribute("id")));
  const edges = missing.flatMap((requirement) => edgeOf(document, requirement, boxes));
  if (edges.length === 0) return xml;
  diagram.append(...edges);
  const declaration = xml.startsWith("<?xml") ? `${xml.slice(0, xml.indexOf("?>") + 2)}\n` : "";
  return declaration + new XMLSerializer().serializeToString(document.documentElement);
}

const all = (document: Document, name: string): Element[] => [...document.getElementsByTagNameNS("*", name)];

function boxOf(shape: Element): [string, Box][] {
  const bounds = [...shape.children].find(({ localName }) => localName === "Bounds");
  const id = shape.getAttribute("dmnElementRef");
  if (!bounds || !id) return [];
  const number = (name: string) => Number(bounds.getAttribute(name));
  return [[id, { x: number("x"), y: number("y"), width: number("width"), height: number("height") }]];
}

function edgeOf(document: Document, requirement: Element, boxes: ReadonlyMap<string, Box>): Element[] {
  const id = requirement.getAttribute("id");
  const needed = [...requirement.children].map((child) => child.getAttribute("href")?.replace(/^#/, "") ?? "")[0];
  const from = boxes.get(needed ?? "");
  const to = boxes.get(requirement.parentElement?.getAttribute("id") ?? "");
  if (!id || !from || !to) return [];
  const edge = document.createElementNS(DIAGRAM, "dmndi:DMNEdge");
  edge.setAttribute("id", `${id}_edge`);
  edge.setAttribute("dmnElementRef", id);
  const isBelow = from.y > to.y;
  edge.append(point(document, from, isBelow ? 0 : from.height), point(document, to, isBelow ? to.height : 0));
  return [edge];
}

function point(document: Document, box: Box, below: number): Element {
  const made = document.createElementNS(POINTS, "di:waypoint");
  made.setAttribute("x", `${Math.round(box.x + box.width / 2)}`);
  made.setAttribute("y", `${Math.round(box.y + below)}`);
  return made;
}
