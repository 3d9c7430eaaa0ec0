import { useTranslation } from "react-i18next";

import { closeUnit } from "@/api/sdk.gen";
import type { Unit } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { ProblemList } from "@/ui/states/ProblemList";

import { useRefresh } from "./useOrganisation";

/** A department ends; only an empty one can. */
export function CloseSheet({ unit, onClose, onClosed }: { unit: Unit; onClose: () => void; onClosed: () => void }) {
  const { t } = useTranslation("organisation");
  const tell = useTell();
  const refresh = useRefresh();
  const command = useCommand(
    (_: null, headers) => closeUnit({ path: { department_id: unit.id }, headers, throwOnError: true }),
    {
      onDone: () => {
        onClosed();
        refresh();
        tell({ text: t("close.done", { name: unit.name }) });
      },
    },
  );
  return (
    <ConfirmSheet
      title={t("close.title", { name: unit.name })}
      consequences={[
        { kind: "removed", text: t("close.gone") },
        { kind: "kept", text: t("close.history") },
      ]}
      confirm={t("close.confirm")}
      cancel={t("close.cancel")}
      isDangerous
      busy={command.isPending}
      onConfirm={() => command.mutate(null)}
      onCancel={onClose}
    >
      {command.error && <ProblemList problems={[{ code: command.error.code, detail: command.error.message }]} />}
    </ConfirmSheet>
  );
}
