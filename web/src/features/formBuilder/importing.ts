/** Proposed fields: what was found in a list, corrected by people before it lands in the form. */
import type { FormComponent } from "@/lib/forms/model";

import { withValidation } from "./edits";
import { hasChoices, type Kind, kindOf, startOf } from "./kinds";

export interface Proposal {
  component: FormComponent;
  isTaken: boolean;
}

/** Kinds that a found field can be; what is calculated or laid out is added by hand. */
export const IMPORTABLE: readonly Kind[] = [
  "line",
  "lines",
  "number",
  "money",
  "date",
  "moment",
  "range",
  "flag",
  "radio",
  "select",
  "checklist",
  "file",
  "picture",
  "user",
  "department",
  "detail",
  "signature",
];

export function importableKind(component: FormComponent): Kind {
  const kind = kindOf(component);
  return IMPORTABLE.includes(kind) ? kind : "line";
}

/** The proposal as another kind: its name, and what fits the new kind, stay. */
export function asKind(component: FormComponent, kind: Kind): FormComponent {
  const start = startOf(kind);
  const label = labelOfProposal(component);
  const { required } = component.validate ?? {};
  return {
    ...start,
    key: component.key ?? label,
    label,
    ...(component.description && { description: component.description }),
    ...(required && { validate: { required } }),
    ...(hasChoices(start) && { values: component.values ?? [] }),
    ...(kind === "detail" && { components: component.components ?? [{ type: "textfield", key: "内容", label: "内容" }] }),
  };
}

export function labelOfProposal(component: FormComponent): string {
  return component.label ?? component.dateLabel ?? component.timeLabel ?? component.key ?? "";
}

export function withRequired(component: FormComponent, required: boolean): FormComponent {
  return withValidation(component, { required });
}
