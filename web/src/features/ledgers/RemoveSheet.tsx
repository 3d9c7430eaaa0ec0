import { useTranslation } from "react-i18next";

import type { Ledger, LedgerRecord } from "@/api/types.gen";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { ProblemList } from "@/ui/states/ProblemList";

import { useRowCommands } from "./useLedgers";

/** Asks before a row goes; its key has to be typed. */
export function RemoveSheet({ ledger, record, onDone, onClose }: { ledger: Ledger; record: LedgerRecord; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation("ledgers");
  const tell = useTell();
  const { remove } = useRowCommands(ledger.key);
  const name = record.row.key;
  return (
    <ConfirmSheet
      title={t("remove.title", { name })}
      consequences={[
        { kind: "removed", text: t("remove.gone") },
        { kind: "kept", text: t("remove.kept") },
      ]}
      confirm={t("remove.confirm")}
      cancel={t("remove.cancel")}
      busy={remove.isPending}
      isDangerous
      typed={{ word: name, label: t("remove.type", { name }) }}
      onCancel={onClose}
      onConfirm={() =>
        remove.mutate(record.row, {
          onSuccess: () => {
            tell({ text: t("remove.done", { name }) });
            onDone();
          },
        })
      }
    >
      {remove.error && <ProblemList problems={[{ code: remove.error.code, detail: remove.error.message }]} />}
    </ConfirmSheet>
  );
}
