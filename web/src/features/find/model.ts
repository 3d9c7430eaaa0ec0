import type { FoundInstance } from "@/api/types.gen";
import type { Status } from "@/ui/text/StatusMark";

export const STATES = ["running", "returned", "withdrawn", "suspended", "approved", "rejected", "cancelled"] as const;
export const ORDERS = ["newest", "oldest", "ended", "amount"] as const;

/** Filters of the search as they stand in the address. */
export interface FindSearch {
  q?: string | undefined;
  state?: (typeof STATES)[number] | undefined;
  process?: string | undefined;
  department?: string | undefined;
  initiator?: string | undefined;
  waitingFor?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  order?: (typeof ORDERS)[number] | undefined;
}

const NARROWING = ["q", "state", "process", "department", "initiator", "waitingFor", "from", "until", "min", "max"] as const;

export const isNarrowed = (search: FindSearch): boolean => NARROWING.some((key) => search[key]);

/** The search that asks for everything. */
export const NOTHING_ASKED: FindSearch = Object.fromEntries(NARROWING.map((key) => [key, undefined]));

/** What the server is asked for. */
export function filterOf(search: FindSearch) {
  return {
    q: search.q ?? "",
    state: search.state ?? ("" as const),
    process: search.process ?? "",
    department: search.department ?? "",
    initiator: search.initiator ?? "",
    waitingFor: search.waitingFor ?? "",
    order: search.order ?? ("newest" as const),
    ...(search.from && { fromOn: search.from }),
    ...(search.until && { untilOn: search.until }),
    ...(search.min && { amountFrom: Number(search.min) }),
    ...(search.max && { amountTo: Number(search.max) }),
  };
}

/** What is kept of a filter: texts, as in the address. */
export const keptOf = (search: FindSearch): Record<string, string> =>
  Object.fromEntries(Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== ""));

export const PLAIN_COLUMNS = [
  "number",
  "title",
  "process",
  "state",
  "waiting",
  "initiator",
  "department",
  "amount",
  "submitted",
  "ended",
] as const;

export type PlainColumn = (typeof PLAIN_COLUMNS)[number];

export const USUAL_COLUMNS: readonly string[] = ["title", "number", "process", "state", "waiting", "initiator", "submitted"];

const FIELD = "field:";

export const fieldColumn = (key: string): string => `${FIELD}${key}`;

export const fieldOf = (column: string): string | null => (column.startsWith(FIELD) ? column.slice(FIELD.length) : null);

export const isPlain = (column: string): column is PlainColumn => (PLAIN_COLUMNS as readonly string[]).includes(column);

const WIDTH = "@";

/** A column as it is kept, with the width that somebody gave it in pixels: `title@240`. */
export const keptColumn = (column: string, width: number | undefined): string => (width ? `${column}${WIDTH}${width}` : column);

/** Kept columns in their order, and the widths among them. */
export function readColumns(kept: readonly string[]): { columns: string[]; widths: Record<string, number> } {
  const pairs = kept.map((text) => {
    const at = text.lastIndexOf(WIDTH);
    const width = at < 0 ? 0 : Number(text.slice(at + 1));
    return width > 0 ? { column: text.slice(0, at), width } : { column: text, width: 0 };
  });
  return {
    columns: pairs.map(({ column }) => column),
    widths: Object.fromEntries(pairs.filter(({ width }) => width > 0).map(({ column, width }) => [column, width])),
  };
}

/** The order that a press on a column's head asks for; null where it sorts nothing. */
export function nextOrder(column: string, order: FindSearch["order"]): FindSearch["order"] | null {
  if (column === "submitted") return order === "oldest" ? undefined : "oldest";
  if (column === "ended") return order === "ended" ? undefined : "ended";
  if (column === "amount") return order === "amount" ? undefined : "amount";
  return null;
}

export function sortOf(column: string, order: FindSearch["order"]): "ascending" | "descending" | undefined {
  if (column === "submitted" && (order === undefined || order === "newest" || order === "oldest"))
    return order === "oldest" ? "ascending" : "descending";
  return column === order ? "descending" : undefined;
}

/** The one mark that a request has in a list. */
export function statusOf({ state, outcome }: Pick<FoundInstance, "state" | "outcome">): Status {
  if (state !== "ended") return state;
  if (outcome === "cancelled") return "canceled";
  return outcome ?? "completed";
}
