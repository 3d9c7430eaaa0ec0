import { keepPreviousData, useInfiniteQuery, useQueries } from "@tanstack/react-query";

import { listInstances } from "@/api/sdk.gen";
import type { InstanceRow } from "@/api/types.gen";
import { polled } from "@/lib/api/queries";

const PAGE = 40;
const MOST_OPEN = 100;
/** Everything that has not ended; `running` includes what is back at the initiator. */
const OPEN_STATES = ["running", "suspended"] as const;

const isBack = (row: InstanceRow): boolean => row.state === "returned" || row.state === "withdrawn";

/** My requests that have not ended, what is back at me first. */
export function useOpenRequests(q: string) {
  return useQueries({
    queries: OPEN_STATES.map((state) => ({
      queryKey: ["instances", "mine", state, q],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await listInstances({ query: { scope: "mine", state, q, limit: MOST_OPEN }, signal, throwOnError: true })).data,
      placeholderData: keepPreviousData,
      ...polled,
    })),
    combine: (results) => ({
      rows: results
        .flatMap((result) => result.data?.items ?? [])
        .toSorted((one, other) => Number(isBack(other)) - Number(isBack(one))),
      isPending: results.some((result) => result.isPending),
      error: results.find((result) => result.error)?.error ?? null,
      refetch: () => Promise.all(results.map((result) => result.refetch())),
    }),
  });
}

/** My requests that have ended, page by page. */
export function useEndedRequests(q: string) {
  return useInfiniteQuery({
    queryKey: ["instances", "mine", "ended", q],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) =>
      (
        await listInstances({
          query: { scope: "mine", state: "ended", q, cursor: pageParam, limit: PAGE },
          signal,
          throwOnError: true,
        })
      ).data,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
