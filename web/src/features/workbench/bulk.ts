import type { BulkDecision, ItemAction, ItemRow } from "@/api/types.gen";
import { sumMoney } from "@/lib/money/money";

/** So many items at once, not more; the server holds the same limit. */
export const MOST = 100;

/** What an item asks for before it can be decided: learnt from the server when it is marked. */
export interface Readiness {
  actions: readonly ItemAction[];
  /** Required fields of this step that are not filled in, by their labels. */
  missing: readonly string[];
}

/** A marked item as far as it is known: `undefined` while it is asked for, `null` when it cannot be read. */
export type ReadinessOf = (row: ItemRow) => Readiness | null | undefined;

export type Obstacle =
  | { kind: "missing"; fields: readonly string[] }
  | { kind: "claim" | "closed" | "opinion" | "step" | "unreadable" };

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
  reject: ItemAction | null;
  isChecking: boolean;
  isTooMany: boolean;
}

const stepOf = (row: ItemRow): string => `${row.process.key}/${row.step.id}`;

/** The step that most rows stand at; the first of several. */
function commonStep(rows: readonly ItemRow[]): string {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(stepOf(row), (counts.get(stepOf(row)) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ["", 0])[0];
}

const mainOf = (readiness: Readiness): ItemAction | undefined =>
  readiness.actions.find(({ action, enabled }) => enabled && (action === "approve" || action === "complete"));

function obstacleOf(row: ItemRow, step: string, readiness: Readiness | null | undefined): Obstacle | null {
  if (stepOf(row) !== step) return { kind: "step" };
  if (row.isClaimable) return { kind: "claim" };
  if (readiness === undefined) return null;
  if (readiness === null) return { kind: "unreadable" };
  const main = mainOf(readiness);
  if (!main) return { kind: "closed" };
  if (readiness.missing.length > 0) return { kind: "missing", fields: readiness.missing };
  return main.needsComment ? { kind: "opinion" } : null;
}

/** Whether the marked items can be decided together: one step, nothing required missing. */
export function planOf(rows: readonly ItemRow[], readinessOf: ReadinessOf): BulkPlan {
  const step = commonStep(rows);
  const held = rows.flatMap((row) => {
    const obstacle = obstacleOf(row, step, readinessOf(row));
    return obstacle ? [{ row, obstacle }] : [];
  });
  const known = rows.flatMap((row) => readinessOf(row) ?? []);
  const rejects = known.flatMap(({ actions }) => actions.filter(({ action, enabled }) => action === "reject" && enabled));
  const isOneStep = rows.every((row) => stepOf(row) === step);
  return {
    action: known.some((readiness) => mainOf(readiness)?.action === "approve") ? "approve" : "complete",
    held,
    reject: (isOneStep && rejects.length === rows.length && (rejects.find(({ needsComment }) => needsComment) ?? rejects[0])) || null,
    isChecking: rows.some((row) => readinessOf(row) === undefined),
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
