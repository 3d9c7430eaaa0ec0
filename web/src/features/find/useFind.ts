import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { listDepartments, readSearchChoices, searchInstances } from "@/api/sdk.gen";

import { filterOf, type FindSearch } from "./model";

const PAGE = 50;

/** What is found, page by page. */
export function useFind(search: FindSearch) {
  return useInfiniteQuery({
    queryKey: ["instances", "find", search],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) =>
      (
        await searchInstances({
          query: { ...filterOf(search), cursor: pageParam, limit: PAGE },
          signal,
          throwOnError: true,
        })
      ).data,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Processes to filter by, and fields of the chosen one. */
export function useChoices(process: string | undefined) {
  const { data } = useQuery({
    queryKey: ["instances", "choices", process ?? ""],
    queryFn: async ({ signal }) =>
      (await readSearchChoices({ query: { process: process ?? "" }, signal, throwOnError: true })).data,
    placeholderData: keepPreviousData,
  });
  return { processes: data?.processes ?? [], fields: process ? (data?.fields ?? []) : [] };
}

export function useDepartments() {
  const { data } = useQuery({
    queryKey: ["departments"],
    queryFn: async ({ signal }) => (await listDepartments({ signal, throwOnError: true })).data,
  });
  return data?.items ?? [];
}
