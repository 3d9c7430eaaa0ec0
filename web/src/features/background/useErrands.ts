import { useQuery, useQueryClient } from "@tanstack/react-query";

import { listErrands, readErrand, stopErrand } from "@/api/sdk.gen";
import type { Errand } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";

const WATCHED_MS = 1_000;
const IDLE_MS = 30_000;

export const isUnderWay = (errand: Errand): boolean => errand.state === "WAITING" || errand.state === "RUNNING";

/** My background work; looked at every second while something is under way. */
export function useErrands() {
  return useQuery({
    queryKey: ["errands", "list"],
    queryFn: async ({ signal }) => (await listErrands({ signal, throwOnError: true })).data,
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? WATCHED_MS : IDLE_MS),
  });
}

export function useErrand(id: string) {
  return useQuery({
    queryKey: ["errands", id],
    queryFn: async ({ signal }) => (await readErrand({ path: { errand_id: id }, signal, throwOnError: true })).data,
    refetchInterval: ({ state }) => (!state.data || isUnderWay(state.data) ? WATCHED_MS : false),
  });
}

export function useStop() {
  const queries = useQueryClient();
  return useCommand((id: string, headers) => stopErrand({ path: { errand_id: id }, headers, throwOnError: true }), {
    onDone: () => void queries.invalidateQueries({ queryKey: ["errands"] }),
  });
}
