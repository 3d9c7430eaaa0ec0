/** What steps say about a field; the same order of what counts as on the server. */
import type { BuilderStep } from "@/lib/forms/builderSlot";
import type { Access, FormComponent } from "@/lib/forms/model";

export const ACCESS = ["edit", "read", "hidden"] as const;

const isAccess = (text: string | undefined): text is Access => text === "edit" || text === "read" || text === "hidden";

/** Nobody types what is calculated or numbered. */
export function mayBeEdited(component: FormComponent): boolean {
  const isGiven = component.dj?.compute !== undefined || component.expression !== undefined || component.type === "serial";
  return !isGiven && component.readonly !== true && component.disabled !== true;
}

/** The access of a field at a step: what the step says, else its table, else the field's own, else what is usual. */
export function accessAt(step: BuilderStep, key: string, component: FormComponent): Access {
  const table = key.includes(".") ? (key.split(".")[0] ?? "") : "";
  const stated = step.stated[key] ?? component.dj?.access ?? (table ? step.stated[table] : undefined);
  const access = isAccess(stated) ? stated : step.usual;
  return access === "edit" && !mayBeEdited(component) ? "read" : access;
}
