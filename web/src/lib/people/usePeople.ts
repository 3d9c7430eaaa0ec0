import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";

import { listPeople } from "@/api/sdk.gen";
import type { Person } from "@/api/types.gen";

const FOUND = 20;
const NOBODY: readonly Person[] = [];

/** People whose name, login or number fits what was typed. */
export function usePeople(typed: string): readonly Person[] {
  const q = useDeferredValue(typed.trim());
  const { data } = useQuery({
    queryKey: ["people", q],
    queryFn: async ({ signal }) => (await listPeople({ query: { q, limit: FOUND }, signal, throwOnError: true })).data,
    placeholderData: keepPreviousData,
  });
  return data?.items ?? NOBODY;
}
