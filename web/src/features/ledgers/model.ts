import type { LedgerColumn, LedgerNames } from "@/api/types.gen";
import { clock } from "@/lib/dates/dates";
import { formatMoney } from "@/lib/money/money";

/** What a grid is asked for, as it stands in the address. */
export interface LedgerSearch {
  q?: string | undefined;
  /** JSON, as the server takes it. */
  filters?: string | undefined;
  by?: string | undefined;
  group?: string | undefined;
  /** The row whose record is open. */
  row?: string | undefined;
}

export const TESTS = ["is", "not", "contains", "from", "to", "empty"] as const;
export type Test = (typeof TESTS)[number];

export interface Filter {
  column: string;
  test: Test;
  value?: unknown;
}

export function filtersOf(text: string | undefined): Filter[] {
  if (!text) return [];
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? (found as Filter[]) : [];
  } catch {
    return [];
  }
}

export const filtersText = (filters: readonly Filter[]): string | undefined =>
  filters.length > 0 ? JSON.stringify(filters) : undefined;

/** Which tests make sense for a column; the first is the usual one. */
export function testsOf(column: LedgerColumn): readonly Test[] {
  switch (column.type) {
    case "number":
    case "money":
    case "date":
    case "instant":
      return ["from", "to", "is", "empty"];
    case "text":
    case "serial":
      return ["contains", "is", "not", "empty"];
    default:
      return ["is", "not", "empty"];
  }
}

const FILTER = "f";

/** A kept view: one short text for each part. */
export const keptOf = (search: LedgerSearch): Record<string, string> =>
  Object.fromEntries(
    [
      ["q", search.q],
      ["by", search.by],
      ["group", search.group],
      ...filtersOf(search.filters).map((filter, index) => [`${FILTER}${index}`, JSON.stringify(filter)]),
    ].filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== ""),
  );

export function searchOf(kept: Record<string, string>): LedgerSearch {
  const filters = Object.entries(kept)
    .filter(([key]) => key.startsWith(FILTER) && key.length > 1)
    .map(([, text]) => text);
  return {
    q: kept["q"],
    by: kept["by"],
    group: kept["group"],
    filters: filters.length > 0 ? `[${filters.join(",")}]` : undefined,
    row: undefined,
  };
}

/** The order that a press on a column's head asks for: up, down, none. */
export function nextSort(key: string, sort: string | undefined): string | undefined {
  if (sort === key) return `-${key}`;
  return sort === `-${key}` ? undefined : key;
}

export const isNumeric = (column: Pick<LedgerColumn, "type">): boolean => column.type === "number" || column.type === "money";

const SYMBOLS: Record<string, string> = { CNY: "¥", USD: "$", EUR: "€", GBP: "£", JPY: "¥", HKD: "HK$" };

export const symbolOf = (currency: string): string => (currency ? (SYMBOLS[currency] ?? `${currency} `) : "");

export function numberText(value: string | number | undefined, column: Pick<LedgerColumn, "type" | "decimals">): string {
  const text = String(value ?? "");
  if (column.type === "money") return formatMoney(text, "");
  const [whole = "", fraction] = text.split(".");
  if (!/^-?\d+$/.test(whole)) return text;
  // a year or a number without decimals that is no amount reads better without separators below 10,000
  const grouped = Math.abs(Number(whole)) < 10_000 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (fraction === undefined ? grouped : `${grouped}.${fraction}`).replace("-", "\u2212");
}

export function instantText(value: string): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return value;
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at)}`;
}

interface Words {
  yes: string;
  no: string;
}

type Shows = (text: string, column: LedgerColumn, names: LedgerNames | undefined) => string;

/** How the text of a value reads, by the type of its column; all others read as they are. */
const SHOWS: Partial<Record<LedgerColumn["type"], Shows>> = {
  number: numberText,
  money: numberText,
  instant: instantText,
  choice: (text, column) => column.choices.find((choice) => choice.value === text)?.label ?? text,
  person: (text, _, names) => names?.people[text]?.name ?? text,
  department: (text, _, names) => names?.departments[text] ?? text,
  reference: (text, column, names) => names?.rows[column.reference]?.[text] ?? text,
};

/** A value as people read it. Yes and no come as words from outside. */
export function cellText(value: unknown, column: LedgerColumn, names: LedgerNames | undefined, words: Words): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (column.type === "attachment" && Array.isArray(value)) return value.map((id: unknown) => names?.files[String(id)] ?? String(id)).join("、");
  if (typeof value !== "string" && typeof value !== "number") return JSON.stringify(value);
  const text = String(value);
  if (column.isSensitive) return text.replace("****", "•••• ");
  return SHOWS[column.type]?.(text, column, names) ?? text;
}

const WIDTHS: Partial<Record<LedgerColumn["type"], number>> = {
  text: 180,
  serial: 128,
  number: 104,
  money: 132,
  date: 116,
  instant: 152,
  yes_no: 84,
  choice: 116,
  person: 128,
  department: 128,
  reference: 188,
  attachment: 188,
  data: 200,
};

const CHARACTER_PX = 8;
const HEAD_CHARACTER_PX = 14;
const HEAD_PADDING_PX = 58;

export function widthOf(column: LedgerColumn): number {
  const head = [...column.name].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? HEAD_CHARACTER_PX : CHARACTER_PX), HEAD_PADDING_PX);
  const usual = column.width ? column.width * CHARACTER_PX : (WIDTHS[column.type] ?? 160);
  return Math.max(usual, head);
}

/** The columns in the order that a person has chosen; all of them where nothing was chosen. */
export function shownColumns(columns: readonly LedgerColumn[], chosen: readonly string[]): LedgerColumn[] {
  const found = chosen.flatMap((key) => columns.find((column) => column.key === key) ?? []);
  return found.length > 0 ? found : [...columns];
}
