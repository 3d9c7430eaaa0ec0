export interface DiagramStep {
  id: string;
  name: string;
}

const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const STEP = /(Task|task|subProcess|callActivity|SubProcess)$/;

/** The named steps of a model from left to right, as its drawing has them. */
export function stepsOf(xml: string): DiagramStep[] {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  const left = new Map<string, number>();
  for (const shape of document.getElementsByTagNameNS("*", "BPMNShape")) {
    const bounds = shape.getElementsByTagNameNS("*", "Bounds")[0];
    left.set(shape.getAttribute("bpmnElement") ?? "", Number(bounds?.getAttribute("x") ?? 0));
  }
  return [...document.getElementsByTagNameNS(BPMN, "*")]
    .filter((element) => STEP.test(element.localName))
    .map((element) => ({ id: element.getAttribute("id") ?? "", name: element.getAttribute("name") ?? "" }))
    .filter((step) => step.name !== "")
    .sort((one, other) => (left.get(one.id) ?? 0) - (left.get(other.id) ?? 0));
}
