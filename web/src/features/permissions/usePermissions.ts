import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue } from "react";

import { readPermissions, readRole, tryGrants } from "@/api/sdk.gen";

import { asGrants, type Draft } from "./grants";

export function usePermissions() {
  return useQuery({
    queryKey: ["permissions", "overview"],
    queryFn: async ({ signal }) => (await readPermissions({ signal, throwOnError: true })).data,
  });
}

export function useRole(key: string) {
  return useQuery({
    queryKey: ["permissions", "role", key],
    enabled: key !== "",
    queryFn: async ({ signal }) => (await readRole({ path: { role_key: key }, signal, throwOnError: true })).data,
  });
}

/** What saving the draft would do to real people. */
export function useEffects(key: string, draft: Draft, isChanged: boolean) {
  const grants = useDeferredValue(asGrants(draft));
  return useQuery({
    queryKey: ["permissions", "effects", key, grants],
    enabled: isChanged,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await tryGrants({ path: { role_key: key }, body: { grants }, signal, throwOnError: true })).data,
  });
}

export function useRefresh(): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ["permissions"] });
    void queries.invalidateQueries({ queryKey: ["organisation"] });
  };
}
