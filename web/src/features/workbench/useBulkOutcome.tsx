import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { BulkDecision, BulkReport, ItemRow } from "@/api/types.gen";
import { useTell } from "@/ui/act/Toasts";

import { type BulkFailure, BulkFailures } from "./BulkFailures";
import type { Marked } from "./useMarked";

/** Says how a decision together went, both counts, with the way to the reasons; what failed stays marked. */
export function useBulkOutcome(
  rows: readonly ItemRow[],
  marked: Marked,
): { tellOutcome: (report: BulkReport, action: BulkDecision["action"]) => void; failures: ReactNode } {
  const { t } = useTranslation("workbench");
  const tell = useTell();
  const [shown, setShown] = useState<readonly BulkFailure[] | null>(null);

  const tellOutcome = (report: BulkReport, action: BulkDecision["action"]) => {
    const titles = new Map(rows.map((row) => [row.id, row.title]));
    const failed = report.items.filter(({ ok }) => !ok);
    const done = t(`bulk.done.${action}`, { count: report.items.length - failed.length });
    if (failed.length === 0) {
      marked.clear();
      tell({ text: done });
      return;
    }
    marked.replace(failed.map(({ itemId }) => itemId));
    const failures = failed.map(({ itemId, detail, code }) => ({
      itemId,
      title: titles.get(itemId) ?? itemId,
      reason: detail ?? code ?? "",
    }));
    tell({
      kind: "trouble",
      text: t("bulk.both", { done, failed: t("bulk.failed", { count: failed.length }) }),
      action: { label: t("bulk.reasons"), onPress: () => setShown(failures) },
    });
  };
  return { tellOutcome, failures: shown && <BulkFailures failures={shown} onClose={() => setShown(null)} /> };
}
