/**
 * What follows from a form's values: what is shown, what is required, what is calculated, what is wrong.
 *
 * Pure. The server does the same over the same schema and has the last word; `cases/forms` holds both to the
 * same answers. What the browser cannot know comes from the server's last answer (`known`) and is named in
 * `asks` when it is missing or has to be asked anew.
 */
import type { AccessByField, Evaluation, FormComponent, FormProblem, FormSchema, FormValue, FormValues } from "@/lib/forms/model";
import { columnsOf, fieldsOf, isTable, keyOf } from "@/lib/forms/schema";

import { computeOf, isComputed, liveFields, mayEnter } from "./access";
import { type Draft, type Scope, solve } from "./draft";
import { findFieldProblems, isRequired } from "./fieldProblems";
import { findRuleProblems } from "./rules";
import { contextOf, isEmpty, tableRows, typedRow } from "./typed";

export interface Assessment {
  /** Values with what was calculated filled in. */
  values: FormValues;
  /** What a condition hides: keys of fields and groups, and of cells as `table/row/column`. */
  hidden: ReadonlySet<string>;
  required: ReadonlySet<string>;
  /** Everything wrong now; the view decides when to say so. */
  problems: readonly FormProblem[];
  /** Fields and rules that only the server can answer. */
  asks: ReadonlySet<string>;
}

/** Calculated fields may build on each other; a circle ends here with the last figures. */
const MAX_PASSES = 10;

export function assess(
  schema: FormSchema,
  entered: FormValues,
  access: AccessByField = {},
  known: Evaluation | null = null,
): Assessment {
  const all = fieldsOf(schema.components);
  const live = liveFields(schema.components, access);
  const secret = new Set(all.filter((field) => access[field.key] === "hidden").map((field) => field.key));
  const draft: Draft = { schema, access, known, live, secret, asks: new Set() };
  const { values, hidden } = settle(draft, entered);
  const context = contextOf(schema.components, values, { hidden, secret });
  const scope: Scope = { values, hidden, context };
  const open = all.filter((field) => !hidden.has(field.key) && mayEnter(field, access));
  const required = new Set(open.filter((field) => isRequired(field, context, draft)).map((field) => field.key));
  const single = open.flatMap((field) => findFieldProblems(field, scope, required.has(field.key), draft));
  const problems = [...single, ...findRuleProblems(scope, single, draft)];
  const options = all.filter((field) => field.dj?.values && mayEnter(field, access));
  for (const field of options) draft.asks.add(`${field.key}#options`);
  return { values, hidden, required, problems, asks: draft.asks };
}

function settle(draft: Draft, entered: FormValues): { values: FormValues; hidden: ReadonlySet<string> } {
  let values = entered;
  let hidden: ReadonlySet<string> = new Set();
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const context = contextOf(draft.schema.components, values, { hidden, secret: draft.secret });
    const nextHidden = new Set([
      ...hiddenKeys(draft.schema.components, context, draft, false),
      ...hiddenCells(values, context, draft),
    ]);
    const nextValues = compute(draft, values, context);
    if (nextValues === values && isSameSet(nextHidden, hidden)) break;
    values = nextValues;
    hidden = nextHidden;
  }
  return { values, hidden };
}

function isSameSet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((key) => right.has(key));
}

/** Keys of components that a condition hides; a group takes what is in it along. */
function hiddenKeys(
  components: readonly FormComponent[],
  context: Record<string, unknown>,
  draft: Draft,
  isParentHidden: boolean,
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const component of components) {
    const key = keyOf(component) ?? "";
    const isHidden = isParentHidden || hides(component, context, draft, key);
    if (isHidden && key) keys.add(key);
    if (component.type !== "group") continue;
    for (const inner of hiddenKeys(component.components ?? [], context, draft, isHidden)) keys.add(inner);
  }
  return keys;
}

function hiddenCells(values: FormValues, context: Record<string, unknown>, draft: Draft): string[] {
  return fieldsOf(draft.schema.components).flatMap((table) => {
    const columns = isTable(table) ? columnsOf(table).filter((column) => column.conditional?.hide) : [];
    if (columns.length === 0) return [];
    return tableRows(values[table.key]).flatMap((row, index) => {
      const scope = { ...context, ...typedRow(table, row) };
      const place = (column: FormComponent) => `${table.key}/${index}/${keyOf(column) ?? ""}`;
      return columns.filter((column) => hides(column, scope, draft, place(column))).map(place);
    });
  });
}

function hides(component: FormComponent, context: Record<string, unknown>, draft: Draft, place: string): boolean {
  const hide = component.conditional?.hide;
  if (hide === undefined || hide === "") return false;
  const answer = solve(hide, context, draft, `${place}#hide`);
  return answer === undefined ? (draft.known?.hidden?.includes(`/${place}`) ?? false) : answer === true;
}

function compute(draft: Draft, values: FormValues, context: Record<string, unknown>): FormValues {
  let next = values;
  for (const field of fieldsOf(draft.schema.components)) {
    if (!draft.live.has(field.key)) continue; // calculated when it was entered
    const value = computed(field, values[field.key], context, draft);
    if (!isSameValue(value, values[field.key])) next = { ...next, [field.key]: value };
  }
  return next;
}

function computed(
  field: FormComponent & { key: string },
  value: FormValue,
  context: Record<string, unknown>,
  draft: Draft,
): FormValue {
  if (isTable(field)) return computeRows(field, value, context, draft);
  const expression = computeOf(field);
  if (!expression) return value;
  const answer = solve(expression, context, draft, field.key);
  return answer === undefined ? (draft.known?.computed[field.key] ?? null) : answer;
}

function computeRows(
  table: FormComponent & { key: string },
  value: FormValue,
  context: Record<string, unknown>,
  draft: Draft,
): FormValue {
  const columns = columnsOf(table).filter(isComputed);
  if (columns.length === 0) return value;
  const before = tableRows(value);
  const known = tableRows(draft.known?.computed[table.key]);
  const rows = before.map((row, index) => {
    const scope = { ...context, ...typedRow(table, row) };
    const cells = columns.map((column): [string, unknown] => {
      const answer = solve(computeOf(column) ?? "null", scope, draft, `${table.key}.${column.key}`);
      return [column.key, answer === undefined ? (known[index]?.[column.key] ?? null) : answer];
    });
    const isSame = cells.every(([key, cell]) => isSameValue(cell, row[key]));
    return isSame ? row : { ...row, ...Object.fromEntries(cells) };
  });
  return rows.some((row, index) => row !== before[index]) ? rows : value;
}

function isSameValue(left: unknown, right: unknown): boolean {
  return left === right || (isEmpty(left) && isEmpty(right)) || JSON.stringify(left) === JSON.stringify(right);
}
