import { useQuery, useQueryClient } from "@tanstack/react-query";

import { createLedger, listRoles, readLedgerDesign, saveLedgerDesign } from "@/api/sdk.gen";
import { useCommand } from "@/lib/api/useCommand";

import type { Draft } from "./design";

/** The definition in force, for changing it. */
export function useDesign(key: string | null) {
  return useQuery({
    queryKey: ["ledger", key, "design"],
    enabled: key !== null,
    queryFn: async ({ signal }) => (await readLedgerDesign({ path: { ledger_key: key ?? "" }, signal, throwOnError: true })).data,
    placeholderData: undefined,
    staleTime: Infinity,
  });
}

/** Roles by name, for readers and writers. */
export function useRoleOptions() {
  const { data } = useQuery({
    queryKey: ["roles", "names"],
    queryFn: async ({ signal }) => (await listRoles({ signal, throwOnError: true })).data,
  });
  return (data?.items ?? []).map((role) => ({ value: role.key, label: role.name }));
}

/** Puts a definition into force: a new ledger, or the next version of one. */
export function useSaveDesign(key: string | null, version: number, onDone: (key: string) => void) {
  const queries = useQueryClient();
  return useCommand(
    (draft: Draft, headers) => {
      const body = { definition: draft as Record<string, unknown> };
      return key === null
        ? createLedger({ body, headers, throwOnError: true })
        : saveLedgerDesign({
            path: { ledger_key: key },
            body,
            headers: { ...headers, "If-Match": `"${version}"` },
            throwOnError: true,
          });
    },
    {
      onDone: (saved) => {
        void queries.invalidateQueries({ queryKey: ["ledger", saved.key] });
        void queries.invalidateQueries({ queryKey: ["ledgers"] });
        onDone(saved.key);
      },
    },
  );
}
