import { useQueries } from "@tanstack/react-query";

import { readItem } from "@/api/sdk.gen";
import type { ItemDetail, ItemRow } from "@/api/types.gen";

import { MOST, type ReadinessOf } from "../bulk";

const FRESH_MS = 60_000;

/** Labels of the required fields that an item's step has still open. */
export type MissingIn = (detail: ItemDetail) => Promise<readonly string[]>;

/** Asks of every marked item what it needs; an item is asked once as long as it does not change. */
export function useReadiness(rows: readonly ItemRow[], missingIn: MissingIn): ReadinessOf {
  const asked = rows.slice(0, MOST);
  const answers = useQueries({
    queries: asked.map((row) => ({
      queryKey: ["item", row.id, "readiness", row.version],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const { data } = await readItem({ path: { item_id: row.id }, query: { box: "todo" as const }, signal, throwOnError: true });
        return { actions: data.actions, missing: await missingIn(data) };
      },
      staleTime: FRESH_MS,
      placeholderData: undefined,
    })),
  });
  const found = new Map(asked.map((row, index) => [row.id, answers[index]]));
  return (row) => {
    const answer = found.get(row.id);
    return answer?.isError && !answer.data ? null : answer?.data;
  };
}
