/** Formats of single values: length, size, pattern, order of a range, number of rows. */
import type { FormComponent, FormProblem, FormValue, Validation } from "@/lib/forms/model";
import { isTable } from "@/lib/forms/schema";

import { isDateRange, isEmpty, tableRows, typedValue } from "./typed";

type Check = (component: FormComponent, value: FormValue) => { code: string; params?: FormProblem["params"] } | null;

/** What is wrong with the format of a value that is there. */
export function findFormatProblems(component: FormComponent, value: FormValue, path: string): readonly FormProblem[] {
  if (isEmpty(value)) return [];
  return CHECKS.flatMap((check) => {
    const found = check(component, value);
    return found ? [{ path, code: found.code, severity: "error" as const, params: found.params ?? {} }] : [];
  });
}

const rulesOf = (component: FormComponent): Validation => component.validate ?? {};

const tooShort: Check = (component, value) => {
  const { minLength } = rulesOf(component);
  if (typeof value !== "string" || minLength === undefined || Array.from(value).length >= minLength) return null;
  return { code: "forms.value.too_short", params: { limit: minLength, length: Array.from(value).length } };
};

const tooLong: Check = (component, value) => {
  const { maxLength } = rulesOf(component);
  if (typeof value !== "string" || maxLength === undefined || Array.from(value).length <= maxLength) return null;
  return { code: "forms.value.too_long", params: { limit: maxLength, length: Array.from(value).length } };
};

const isNumeric = (component: FormComponent): boolean => component.type === "number" || component.type === "money";

const notANumber: Check = (component, value) =>
  isNumeric(component) && typedValue(component, value) === null ? { code: "forms.value.not_a_number" } : null;

const tooSmall: Check = (component, value) => {
  const { min } = rulesOf(component);
  const number = isNumeric(component) ? typedValue(component, value) : null;
  return typeof number === "number" && min !== undefined && number < min
    ? { code: "forms.value.too_small", params: { limit: min } }
    : null;
};

const tooBig: Check = (component, value) => {
  const { max } = rulesOf(component);
  const number = isNumeric(component) ? typedValue(component, value) : null;
  return typeof number === "number" && max !== undefined && number > max
    ? { code: "forms.value.too_large", params: { limit: max } }
    : null;
};

const tooManyDecimals: Check = (component, value) => {
  const limit = component.decimalDigits ?? (component.type === "money" ? 2 : undefined);
  if (!isNumeric(component) || limit === undefined) return null;
  const decimals = (String(value).split(".")[1] ?? "").replace(/0+$/, "").length;
  return decimals > limit ? { code: "forms.value.too_many_decimals", params: { limit } } : null;
};

const PATTERNS = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/u,
  // +8613812345678, 138 1234 5678, 028-85551234
  phone: /^\+?[0-9][0-9 ()-]{4,22}[0-9]$/u,
};

const wrongPattern: Check = (component, value) => {
  const { pattern, validationType } = rulesOf(component);
  if (typeof value !== "string") return null;
  if (validationType === "email" && !PATTERNS.email.test(value)) return { code: "forms.value.not_an_email" };
  if (validationType === "phone" && !PATTERNS.phone.test(value)) return { code: "forms.value.not_a_phone" };
  if (!pattern || matches(pattern, value)) return null;
  return { code: "forms.value.pattern" };
};

/** A pattern that is no regular expression rejects nothing; the form's author is told by the editor. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}

const NOT_A_MOMENT = {
  date: "forms.value.not_a_date",
  time: "forms.value.not_a_time",
  datetime: "forms.value.not_an_instant",
} as const;

const notADate: Check = (component, value) => {
  if (component.type !== "datetime" || typedValue(component, value) !== null) return null;
  return { code: NOT_A_MOMENT[component.subtype ?? "date"] };
};

const brokenRange: Check = (component, value) => {
  if (component.type !== "daterange" || !isDateRange(value)) return null;
  if (!value.start || !value.end) return { code: "forms.value.range_half_empty" };
  if (value.end >= value.start) return null;
  return { code: "forms.value.range_backwards", params: { start: value.start, end: value.end } };
};

const tooFewRows: Check = (component, value) => {
  const min = component.dj?.minRows;
  if (!isTable(component) || min === undefined || tableRows(value).length >= min) return null;
  return { code: "forms.value.too_few_rows", params: { limit: min } };
};

const tooManyRows: Check = (component, value) => {
  const max = component.dj?.maxRows;
  if (!isTable(component) || max === undefined || tableRows(value).length <= max) return null;
  return { code: "forms.value.too_many_rows", params: { limit: max } };
};

const CHECKS: readonly Check[] = [
  tooShort,
  tooLong,
  notANumber,
  tooSmall,
  tooBig,
  tooManyDecimals,
  wrongPattern,
  notADate,
  brokenRange,
  tooFewRows,
  tooManyRows,
];
