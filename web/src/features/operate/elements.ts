export interface DrawnElement {
  id: string;
  name: string;
}

const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const ENTERED = /(task|subprocess|callactivity|gateway|event|transaction)$/i;

/** What a token can be put on: steps, gateways and events, but not what hangs on a step. */
export function elementsOf(xml: string): DrawnElement[] {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  return [...document.getElementsByTagNameNS(BPMN, "*")]
    .filter((element) => ENTERED.test(element.localName) && element.localName !== "boundaryEvent" && element.hasAttribute("id"))
    .map((element) => {
      const id = element.getAttribute("id") ?? "";
      return { id, name: element.getAttribute("name") || id };
    });
}
