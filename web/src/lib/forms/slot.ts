import type { ComponentType, Ref } from "react";

import type { FieldProblem } from "@/api/types.gen";

export type FormValues = Record<string, unknown>;

/** What a page may ask of the form it shows. */
export interface FormHandle {
  /** Shows every problem; the values to send when there is none, else null. */
  submit: () => FormValues | null;
  /** The values as they stand, checked or not: for drafts. */
  values: () => FormValues;
  /** Problems of a refused request, shown at their fields. */
  showProblems: (problems: readonly FieldProblem[]) => void;
  /** Puts the cursor into a field. */
  focusField: (path: string) => void;
}

/** What still keeps a form from being sent. */
export interface OpenProblem {
  path: string;
  label: string;
}

export interface FormSlotProps {
  ref?: Ref<FormHandle>;
  form: unknown;
  access: Record<string, "edit" | "hidden" | "read">;
  values: FormValues;
  /** `start`: all to fill in; `step`: my fields first, the rest as text; `read`: text only. */
  mode: "start" | "step" | "read";
  processKey: string;
  versionId: string;
  itemId?: string;
  /** The head of the block that this step fills in. */
  stepTitle?: string;
  /** A draft of a form that is tried out: the server answers from the form itself, not from a version. */
  isTrial?: boolean;
  /** Called when somebody changes something. */
  onChange?: (values: FormValues, open: readonly OpenProblem[]) => void;
}

/** The form renderer, as the app passes it into the pages that show one. */
export type FormSlot = ComponentType<FormSlotProps>;
