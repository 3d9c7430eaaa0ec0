import { useInfiniteQuery } from "@tanstack/react-query";

import { listIncidents } from "@/api/sdk.gen";
import { polled } from "@/lib/api/queries";

const PAGE = 100;

/** What stands still in the processes that I may see, newest first. */
export function useIncidents() {
  return useInfiniteQuery({
    queryKey: ["incidents", "list"],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) =>
      (await listIncidents({ query: { cursor: pageParam, limit: PAGE }, signal, throwOnError: true })).data,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...polled,
  });
}
