import type { ItemDetail } from "@/api/types.gen";
import { assess } from "@/features/forms/assess";
import type { FormProblem, FormSchema } from "@/features/forms/model";
import { fieldsOf, labelOf } from "@/features/forms/schema";
import { fieldOfPath } from "@/features/forms/useFormController";
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

/** Labels of the required fields that an item's step has still open. */
export function missingIn(detail: ItemDetail, language: Language): readonly string[] {
  const schema = detail.form as unknown as FormSchema;
  const { problems, required } = assess(schema, detail.values, detail.access);
  const missing = problems.filter(({ path, severity }) => severity === "error" && required.has(fieldOfPath(path)));
  return namedProblems(missing, schema, language).map(({ label }) => label);
}
