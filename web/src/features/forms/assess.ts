/**
 * What follows from a form's values: what is shown, what is required, what is calculated, what is wrong.
 *
 * Pure. The server does the same over the same schema and has the last word; `cases/forms` holds both to the
 * same answers. What the browser cannot know comes from the server's last answer (`known`) and is named in
 * `asks` when it is missing or has to be asked anew.
 */
import type { FeelDate } from "feelin";

import { evaluateFeel, namesIn } from "@/lib/feel/evaluate";

import { findFormatProblems } from "./formats";
import type {
  Access,
  AccessByField,
  Evaluation,
  FormComponent,
  FormProblem,
  FormRule,
  FormSchema,
  FormValue,
  FormValues,
} from "./model";
import { columnsOf, fieldsOf, isTable, keyOf } from "./schema";
import { contextOf, isEmpty, tableRows, typedRow } from "./typed";

export interface Assessment {
  /** Values with what was calculated filled in. */
  values: FormValues;
  /** Keys that are not shown, by condition or because the reader may not see them. */
  hidden: ReadonlySet<string>;
  required: ReadonlySet<string>;
  /** Everything wrong now; the view decides when it is time to say so. */
  problems: readonly FormProblem[];
  /** Fields and rules that only the server can answer. */
  asks: ReadonlySet<string>;
}

/** Calculated fields may build on each other; a circle ends here with the last figures. */
const MAX_PASSES = 10;

interface Draft {
  schema: FormSchema;
  access: AccessByField;
  known: Evaluation | null;
  asks: Set<string>;
  /** Fields this reader may not see: their values are not here. */
  secret: ReadonlySet<string>;
}

export function assess(
  schema: FormSchema,
  entered: FormValues,
  access: AccessByField = {},
  known: Evaluation | null = null,
): Assessment {
  const all = fieldsOf(schema.components);
  const secret = new Set(all.filter((field) => accessOf(field, access) === "hidden").map((field) => field.key));
  const draft: Draft = { schema, access, known, asks: new Set(), secret };
  const { values, hidden } = settle(draft, entered);
  const context = contextOf(schema.components, values, { hidden, secret });
  const open = all.filter(
    (field) => !hidden.has(field.key) && accessOf(field, access) === "edit" && !field.dj?.compute,
  );
  const required = new Set(open.filter((field) => isRequired(field, context, draft)).map((field) => field.key));
  const problems = [
    ...open.flatMap((field) => fieldProblems(field, values[field.key], required.has(field.key), { draft, context })),
    ...(schema.dj?.rules ?? []).flatMap((rule) => ruleProblems(rule, context, draft, hidden)),
  ];
  return { values, hidden, required, problems, asks: draft.asks };
}

/** A field's access; what nobody said is open, as on the start form. */
export function accessOf(component: FormComponent, access: AccessByField): Access {
  const stated = statedAccess(component, access);
  const isFixed = component.readonly === true || component.disabled === true || component.type === "serial";
  return stated === "edit" && isFixed ? "read" : stated;
}

function statedAccess(component: FormComponent, access: AccessByField): Access {
  const key = keyOf(component);
  return (key ? access[key] : undefined) ?? component.dj?.access ?? "edit";
}

function settle(draft: Draft, entered: FormValues): { values: FormValues; hidden: ReadonlySet<string> } {
  let values = entered;
  let hidden: ReadonlySet<string> = new Set();
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const context = contextOf(draft.schema.components, values, { hidden, secret: draft.secret });
    const nextHidden = hiddenKeys(draft.schema.components, context, draft, false);
    const nextValues = compute(draft, values, context);
    if (nextValues === values && sameKeys(nextHidden, hidden)) break;
    values = nextValues;
    hidden = nextHidden;
  }
  return { values, hidden };
}

function sameKeys(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((key) => right.has(key));
}

/** Keys of components that a condition or the reader's access hides; a group takes what is in it along. */
function hiddenKeys(
  components: readonly FormComponent[],
  context: Record<string, unknown>,
  draft: Draft,
  isParentHidden: boolean,
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const component of components) {
    const key = keyOf(component);
    const isHidden = isParentHidden || isHiddenBy(component, context, draft);
    if (isHidden && key) keys.add(key);
    if (component.type !== "group") continue;
    for (const inner of hiddenKeys(component.components ?? [], context, draft, isHidden)) keys.add(inner);
  }
  return keys;
}

function isHiddenBy(component: FormComponent, context: Record<string, unknown>, draft: Draft): boolean {
  if (accessOf(component, draft.access) === "hidden") return true;
  const hide = component.conditional?.hide;
  return hide !== undefined && hide !== "" && ask(hide, context, draft, `${keyOf(component) ?? ""}#hide`) === true;
}

function compute(draft: Draft, values: FormValues, context: Record<string, unknown>): FormValues {
  let next = values;
  for (const field of fieldsOf(draft.schema.components)) {
    if (statedAccess(field, draft.access) !== "edit") continue; // calculated when it was entered
    const expression = field.dj?.compute ?? field.expression;
    const value = isTable(field)
      ? computeRows(field, values[field.key], context, draft)
      : expression
        ? (ask(expression, context, draft, field.key) ?? null)
        : values[field.key];
    if (!sameValue(value, values[field.key])) next = { ...next, [field.key]: value };
  }
  return next;
}

function computeRows(table: FormComponent, value: FormValue, context: Record<string, unknown>, draft: Draft): FormValue {
  const columns = columnsOf(table).filter((column) => column.dj?.compute);
  if (columns.length === 0) return value;
  const before = tableRows(value);
  const rows = before.map((row) => {
    const scope = { ...context, ...typedRow(table, row) };
    const computed = columns.map((column): [string, unknown] => [
      column.key,
      ask(column.dj?.compute ?? "", scope, draft, `${keyOf(table) ?? ""}.${column.key}`) ?? null,
    ]);
    const isSame = computed.every(([key, cell]) => sameValue(cell, row[key]));
    return isSame ? row : { ...row, ...Object.fromEntries(computed) };
  });
  return rows.some((row, index) => row !== before[index]) ? rows : value;
}

function sameValue(left: unknown, right: unknown): boolean {
  return left === right || (isEmpty(left) && isEmpty(right)) || JSON.stringify(left) === JSON.stringify(right);
}

/** The value of an expression; undefined when only the server knows, and then its last answer for a field. */
function ask(expression: string, context: Record<string, unknown>, draft: Draft, place: string): unknown {
  const answer = evaluateFeel(expression, context);
  if (answer.kind === "value") return jsonOf(answer.value);
  if (answer.kind === "ask") draft.asks.add(place);
  return draft.known?.computed[place];
}

/** Dates and durations go back into the form as the texts they are written as. */
function jsonOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.getPrototypeOf(value) === Object.prototype ? value : (value as FeelDate).toString();
}

function isRequired(field: FormComponent & { key: string }, context: Record<string, unknown>, draft: Draft): boolean {
  if (field.validate?.required) return true;
  const condition = field.dj?.required;
  return condition !== undefined && ask(condition, context, draft, `${field.key}#required`) === true;
}

function fieldProblems(
  field: FormComponent & { key: string },
  value: FormValue,
  required: boolean,
  { draft, context }: { draft: Draft; context: Record<string, unknown> },
): readonly FormProblem[] {
  const path = `/${field.key}`;
  if (isEmpty(value) || (field.type === "checkbox" && value === false)) {
    return required ? [problem(path, "forms.field.required")] : [];
  }
  const rows = isTable(field) ? tableRows(value) : [];
  const cells = rows.flatMap((row, index) =>
    columnsOf(field).flatMap((column) => {
      if (column.dj?.compute) return [];
      const scope = { ...context, ...typedRow(field, row) };
      const found = fieldProblems(column, row[column.key], isRequired(column, scope, draft), { draft, context: scope });
      return found.map((one) => ({ ...one, path: `${path}/${index}${one.path}` }));
    }),
  );
  return [...findFormatProblems(field, value, path), ...cells];
}

function ruleProblems(
  rule: FormRule,
  context: Record<string, unknown>,
  draft: Draft,
  hidden: ReadonlySet<string>,
): readonly FormProblem[] {
  if (rule.field && hidden.has(rule.field)) return [];
  if (!mayBeChanged(rule, draft)) return [];
  if (rule.when && ask(rule.when, context, draft, `rule:${rule.id}`) !== true) return [];
  if (ask(rule.check, context, draft, `rule:${rule.id}`) !== false) return [];
  const params = Object.fromEntries(Object.entries(context).map(([key, value]) => [key, jsonOf(value)]));
  const severity = rule.severity ?? "error";
  return [{ path: rule.field ? `/${rule.field}` : "", code: "forms.rule.broken", severity, params, rule: rule.id }];
}

/** A rule counts where something it reads can still be changed; elsewhere nobody could mend it. */
function mayBeChanged(rule: FormRule, draft: Draft): boolean {
  const names = new Set([...namesIn(rule.check), ...(rule.field ? [rule.field] : [])]);
  return fieldsOf(draft.schema.components).some(
    (field) => names.has(field.key) && statedAccess(field, draft.access) === "edit",
  );
}

function problem(path: string, code: string, params: FormProblem["params"] = {}): FormProblem {
  return { path, code, severity: "error", params };
}
