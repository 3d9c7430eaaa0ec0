/** Field permissions per step, read from and written into a document without a canvas. */
import type { ModdleElement } from "../bpmn/types";
import { readAll, readOne, withAll } from "./extensions";
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
  /** Key of the form that it names; empty: the process' first. */
  form: string;
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
      form: formOf(node),
    }));
}

function formOf(node: ModdleElement): string {
  const key = readOne(node, "dj:Form")?.["key"];
  return typeof key === "string" ? key : "";
}

/** The fields a step states, after one of them was given an access; what is usual is not written. */
export function withAccess(owner: ModdleElement, field: string, access: Access) {
  const usual: Access = readStep(owner).kind === "start" ? "edit" : "read";
  const others = readAll(owner, "dj:Field").filter((one) => one["key"] !== field);
  return access === usual ? others : [...others, { key: field, access }];
}

/** The document in which a step gives fields an access. */
export async function setAccess(xml: string, stepId: string, fields: readonly string[], access: Access): Promise<string> {
  return edited(xml, [stepId], (step) => {
    const usual: Access = readStep(step).kind === "start" ? "edit" : "read";
    const others = readAll(step, "dj:Field").filter((one) => !fields.includes(String(one["key"])));
    return access === usual ? others : [...others, ...fields.map((key) => ({ key, access }))];
  });
}

/** The document in which steps know a field, and the columns of a table, by another key. */
export async function renameField(xml: string, stepIds: readonly string[], before: string, next: string): Promise<string> {
  return edited(xml, stepIds, (step) =>
    readAll(step, "dj:Field").map((one) => {
      const key = String(one["key"]);
      if (key === before) return { ...one, key: next };
      return key.startsWith(`${before}.`) ? { ...one, key: `${next}${key.slice(before.length)}` } : one;
    }),
  );
}

/** Rewrites what steps say about fields; a document in which nothing changes stays as it was written. */
async function edited(xml: string, stepIds: readonly string[], edit: (step: ModdleElement) => ReturnType<typeof readAll>): Promise<string> {
  const { moddle, definitions, document } = await openDocument(xml);
  let hasChanged = false;
  for (const step of document?.nodes ?? []) {
    if (!stepIds.includes(step.id ?? "")) continue;
    const next = edit(step);
    if (JSON.stringify(next) === JSON.stringify(readAll(step, "dj:Field"))) continue;
    hasChanged = true;
    step["extensionElements"] = withAll(moddle, step, "dj:Field", next);
  }
  return hasChanged ? (await moddle.toXML(definitions, { format: true })).xml : xml;
}
