import type { ItemRow } from "@/api/types.gen";
import { sumMoney } from "@/lib/money/money";

export type Box = "todo" | "done" | "cc";
export type SegmentKey = "all" | "overdue" | "today" | "deputy";
export type Sort = "due" | "newest" | "oldest";

/** Filters and selection of a list, as they stand in the address. */
export interface WorkbenchSearch {
  q?: string | undefined;
  segment?: Exclude<SegmentKey, "all"> | undefined;
  process?: string | undefined;
  exclude?: string | undefined;
  department?: string | undefined;
  sort?: Exclude<Sort, "due"> | undefined;
  item?: string | undefined;
}

export interface ItemsFilter {
  box: Box;
  q?: string;
  due?: "overdue" | "today";
  onBehalf?: boolean;
  process?: string;
  excludeProcess?: string;
  department?: string;
  sort?: Sort;
}

/** What the server is asked for. */
export function filterOf(box: Box, search: WorkbenchSearch): ItemsFilter {
  const { segment } = search;
  return {
    box,
    ...(search.q && { q: search.q }),
    ...((segment === "overdue" || segment === "today") && { due: segment }),
    ...(segment === "deputy" && { onBehalf: true }),
    ...(search.process && { process: search.process }),
    ...(search.exclude && { excludeProcess: search.exclude }),
    ...(search.department && { department: search.department }),
    sort: search.sort ?? (box === "todo" ? "due" : "newest"),
  };
}

export const isFiltered = (search: WorkbenchSearch): boolean =>
  [search.q, search.segment, search.process, search.exclude, search.department].some(Boolean);

export const NO_FILTERS: WorkbenchSearch = {
  q: undefined,
  segment: undefined,
  process: undefined,
  exclude: undefined,
  department: undefined,
};

/** What is kept of a filter: texts, as in the address, without what is selected. */
export const keptOf = (search: WorkbenchSearch): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...search, item: undefined }).filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== ""),
  );

const PRESSURES = ["overdue", "today", "week", "later"] as const;

export type GroupKey = (typeof PRESSURES)[number];

export interface PressureGroup {
  key: GroupKey;
  rows: ItemRow[];
  /** Every row of the group has been loaded. */
  isComplete: boolean;
  total: string | null;
}

/** Rows by time pressure. While there is more to load, the last group is not complete. */
export function byPressure(rows: readonly ItemRow[], hasMore: boolean): PressureGroup[] {
  const groups = PRESSURES.map((key) => ({
    key,
    rows: rows.filter((row) => (row.dueGroup === "none" ? "later" : row.dueGroup) === key),
  })).filter((group) => group.rows.length > 0);
  return groups.map((group, index) => {
    const isComplete = !hasMore || index < groups.length - 1;
    const amounts = group.rows.flatMap((row) => (row.amount === null ? [] : [row.amount]));
    return { ...group, isComplete, total: isComplete && amounts.length > 1 ? sumMoney(amounts) : null };
  });
}

export interface Choice {
  value: string;
  label: string;
}

/** The different values of a column in what is loaded, for a filter. */
export function choices(rows: readonly ItemRow[], of: (row: ItemRow) => { id: string; name: string } | null): Choice[] {
  const found = new Map<string, string>();
  for (const row of rows) {
    const value = of(row);
    if (value) found.set(value.id, value.name);
  }
  return [...found].map(([value, label]) => ({ value, label }));
}
