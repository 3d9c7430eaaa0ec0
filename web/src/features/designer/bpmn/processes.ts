/** The process whose settings an element shows: its own, that of a pool, or of the file when there are pools. */
import { rootsOf } from "./subjects";
import type { DiagramElement, ModdleElement } from "./types";

export function processOf(element: DiagramElement): ModdleElement {
  const owner = element.businessObject;
  if (owner.$type === "bpmn:Participant") return (owner["processRef"] as ModdleElement | undefined) ?? owner;
  if (owner.$type !== "bpmn:Collaboration") return owner;
  const processes = rootsOf(owner).filter((one) => one.$type === "bpmn:Process");
  return processes.find((one) => one["isExecutable"] === true) ?? processes[0] ?? owner;
}
