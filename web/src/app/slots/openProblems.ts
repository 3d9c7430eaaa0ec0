import { fieldOfPath } from "@/features/forms/useFormController";
import type { FormProblem, FormSchema } from "@/lib/forms/model";
import { fieldsOf, labelOf } from "@/lib/forms/schema";
import type { OpenProblem } from "@/lib/forms/slot";

type Language = "zh-CN" | "en-US";

/** Each field that keeps the form from being sent, once, by its label. */
export function namedProblems(problems: readonly FormProblem[], schema: FormSchema, language: Language): OpenProblem[] {
  const fields = new Map(fieldsOf(schema.components).map((field) => [field.key, field]));
  const found = new Map<string, OpenProblem>();
  for (const problem of problems) {
    const field = fields.get(fieldOfPath(problem.path));
    const label = field ? labelOf(field, language) : "";
    if (!found.has(label)) found.set(label, { path: problem.path, label });
  }
  return [...found.values()];
}
