/** From what a form holds (JSON) to what FEEL calculates with (typed values), field by field. */
import { date, dateAndTime, time } from "feelin";

import type { DateRange, FormComponent, FormValue, FormValues } from "@/lib/forms/model";
import { columnsOf, fieldsOf, isTable } from "@/lib/forms/schema";

/** Whether nothing has been entered. Zero, false and "no" are entries. */
export function isEmpty(value: FormValue): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  if (isDateRange(value)) return !value.start && !value.end;
  return false;
}

export function isDateRange(value: FormValue): value is DateRange {
  return typeof value === "object" && value !== null && "start" in value && "end" in value;
}

/** A list in any case: an unset list is the empty list. */
export function listOf(value: FormValue): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isEmpty(value) ? [] : [value];
}

/** Rows of a table; anything else that stands there is no row. */
export function tableRows(value: FormValue): readonly FormValues[] {
  return listOf(value).filter((row): row is FormValues => typeof row === "object" && row !== null);
}

export function isMultiple(component: FormComponent): boolean {
  if (["checklist", "taglist", "filepicker", "picture"].includes(component.type)) return true;
  return component.dj?.multiple === true;
}

/** The typed value of a field. An unset flag is false, an unset list empty, everything else unset is null. */
export function typedValue(component: FormComponent, value: FormValue): unknown {
  if (isTable(component)) return tableRows(value).map((row) => typedRow(component, row));
  if (component.type === "checkbox") return value === true;
  if (isMultiple(component)) return listOf(value);
  if (isEmpty(value)) return null;
  return TYPED[component.type]?.(value, component) ?? (component.type in TYPED ? null : value);
}

export function typedRow(table: FormComponent, row: FormValues): Record<string, unknown> {
  return Object.fromEntries(columnsOf(table).map((column) => [column.key, typedValue(column, row[column.key])]));
}

/**
 * Fields as FEEL variables. Those a condition hides (`hidden`) are there, but null; those this reader may not
 * see (`secret`) are not there at all: whoever needs them has to ask the server.
 */
export function contextOf(
  components: readonly FormComponent[],
  values: FormValues,
  { hidden, secret }: { hidden: ReadonlySet<string>; secret: ReadonlySet<string> },
): Record<string, unknown> {
  const fields = fieldsOf(components);
  const entries = fields
    .filter((field) => !secret.has(field.key))
    .map((field): [string, unknown] => [field.key, typedValue(field, hidden.has(field.key) ? null : values[field.key])]);
  const keys = new Set(fields.map((field) => field.key));
  const others = Object.entries(extras(values)).filter(([key]) => !keys.has(key));
  return Object.fromEntries([...others, ...entries]);
}

/** Values that are no fields of this form (who asks, the number) may be read by expressions too. */
function extras(values: FormValues): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

type Reader = (value: FormValue, component: FormComponent) => unknown;

const TYPED: Partial<Record<FormComponent["type"], Reader>> = {
  number: numberOf,
  money: numberOf,
  datetime: (value, component) => momentOf(String(value), component.subtype ?? "date"),
  daterange: (value) =>
    isDateRange(value) ? { start: momentOf(value.start, "date"), end: momentOf(value.end, "date") } : null,
};

function numberOf(value: FormValue): number | null {
  const number = typeof value === "string" ? Number(value.replaceAll(",", "")) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

function momentOf(text: string | null, subtype: "date" | "time" | "datetime"): unknown {
  if (!text) return null;
  if (subtype === "time") return time(text);
  return subtype === "date" ? date(text) : dateAndTime(text);
}
