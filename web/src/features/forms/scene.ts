/** What every field of a form on screen shares. */
import { createContext, use } from "react";

import type { AccessByField, Evaluation, FormProblem, FormSchema, FormValue, FormValues, Language } from "@/lib/forms/model";

/** `fill`: a new request; `step`: a task with some fields to fill in; `read`: nothing can be changed. */
export type FormMode = "fill" | "step" | "read";

export interface FormScene {
  schema: FormSchema;
  language: Language;
  mode: FormMode;
  values: FormValues;
  access: AccessByField;
  hidden: ReadonlySet<string>;
  required: ReadonlySet<string>;
  problems: readonly FormProblem[];
  options: Evaluation["options"];
  isAsking: boolean;
  onChange: (key: string, value: FormValue) => void;
  onLeave: (key: string) => void;
  /** Distinguishes the ids of two forms on one page. */
  prefix: string;
}

export const SceneContext = createContext<FormScene | null>(null);

export function useScene(): FormScene {
  const scene = use(SceneContext);
  if (!scene) throw new Error("a field stands outside of a FormView");
  return scene;
}

/** What a control gets, wherever it stands: in the form or in a cell of a table. */
export interface ControlProps {
  id: string;
  value: FormValue;
  onChange: (value: FormValue) => void;
  onLeave: () => void;
  isInvalid: boolean;
  describedBy: string | undefined;
  label: string;
  /** In a table the column's head says what the number is. */
  isCell?: boolean;
}
