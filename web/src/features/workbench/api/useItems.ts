import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";

import { listItems } from "@/api/sdk.gen";
import { polled } from "@/lib/api/queries";

import type { ItemsFilter } from "../model";

const PAGE = 50;

/** A list of items, page by page as one scrolls. */
export function useItems(filter: ItemsFilter) {
  return useInfiniteQuery({
    queryKey: ["items", "list", filter],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) =>
      (await listItems({ query: { ...filter, cursor: pageParam, limit: PAGE }, signal, throwOnError: true })).data,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    ...polled,
  });
}
