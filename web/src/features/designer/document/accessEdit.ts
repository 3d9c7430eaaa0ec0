/** Field permissions per step, read from and written into a document without a canvas. */
import type { ModdleElement } from "../bpmn/types";
import { readAll, withAll } from "./extensions";
import { nameOf } from "./kinds";
import { openDocument } from "./parse";
import { readAccess, readStep } from "./step";

export const ACCESS = ["edit", "read", "hidden"] as const;
export type Access = (typeof ACCESS)[number];

export interface StepAccess {
  id: string;
  name: string;
  /** What counts for a field that the step does not name. */
  usual: Access;
  stated: Readonly<Record<string, string>>;
}

/** Every step people work at, with what it says about fields. */
export function accessOfSteps(nodes: readonly ModdleElement[], language: string): readonly StepAccess[] {
  return nodes
    .filter((node) => node.$type === "bpmn:UserTask")
    .map((node) => ({
      id: node.id ?? "",
      name: nameOf(node, language) || (node.id ?? ""),
      usual: readStep(node).kind === "start" ? "edit" : "read",
      stated: readAccess(node),
    }));
}

/** The fields a step states, after one of them was given an access; what is usual is not written. */
export function withAccess(owner: ModdleElement, field: string, access: Access) {
  const usual: Access = readStep(owner).kind === "start" ? "edit" : "read";
  const others = readAll(owner, "dj:Field").filter((one) => one["key"] !== field);
  return access === usual ? others : [...others, { key: field, access }];
}

/** The document in which a step gives a field an access. */
export async function setAccess(xml: string, stepId: string, field: string, access: Access): Promise<string> {
  const { moddle, definitions, document } = await openDocument(xml);
  const step = document?.nodes.find((node) => node.id === stepId);
  if (!step) return xml;
  step["extensionElements"] = withAll(moddle, step, "dj:Field", withAccess(step, field, access));
  return (await moddle.toXML(definitions, { format: true })).xml;
}
