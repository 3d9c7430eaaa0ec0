import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { operateMany, stopErrand } from "@/api/sdk.gen";
import type { BulkRequest, Errand } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { Dialog } from "@/ui/act/Dialog";
import { Input } from "@/ui/controls/Input";
import { LongJob } from "@/ui/states/LongJob";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./operate.module.css";
import { errandQuery } from "./queries";

export type BulkAction = "suspend" | "resume" | "cancel";

/** Asks once more and why, then shows how far the background work is. */
export function BulkSheet({ action, ids, onClose }: { action: BulkAction; ids: readonly string[]; onClose: (isDone: boolean) => void }) {
  const { t } = useTranslation("operate");
  const [reason, setReason] = useState("");
  const [errandId, setErrandId] = useState<string | null>(null);
  const begin = useBulk(setErrandId);
  if (errandId !== null) {
    return (
      <Dialog title={t("bulk.running")} onClose={() => onClose(true)} footer={<Button onPress={() => onClose(true)}>{t("bulk.leave")}</Button>}>
        <BulkProgress errandId={errandId} />
      </Dialog>
    );
  }
  return (
    <ConfirmSheet
      title={t(`bulk.${action}.title`, { count: ids.length })}
      lead={t(`bulk.${action}.lead`)}
      confirm={t(`bulk.${action}.confirm`, { count: ids.length })}
      cancel={t("repair.back")}
      isDangerous={action === "cancel"}
      isReady={reason.trim() !== ""}
      busy={begin.isPending}
      onConfirm={() => begin.mutate({ action, ids: [...ids], reason: reason.trim() })}
      onCancel={() => onClose(false)}
    >
      {begin.error && <ProblemList problems={[{ code: begin.error.code, detail: begin.error.message }]} />}
      <label className={styles["field"]}>
        <span>{t("repair.reason")}</span>
        <Input.TextArea value={reason} autoSize={{ minRows: 2, maxRows: 5 }} placeholder={t("repair.reasonHint")} onChange={(event) => setReason(event.target.value)} />
      </label>
    </ConfirmSheet>
  );
}

export function useBulk(onBegun: (errandId: string) => void) {
  return useCommand((body: BulkRequest, headers) => operateMany({ body, headers, throwOnError: true }), {
    onDone: ({ errandId }) => onBegun(errandId),
  });
}

interface BulkResult {
  done?: number | string;
  codes?: Record<string, number | string>;
  reasons?: Record<string, string>;
  named?: readonly { id: string; code: string }[];
}

/** How far it is, and at the end what came of it; refusals by their reason. */
export function BulkProgress({ errandId }: { errandId: string }) {
  const { t } = useTranslation("operate");
  const queries = useQueryClient();
  const query = useQuery(errandQuery(errandId));
  const state = query.data?.state;
  const stop = useCommand((_: null, headers) => stopErrand({ path: { errand_id: errandId }, headers, throwOnError: true }));
  useEffect(() => {
    if (state === "DONE" || state === "STOPPED") {
      void queries.invalidateQueries({ queryKey: ["operated"] });
      void queries.invalidateQueries({ queryKey: ["instance"] });
      void queries.invalidateQueries({ queryKey: ["processes"] });
    }
  }, [state, queries]);
  if (!query.data) return null;
  if (state === "WAITING" || state === "RUNNING") {
    return <LongJob title={query.data.title} done={query.data.done} total={query.data.total} footnote={t("bulk.mayLeave")} onStop={() => stop.mutate(null)} />;
  }
  return <Outcome errand={query.data} />;
}

function Outcome({ errand }: { errand: Errand }) {
  const { t } = useTranslation("operate");
  if (errand.state === "FAILED") return <ProblemList problems={[{ code: "", detail: errand.failure ?? t("unreachable") }]} />;
  const result = errand.result as BulkResult;
  const refused = Object.entries(result.codes ?? {});
  return (
    <div className={styles["sheet"]} role="status">
      <p>{t(errand.state === "STOPPED" ? "bulk.stopped" : "bulk.finished", { count: Number(result.done ?? 0), total: errand.total })}</p>
      {refused.length > 0 && (
        <>
          <p>{t("bulk.refused")}</p>
          <ul>
            {refused.map(([code, count]) => (
              <li key={code}>{t("bulk.refusedLine", { reason: result.reasons?.[code] ?? code, count: Number(count) })}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
