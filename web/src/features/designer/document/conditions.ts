/**
 * Conditions of the kind people draw ("days > 3 and type = SICK") as rows of field, comparison and value.
 * Anything else stays FEEL text: it is never rewritten.
 */

export const COMPARISONS = [">", ">=", "<", "<=", "=", "!="] as const;

export type Comparison = (typeof COMPARISONS)[number];

export interface Clause {
  field: string;
  comparison: Comparison;
  /** A number, a text or a flag. */
  value: string | number | boolean;
}

export interface SimpleCondition {
  join: "and" | "or";
  clauses: readonly Clause[];
}

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_.]*`;
const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const CLAUSE = new RegExp(`^(${NAME})\\s*(>=|<=|!=|>|<|=)\\s*(${NUMBER}|${STRING}|true|false)$`, "u");

/** The condition as rows, or null when it says more than rows can. */
export function readCondition(feel: string): SimpleCondition | null {
  const body = feel.trim().replace(/^=/, "").trim();
  if (!body || /[()[\]{}]/.test(withoutStrings(body))) return null;
  for (const join of ["and", "or"] as const) {
    const clauses = splitOn(body, join).map(readClause);
    if (clauses.every((clause) => clause !== null)) return { join, clauses };
  }
  return null;
}

export function writeCondition({ join, clauses }: SimpleCondition): string {
  return `=${clauses.map(({ field, comparison, value }) => `${field} ${comparison} ${literal(value)}`).join(` ${join} `)}`;
}

function literal(value: Clause["value"]): string {
  return typeof value === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : String(value);
}

function readClause(text: string): Clause | null {
  const match = CLAUSE.exec(text.trim());
  if (!match) return null;
  const [, field = "", comparison = "=", raw = ""] = match;
  return { field, comparison: comparison as Comparison, value: valueOf(raw) };
}

function valueOf(raw: string): Clause["value"] {
  if (raw.startsWith('"')) return raw.slice(1, -1).replace(/\\(.)/g, "$1");
  if (raw === "true" || raw === "false") return raw === "true";
  return Number(raw);
}

const withoutStrings = (text: string): string => text.replace(new RegExp(STRING, "g"), '""');

/** Parts between the word, which may stand inside of a text without meaning anything. */
function splitOn(text: string, word: string): string[] {
  const strings: string[] = [];
  const masked = text.replace(new RegExp(STRING, "g"), (found) => {
    strings.push(found);
    return `"${strings.length - 1}"`;
  });
  return masked
    .split(new RegExp(`\\s${word}\\s`))
    .map((part) => part.replace(/"(\d+)"/g, (_, index: string) => strings[Number(index)] ?? ""));
}
