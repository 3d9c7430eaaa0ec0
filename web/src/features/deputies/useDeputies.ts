import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue } from "react";

import { explainDeputy, readCatalogue, readStandingIn } from "@/api/sdk.gen";
import type { NewDeputy } from "@/api/types.gen";

/** The deputies and absences of a person; of oneself without. */
export function useStandingIn(person: string) {
  return useQuery({
    queryKey: ["deputies", person],
    queryFn: async ({ signal }) =>
      (await readStandingIn({ query: person ? { person } : {}, signal, throwOnError: true })).data,
  });
}

/** What a rule would mean, while it is being made. */
export function useMeaning(rule: NewDeputy | null) {
  const asked = useDeferredValue(rule);
  return useQuery({
    queryKey: ["deputies", "meaning", asked],
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      asked === null ? null : (await explainDeputy({ body: asked, signal, throwOnError: true })).data,
  });
}

/** The processes that a rule may be limited to: those that one may start oneself. */
export function useProcesses() {
  return useQuery({
    queryKey: ["catalogue"],
    queryFn: async ({ signal }) => (await readCatalogue({ signal, throwOnError: true })).data,
  });
}

export function useRefresh(): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ["deputies"] });
    void queries.invalidateQueries({ queryKey: ["items"] });
  };
}
