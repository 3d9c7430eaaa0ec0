import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  changeLedgerRow,
  insertLedgerRow,
  listLedgerGroups,
  listLedgerOptions,
  listLedgerRows,
  listLedgers,
  listLedgerInstances,
  readLedger,
  readLedgerHistory,
  readLedgerRow,
  readLedgerTotals,
  removeLedgerRow,
  revealLedgerCell,
} from "@/api/sdk.gen";
import type { LedgerGroup, LedgerNames, LedgerRow } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";

import { type Filter, filtersOf, filtersText, type LedgerSearch } from "./model";

/** Rows that are asked for at once. */
export const BLOCK = 100;

export function useLedgers() {
  return useQuery({
    queryKey: ["ledgers"],
    queryFn: async ({ signal }) => (await listLedgers({ signal, throwOnError: true })).data,
  });
}

export function useLedger(key: string) {
  return useQuery({
    queryKey: ["ledger", key, "head"],
    queryFn: async ({ signal }) => (await readLedger({ path: { ledger_key: key }, signal, throwOnError: true })).data,
    placeholderData: (old) => (old?.key === key ? old : undefined),
  });
}

/** Count and sums of what the filters leave. */
export function useTotals(key: string, search: LedgerSearch) {
  return useQuery({
    queryKey: ["ledger", key, "totals", search.q ?? "", search.filters ?? ""],
    queryFn: async ({ signal }) =>
      (
        await readLedgerTotals({
          path: { ledger_key: key },
          query: { q: search.q ?? "", filters: search.filters ?? "" },
          signal,
          throwOnError: true,
        })
      ).data,
    placeholderData: keepPreviousData,
  });
}

export function useGroups(key: string, search: LedgerSearch) {
  return useQuery({
    queryKey: ["ledger", key, "groups", search.q ?? "", search.filters ?? "", search.group ?? ""],
    enabled: Boolean(search.group),
    queryFn: async ({ signal }) =>
      (
        await listLedgerGroups({
          path: { ledger_key: key },
          query: { q: search.q ?? "", filters: search.filters ?? "", by: search.group ?? "" },
          signal,
          throwOnError: true,
        })
      ).data,
  });
}

/** The part of the rows that one group has, or all of them. */
export interface Section {
  id: string;
  count: number;
  filters: string | undefined;
}

export function sectionOf(group: LedgerGroup, search: LedgerSearch): Section {
  const by = search.group ?? "";
  const own: Filter = group.value === null ? { column: by, test: "empty", value: true } : { column: by, test: "is", value: group.value };
  return {
    id: JSON.stringify(group.value),
    count: group.count,
    filters: filtersText([...filtersOf(search.filters), own]),
  };
}

export interface Wanted {
  section: Section;
  block: number;
}

export interface Block {
  rows: readonly LedgerRow[];
  names: LedgerNames;
}

/** The blocks of rows that are in sight. */
export function useBlocks(key: string, search: LedgerSearch, wanted: readonly Wanted[]) {
  return useQueries({
    queries: wanted.map(({ section, block }) => ({
      queryKey: ["ledger", key, "rows", search.q ?? "", section.filters ?? "", search.by ?? "", block],
      placeholderData: undefined,
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Block> => {
        const { data } = await listLedgerRows({
          path: { ledger_key: key },
          query: {
            q: search.q ?? "",
            filters: section.filters ?? "",
            sort: search.by ?? "",
            offset: block * BLOCK,
            limit: BLOCK,
          },
          signal,
          throwOnError: true,
        });
        return { rows: data.items, names: data.names };
      },
    })),
    combine: (results) => ({
      error: results.find((one) => one.error)?.error ?? null,
      blocks: new Map(
        results.flatMap(({ data }, index) => {
          const one = wanted[index];
          return data && one ? [[blockId(one), data] as const] : [];
        }),
      ),
    }),
  });
}

export const blockId = ({ section, block }: Wanted): string => `${section.id}#${block}`;

export function useRecord(key: string, rowId: string | undefined) {
  const path = { ledger_key: key, row_id: rowId ?? "" };
  const record = useQuery({
    queryKey: ["ledger", key, "row", rowId],
    enabled: rowId !== undefined,
    queryFn: async ({ signal }) => (await readLedgerRow({ path, signal, throwOnError: true })).data,
    placeholderData: undefined,
  });
  const history = useQuery({
    queryKey: ["ledger", key, "history", rowId],
    enabled: rowId !== undefined,
    queryFn: async ({ signal }) => (await readLedgerHistory({ path, signal, throwOnError: true })).data,
    placeholderData: undefined,
  });
  const instances = useQuery({
    queryKey: ["ledger", key, "instances", rowId],
    enabled: rowId !== undefined,
    queryFn: async ({ signal }) => (await listLedgerInstances({ path, signal, throwOnError: true })).data,
    placeholderData: undefined,
  });
  return { record, history, instances };
}

/** Rows of another ledger to point at. */
export function useOptions(ledger: string, typed: string) {
  const { data } = useQuery({
    queryKey: ["ledger", ledger, "options", typed],
    enabled: ledger !== "",
    queryFn: async ({ signal }) =>
      (await listLedgerOptions({ path: { ledger_key: ledger }, query: { q: typed, limit: 30 }, signal, throwOnError: true })).data,
    placeholderData: keepPreviousData,
  });
  return data?.items ?? [];
}

type Values = Record<string, unknown>;

/** Writing rows. What is shown is asked for again after each change. */
export function useRowCommands(key: string) {
  const queries = useQueryClient();
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ["ledger", key] });
    void queries.invalidateQueries({ queryKey: ["ledgers"] });
  };
  const change = useCommand(
    ({ row, values }: { row: LedgerRow; values: Values }, headers) =>
      changeLedgerRow({
        path: { ledger_key: key, row_id: row.id },
        body: { values },
        headers: { ...headers, "If-Match": `"${row.version}"` },
        throwOnError: true,
      }),
    { onDone: refresh },
  );
  const insert = useCommand(
    (values: Values, headers) => insertLedgerRow({ path: { ledger_key: key }, body: { values }, headers, throwOnError: true }),
    { onDone: refresh },
  );
  const remove = useCommand(
    (row: LedgerRow, headers) =>
      removeLedgerRow({
        path: { ledger_key: key, row_id: row.id },
        headers: { ...headers, "If-Match": `"${row.version}"` },
        throwOnError: true,
      }),
    { onDone: refresh },
  );
  return { change, insert, remove, refresh };
}

/** A masked value in clear, for as long as it is shown. Each look is recorded. */
export function useReveal(key: string, rowId: string) {
  return useCommand((column: string, headers) =>
    revealLedgerCell({ path: { ledger_key: key, row_id: rowId }, body: { column }, headers, throwOnError: true }),
  );
}
