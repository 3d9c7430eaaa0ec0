import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { putVersionInForce } from "@/api/sdk.gen";
import type { VersionRow } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { Input } from "@/ui/controls/Input";
import { ProblemList } from "@/ui/states/ProblemList";

/** Lets new requests start by an earlier version again; what runs is left alone. */
export function RollBack({ version, current, onClose }: { version: VersionRow; current: VersionRow; onClose: () => void }) {
  const { t } = useTranslation("designer");
  const tell = useTell();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const back = useCommand(
    (_: null, headers) => putVersionInForce({ path: { version_id: version.id }, body: { reason: reason.trim() }, headers, throwOnError: true }),
    {
      onDone: () => {
        onClose();
        tell({ text: t("rollBack.done", { version: version.version }) });
        void queries.invalidateQueries({ queryKey: ["processes"] });
      },
    },
  );
  return (
    <ConfirmSheet
      title={t("rollBack.title", { version: version.version })}
      consequences={[
        { kind: "opened", text: t("rollBack.opened", { version: version.version }) },
        { kind: "kept", text: t("rollBack.kept", { version: current.version, count: current.runningCount }) },
        { kind: "kept", text: t("rollBack.again", { version: current.version }) },
      ]}
      confirm={t("rollBack.confirm", { version: version.version })}
      cancel={t("rollBack.cancel")}
      isReady={reason.trim() !== ""}
      busy={back.isPending}
      onConfirm={() => back.mutate(null)}
      onCancel={onClose}
    >
      {back.error && <ProblemList problems={[{ code: back.error.code, detail: back.error.message }]} />}
      <Input.TextArea
        aria-label={t("rollBack.reason")}
        placeholder={t("rollBack.reason")}
        value={reason}
        autoSize={{ minRows: 2, maxRows: 4 }}
        onChange={(event) => setReason(event.target.value)}
      />
    </ConfirmSheet>
  );
}
