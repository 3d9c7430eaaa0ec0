import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  createConnection,
  deleteConnection,
  listCalls,
  listConnections,
  listConnectors,
  listDeliveries,
  makeHookSecret,
  readConnection,
  repeatCall,
  saveConnection,
  tryConnection,
} from "@/api/sdk.gen";
import type { ConnectionBody } from "@/api/types.gen";
import { polled } from "@/lib/api/queries";
import { useCommand } from "@/lib/api/useCommand";

const PAGE = 30;

export function useConnections() {
  return useQuery({
    queryKey: ["connections", "list"],
    queryFn: async ({ signal }) => (await listConnections({ signal, throwOnError: true })).data.items,
    ...polled,
  });
}

export function useConnection(key: string) {
  return useQuery({
    queryKey: ["connections", "one", key],
    queryFn: async ({ signal }) => (await readConnection({ path: { connection_key: key }, signal, throwOnError: true })).data,
    enabled: key !== "",
    placeholderData: undefined,
  });
}

/** Kinds of connections and connectors: what they ask for. */
export function useKinds() {
  return useQuery({
    queryKey: ["connections", "kinds"],
    queryFn: async ({ signal }) => (await listConnectors({ signal, throwOnError: true })).data.kinds,
    staleTime: Infinity,
  });
}

export function useDeliveries(key: string) {
  return useQuery({
    queryKey: ["connections", "deliveries", key],
    queryFn: async ({ signal }) => (await listDeliveries({ path: { connection_key: key }, signal, throwOnError: true })).data.items,
    ...polled,
  });
}

export type Verdict = "" | "done" | "trouble" | "refused";

export function useCalls(connection: string, verdict: Verdict) {
  return useInfiniteQuery({
    queryKey: ["connections", "calls", connection, verdict],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) =>
      (await listCalls({ query: { connection, verdict, cursor: pageParam, limit: PAGE }, signal, throwOnError: true })).data,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...polled,
  });
}

export type Done = "saved" | "removed" | "repeated";

export function useConnectionCommands(onDone: (what: Done, key: string) => void) {
  const queries = useQueryClient();
  const done = (what: Done, key: string) => {
    void queries.invalidateQueries({ queryKey: ["connections"] });
    onDone(what, key);
  };
  return {
    save: useCommand(
      ({ body, version }: { body: ConnectionBody; version: number | null }, headers) =>
        version === null
          ? createConnection({ body, headers, throwOnError: true })
          : saveConnection({
              path: { connection_key: body.key },
              body,
              headers: { ...headers, "If-Match": `"${version}"` },
              throwOnError: true,
            }),
      { onDone: ({ key }) => done("saved", key) },
    ),
    remove: useCommand(
      (key: string, headers) => deleteConnection({ path: { connection_key: key }, headers, throwOnError: true }),
      { onDone: (_, key) => done("removed", key) },
    ),
    repeat: useCommand((id: string, headers) => repeatCall({ path: { call_id: id }, headers, throwOnError: true }), {
      onDone: () => done("repeated", ""),
    }),
    openHook: useCommand(
      (key: string, headers) => makeHookSecret({ path: { connection_key: key }, headers, throwOnError: true }),
      { onDone: () => void queries.invalidateQueries({ queryKey: ["connections"] }) },
    ),
    test: useCommand(
      (key: string, headers) => tryConnection({ path: { connection_key: key }, headers, throwOnError: true }),
      { onDone: () => void queries.invalidateQueries({ queryKey: ["connections", "list"] }) },
    ),
  };
}
