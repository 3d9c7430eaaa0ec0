/** Keys of fields: made from their labels, renamed wherever the form itself uses them. */
import type { FormComponent, FormRule, FormSchema } from "@/lib/forms/model";
import { fieldsOf, isTable, keyOf } from "@/lib/forms/schema";

import { everything, find, parentOf } from "./structure";

const KEY = /^[\p{L}_][\p{L}\p{N}_]*$/u;
/** Names that formulas already have for something else. */
const RESERVED: ReadonlySet<string> = new Set(["initiator", "number", "item", "if", "then", "else", "for", "in", "return", "some", "every", "and", "or", "not", "true", "false", "null", "between", "function", "instance", "satisfies"]);

export const isKey = (text: string): boolean => KEY.test(text) && !RESERVED.has(text);

/** A key that formulas can use: the label's own letters, of any script. */
export function keyFrom(label: string, taken: ReadonlySet<string>): string {
  const letters = label.replace(/[^\p{L}\p{N}_]+/gu, "_").replace(/^_+|_+$/g, "").toLowerCase() || "field";
  const base = isKey(letters) ? letters : `f_${letters}`;
  let key = base;
  for (let number = 2; taken.has(key); number += 1) key = `${base}_${number}`;
  return key;
}

/** Keys that a component's own must differ from: those of its table, or those of the form. */
export function takenBeside(schema: FormSchema, id: string | null, table: FormComponent | null): ReadonlySet<string> {
  const scope = table ? (table.components ?? []) : fieldsOf(schema.components);
  return new Set(scope.filter((one) => one.id !== id).flatMap((one) => keyOf(one) ?? []));
}

/** The table whose column a component is. */
export function tableOf(schema: FormSchema, id: string): FormComponent | null {
  const parent = parentOf(schema, id);
  return parent && isTable(parent) ? parent : null;
}

/** How permissions and rules name a field: a column by its table too. */
export function accessKeyOf(schema: FormSchema, id: string): string {
  const table = tableOf(schema, id);
  const own = keyOf(find(schema, id) ?? { type: "text" }) ?? "";
  return table ? `${keyOf(table) ?? ""}.${own}` : own;
}

/** The schema with another key for a field, in formulas and rules too. */
export function rename(schema: FormSchema, id: string, next: string): FormSchema {
  const component = find(schema, id);
  const before = component && keyOf(component);
  if (!before || before === next) return schema;
  const swap = (text: string) => renamedIn(text, before, next);
  const own = (one: FormComponent): FormComponent => {
    const inner = one.components && { components: one.components.map(own) };
    const totals = one.dj?.totals && { totals: one.dj.totals.map((total) => (isColumnOf(one, id) && total.column === before ? { ...total, column: next } : total)) };
    const renamed = one.id === id ? { key: next } : {};
    return withExpressions({ ...one, ...inner, ...renamed, ...(totals && { dj: { ...one.dj, ...totals } }) }, swap);
  };
  const rules = schema.dj?.rules?.map((rule) => renamedRule(rule, before, next, swap));
  return { ...schema, components: schema.components.map(own), ...(schema.dj && { dj: { ...schema.dj, ...(rules && { rules }) } }) };
}

const isColumnOf = (table: FormComponent, id: string): boolean => table.components?.some((one) => one.id === id) ?? false;

function renamedRule(rule: FormRule, before: string, next: string, swap: (text: string) => string): FormRule {
  return {
    ...rule,
    check: swap(rule.check),
    ...(rule.when && { when: swap(rule.when) }),
    ...(rule.field === before && { field: next }),
    message: Object.fromEntries(Object.entries(rule.message).map(([language, text]) => [language, text.replaceAll(`{${before}}`, `{${next}}`)])),
  };
}

const EXPRESSIONS = ["compute", "default", "required", "values"] as const;

/** Every formula of a component, edited. */
function withExpressions(component: FormComponent, edit: (text: string) => string): FormComponent {
  const extras = component.dj;
  const changed = Object.fromEntries(EXPRESSIONS.flatMap((name) => (extras?.[name] ? [[name, edit(extras[name])]] : [])));
  return {
    ...component,
    ...(extras && { dj: { ...extras, ...changed } }),
    ...(component.conditional?.hide && { conditional: { ...component.conditional, hide: edit(component.conditional.hide) } }),
    ...(component.expression && { expression: edit(component.expression) }),
  };
}

/** A name in a formula stands alone: not inside a text, not as part of a longer name. */
export function renamedIn(formula: string, before: string, next: string): string {
  const escaped = before.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  const name = new RegExp(`"(?:[^"\\\\]|\\\\.)*"|(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, "gu");
  return formula.replace(name, (found) => (found.startsWith('"') ? found : next));
}

/** Whether a formula, a rule or a total of the form uses a key. */
export function isUsed(schema: FormSchema, key: string): boolean {
  const marker = "\u0000";
  const uses = (text: string | undefined) => text !== undefined && renamedIn(text, key, marker).includes(marker);
  const inRules = (schema.dj?.rules ?? []).some((rule) => uses(rule.check) || uses(rule.when) || rule.field?.split(".").includes(key));
  return inRules || everything(schema.components).some((one) => [one.dj?.compute, one.dj?.default, one.dj?.required, one.dj?.values, one.conditional?.hide, one.expression].some(uses));
}
