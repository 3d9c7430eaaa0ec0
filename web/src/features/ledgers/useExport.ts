import { useState } from "react";
import { useTranslation } from "react-i18next";

import { exportLedger, writeLedgerSheet } from "@/api/sdk.gen";
import type { Ledger, LedgerColumn } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { useTell } from "@/ui/act/Toasts";

import type { LedgerSearch } from "./model";

/** Rows that somebody waits for; more of them are written in the background. */
const WAITED = 5_000;

/** What is shown, as a spreadsheet. */
export function useExport(ledger: Ledger, search: LedgerSearch, columns: readonly LedgerColumn[]) {
  const { t } = useTranslation("ledgers");
  const tell = useTell();
  const [errandId, setErrandId] = useState<string | null>(null);
  const path = { ledger_key: ledger.key };
  const asked = { q: search.q ?? "", filters: search.filters ?? "", sort: search.by ?? "" };
  const onProblem = (problem: { message: string }) => tell({ kind: "trouble", text: problem.message || t("unreachable") });
  const atOnce = useCommand(
    () => writeLedgerSheet({ path, query: { ...asked, columns: columns.map(({ key }) => key).join(",") }, parseAs: "blob", throwOnError: true }),
    {
      onDone: (content: unknown) => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(content as Blob);
        link.download = `${ledger.name}.xlsx`;
        link.click();
        URL.revokeObjectURL(link.href);
      },
      onProblem,
    },
  );
  const later = useCommand(
    (_, headers) => exportLedger({ path, body: { ...asked, columns: columns.map(({ key }) => key) }, headers, throwOnError: true }),
    { onDone: (begun) => setErrandId(begun.errandId), onProblem },
  );
  return {
    isBusy: atOnce.isPending || later.isPending,
    errandId,
    begin: (count: number) => (count > WAITED ? later : atOnce).mutate(),
  };
}
