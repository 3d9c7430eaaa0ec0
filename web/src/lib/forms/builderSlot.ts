import type { ComponentType, ReactNode } from "react";

import type { Access, FormSchema } from "./model";
import type { FormSlot } from "./slot";

/** A step of the process and what it says about the fields of its form. */
export interface BuilderStep {
  id: string;
  name: string;
  /** What counts for a field that the step does not name. */
  usual: Access;
  stated: Readonly<Record<string, string>>;
}

export interface FormBuilderProps {
  schema: FormSchema;
  /** The steps that show this form, in the order of the process. */
  steps: readonly BuilderStep[];
  language: "zh-CN" | "en-US";
  /** The renderer, for looking at the form as people will see it. */
  Form: FormSlot;
  /** Which of the forms this is, and ways to the others. */
  head: ReactNode;
  onChange: (schema: FormSchema) => void;
  onAccess: (stepId: string, fields: readonly string[], access: Access) => void;
  /** The form with a field renamed; what steps say about it is renamed in the same edit. */
  onRename: (before: string, next: string, schema: FormSchema) => void;
  onUndo: () => void;
  onRedo: () => void;
}

/** The form builder, as the app passes it into the studio. */
export type FormBuilderSlot = ComponentType<FormBuilderProps>;
