import { useQueries } from "@tanstack/react-query";
import { useCallback } from "react";

import { listPeople } from "@/api/sdk.gen";

const HOUR_MS = 3_600_000;

/** Names of people that a model writes as an id, a login or an employee number. */
export function useNames(texts: readonly string[]): (text: string) => string {
  const wanted = [...new Set(texts.map(withoutKind).filter(Boolean))];
  const found = useQueries({
    queries: wanted.map((text) => ({
      queryKey: ["people", "written", text],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const byId = await listPeople({ query: { ids: text }, signal, throwOnError: true });
        if (byId.data.items[0]) return byId.data.items[0].name;
        const { data } = await listPeople({ query: { q: text, limit: 2 }, signal, throwOnError: true });
        return data.items.length === 1 ? (data.items[0]?.name ?? text) : text;
      },
      staleTime: HOUR_MS,
      retry: false,
    })),
    combine: (answers) => answers.map((answer) => answer.data ?? null),
  });
  const names = wanted.map((text, index): [string, string | null] => [text, found[index] ?? null]);
  const key = JSON.stringify(names);
  return useCallback(
    (text) => new Map(JSON.parse(key) as [string, string | null][]).get(withoutKind(text)) ?? withoutKind(text),
    [key],
  );
}

const withoutKind = (text: string): string => text.replace(/^user:/, "");
