import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { retryIncident } from "@/api/sdk.gen";
import type { IncidentRow } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";

/** Says what trying again does, then does it. Mounted for one incident, so that its command has its own key. */
export function RetrySheet({ incident, onClose }: { incident: IncidentRow; onClose: () => void }) {
  const { t } = useTranslation("incidents");
  const tell = useTell();
  const queries = useQueryClient();
  const step = incident.elementName || incident.elementId;
  const refresh = () => {
    onClose();
    void queries.invalidateQueries({ queryKey: ["incidents"] });
    void queries.invalidateQueries({ queryKey: ["instance", incident.instanceId] });
  };
  const retry = useCommand(
    (_: null, headers) => retryIncident({ path: { incident_id: incident.id }, headers, throwOnError: true }),
    {
      onDone: () => {
        refresh();
        tell({ text: t("retry.done", { number: incident.number, step }) });
      },
      onProblem: (problem) => {
        tell({ kind: "trouble", text: problem.message || t("unreachable") });
        if (!problem.isTemporary) refresh();
      },
    },
  );
  return (
    <ConfirmSheet
      title={t("retry.title", { number: incident.number, step })}
      lead={incident.detail}
      consequences={[
        { kind: "opened", text: t("retry.again", { step }) },
        { kind: "kept", text: t("retry.kept") },
        { kind: "paused", text: t("retry.fails") },
      ]}
      confirm={t("retry.confirm")}
      cancel={t("retry.cancel")}
      busy={retry.isPending}
      onConfirm={() => retry.mutate(null)}
      onCancel={onClose}
    />
  );
}
