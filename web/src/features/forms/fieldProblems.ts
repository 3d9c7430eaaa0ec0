/** What is wrong with single fields: missing, or of a wrong format; in tables, cell by cell. */
import type { FormComponent, FormProblem, FormValue } from "@/lib/forms/model";
import { columnsOf, isTable } from "@/lib/forms/schema";

import { mayEnterColumn } from "./access";
import { type Draft, type Scope, solve } from "./draft";
import { findFormatProblems } from "./formats";
import { isEmpty, tableRows, typedRow } from "./typed";

type KeyedField = FormComponent & { key: string };

export function isRequired(field: KeyedField, context: Record<string, unknown>, draft: Draft): boolean {
  if (field.validate?.required) return true;
  const condition = field.dj?.required;
  if (condition === undefined) return false;
  const answer = solve(condition, context, draft, `${field.key}#required`);
  return answer === undefined ? (draft.known?.required?.includes(field.key) ?? false) : answer === true;
}

export function findFieldProblems(field: KeyedField, scope: Scope, required: boolean, draft: Draft): readonly FormProblem[] {
  const value = scope.values[field.key];
  const own = valueProblems(field, value, required, `/${field.key}`);
  return isTable(field) ? [...own, ...cellProblems(field, value, scope, draft)] : own;
}

function cellProblems(table: KeyedField, value: FormValue, scope: Scope, draft: Draft): readonly FormProblem[] {
  const columns = columnsOf(table).filter((column) => mayEnterColumn(table, column, draft.access));
  return tableRows(value).flatMap((row, index) => {
    const context = { ...scope.context, ...typedRow(table, row) };
    return columns
      .filter((column) => !scope.hidden.has(`${table.key}/${index}/${column.key}`))
      .flatMap((column) => {
        const path = `/${table.key}/${index}/${column.key}`;
        return valueProblems(column, row[column.key], isRequired(column, context, draft), path);
      });
  });
}

function valueProblems(field: KeyedField, value: FormValue, required: boolean, path: string): readonly FormProblem[] {
  const isMissing = isEmpty(value) || (field.type === "checkbox" && value !== true);
  if (!isMissing) return findFormatProblems(field, value, path);
  return required ? [{ path, code: "forms.field.required", severity: "error", params: {} }] : [];
}
