/** Formats of single values: length, size, pattern, order of a range, number of rows. */
import type { FormComponent, FormProblem, FormValue, Validation } from "./model";
import { isTable } from "./schema";
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
  return { code: "forms.field.too_short", params: { min: minLength, length: Array.from(value).length } };
};

const tooLong: Check = (component, value) => {
  const { maxLength } = rulesOf(component);
  if (typeof value !== "string" || maxLength === undefined || Array.from(value).length <= maxLength) return null;
  return { code: "forms.field.too_long", params: { max: maxLength, length: Array.from(value).length } };
};

const isNumeric = (component: FormComponent): boolean => component.type === "number" || component.type === "money";

const notANumber: Check = (component, value) =>
  isNumeric(component) && typedValue(component, value) === null ? { code: "forms.field.not_a_number" } : null;

const tooSmall: Check = (component, value) => {
  const { min } = rulesOf(component);
  const number = isNumeric(component) ? typedValue(component, value) : null;
  return typeof number === "number" && min !== undefined && number < min
    ? { code: "forms.field.too_small", params: { min } }
    : null;
};

const tooBig: Check = (component, value) => {
  const { max } = rulesOf(component);
  const number = isNumeric(component) ? typedValue(component, value) : null;
  return typeof number === "number" && max !== undefined && number > max
    ? { code: "forms.field.too_big", params: { max } }
    : null;
};

const PATTERNS = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/u,
  // +8613812345678, 138 1234 5678, 028-85551234
  phone: /^\+?[\d][\d\s-]{4,18}\d$/u,
};

const wrongPattern: Check = (component, value) => {
  const { pattern, validationType } = rulesOf(component);
  if (typeof value !== "string") return null;
  if (validationType === "email" && !PATTERNS.email.test(value)) return { code: "forms.field.not_email" };
  if (validationType === "phone" && !PATTERNS.phone.test(value)) return { code: "forms.field.not_phone" };
  if (!pattern || matches(pattern, value)) return null;
  return { code: "forms.field.wrong_pattern", params: { pattern } };
};

/** A pattern that is no regular expression rejects nothing; the form's author is told by the editor. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}

const notADate: Check = (component, value) => {
  if (component.type !== "datetime" || typedValue(component, value) !== null) return null;
  return { code: "forms.field.not_a_date" };
};

const brokenRange: Check = (component, value) => {
  if (component.type !== "daterange" || !isDateRange(value)) return null;
  if (!value.start || !value.end) return { code: "forms.field.half_range" };
  return value.end < value.start ? { code: "forms.field.reversed_range" } : null;
};

const tooFewRows: Check = (component, value) => {
  const min = component.dj?.minRows;
  if (!isTable(component) || min === undefined || tableRows(value).length >= min) return null;
  return { code: "forms.table.too_few_rows", params: { min } };
};

const tooManyRows: Check = (component, value) => {
  const max = component.dj?.maxRows;
  if (!isTable(component) || max === undefined || tableRows(value).length <= max) return null;
  return { code: "forms.table.too_many_rows", params: { max } };
};

const CHECKS: readonly Check[] = [
  tooShort,
  tooLong,
  notANumber,
  tooSmall,
  tooBig,
  wrongPattern,
  notADate,
  brokenRange,
  tooFewRows,
  tooManyRows,
];
