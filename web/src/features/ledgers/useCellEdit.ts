import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LedgerColumn, LedgerRow } from "@/api/types.gen";

import { useRowCommands } from "./useLedgers";

export interface Editing {
  rowId: string;
  column: string;
  draft: unknown;
}

/** One cell that is being written: saved by itself, what is wrong stays beside it. */
export function useCellEdit(ledgerKey: string, onDone: () => void) {
  const { t } = useTranslation("ledgers");
  const { change, refresh } = useRowCommands(ledgerKey);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [problem, setProblem] = useState("");
  const begin = (row: LedgerRow, column: LedgerColumn) => {
    const value = row.values[column.key] ?? null;
    setProblem("");
    setEditing({ rowId: row.id, column: column.key, draft: column.isSensitive ? null : value });
  };
  const stop = () => {
    setEditing(null);
    setProblem("");
    onDone();
  };
  const save = (row: LedgerRow, column: LedgerColumn, value: unknown) => {
    if (value === (row.values[column.key] ?? null)) {
      stop();
      return;
    }
    setEditing({ rowId: row.id, column: column.key, draft: value });
    change.mutate(
      { row, values: { [column.key]: value } },
      {
        onSuccess: stop,
        onError: (found) => {
          const own = found.problems.find((one) => one.path === `/${column.key}`) ?? found.problems[0];
          setProblem((own?.detail ?? found.message) || t("unreachable"));
          if (found.status === 409) refresh();
        },
      },
    );
  };
  return { editing, problem, isBusy: change.isPending, begin, stop, save, setDraft: (draft: unknown) => setEditing((old) => old && { ...old, draft }) };
}
