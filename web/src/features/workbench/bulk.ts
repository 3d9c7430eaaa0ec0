import type { BulkDecision, BulkStanding, ItemRow } from "@/api/types.gen";
import { sumMoney } from "@/lib/money/money";

/** So many items at once, not more; the server holds the same limit. */
export const MOST = 100;

export type Obstacle =
  | { kind: "missing"; fields: readonly string[] }
  | { kind: "claim" | "closed" | "opinion" | "step" };

export interface Held {
  row: ItemRow;
  obstacle: Obstacle;
}

export interface BulkPlan {
  /** What moves this step on. */
  action: Exclude<BulkDecision["action"], "reject">;
  /** The rows that have to be handled on their own, and why. */
  held: readonly Held[];
  /** How every marked item may be rejected; null when one may not. */
  reject: BulkStanding | null;
  isTooMany: boolean;
}

const stepOf = (row: ItemRow): string => `${row.process.key}/${row.step.id}`;

/** The step that most rows stand at; the first of several. */
function commonStep(rows: readonly ItemRow[]): string {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(stepOf(row), (counts.get(stepOf(row)) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ["", 0])[0];
}

function obstacleOf(row: ItemRow, step: string): Obstacle | null {
  if (stepOf(row) !== step) return { kind: "step" };
  if (row.isClaimable) return { kind: "claim" };
  if (!row.bulk) return { kind: "closed" };
  if (row.bulk.missing.length > 0) return { kind: "missing", fields: row.bulk.missing };
  return row.bulk.needsComment ? { kind: "opinion" } : null;
}

/** Whether the marked items can be decided together: one step, nothing required missing. */
export function planOf(rows: readonly ItemRow[]): BulkPlan {
  const step = commonStep(rows);
  const held = rows.flatMap((row) => {
    const obstacle = obstacleOf(row, step);
    return obstacle ? [{ row, obstacle }] : [];
  });
  const known = rows.flatMap(({ bulk }) => bulk ?? []);
  const isOneStep = rows.every((row) => stepOf(row) === step);
  const mayReject = isOneStep && known.length === rows.length && known.every((bulk) => bulk.mayReject);
  return {
    action: known.some(({ action }) => action === "approve") ? "approve" : "complete",
    held,
    reject: (mayReject && (known.find((bulk) => bulk.rejectNeedsComment) ?? known[0])) || null,
    isTooMany: rows.length > MOST,
  };
}

/** The sum of what the rows are about; null when none has an amount. */
export function totalOf(rows: readonly ItemRow[]): string | null {
  const amounts = rows.flatMap((row) => (row.amount === null ? [] : [row.amount]));
  return amounts.length > 0 ? sumMoney(amounts) : null;
}

/** The keys from one row to another, both included, in the order of the list. */
export function between(keys: readonly string[], from: string | null, to: string): readonly string[] {
  const [start, end] = [keys.indexOf(from ?? to), keys.indexOf(to)];
  if (start < 0 || end < 0) return [to];
  return keys.slice(Math.min(start, end), Math.max(start, end) + 1);
}
