import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { retryIncident } from "@/api/sdk.gen";
import type { IncidentRow } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { newKey } from "@/lib/api/useCommand";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";

const NAMED = 4;

interface Outcome {
  done: number;
  refused: { incident: IncidentRow; message: string }[];
  /** The server is away: the sheet stays, pressing again goes on with the same keys. */
  isAway: boolean;
}

/** Tries incidents again, one after another; each has a key of its own that survives a second press. */
function useRetries(incidents: readonly IncidentRow[]) {
  const keys = useRef(new Map<string, string>());
  const finished = useRef(new Set<string>());
  const [isBusy, setIsBusy] = useState(false);
  const run = async (): Promise<Outcome> => {
    const outcome: Outcome = { done: 0, refused: [], isAway: false };
    setIsBusy(true);
    for (const incident of incidents) {
      if (finished.current.has(incident.id)) {
        outcome.done += 1;
        continue;
      }
      const key = keys.current.get(incident.id) ?? newKey();
      keys.current.set(incident.id, key);
      try {
        await retryIncident({ path: { incident_id: incident.id }, headers: { "Idempotency-Key": key }, throwOnError: true });
        finished.current.add(incident.id);
        outcome.done += 1;
      } catch (cause) {
        const problem = asProblem(cause);
        if (problem.isTemporary) {
          outcome.isAway = true;
          break;
        }
        finished.current.add(incident.id);
        outcome.refused.push({ incident, message: problem.message });
      }
    }
    setIsBusy(false);
    return outcome;
  };
  return { run, isBusy };
}

/** Says what trying again does, then does it. Mounted for some incidents of one cause. */
export function RetrySheet({ incidents, onClose }: { incidents: readonly IncidentRow[]; onClose: () => void }) {
  const { t } = useTranslation("incidents");
  const tell = useTell();
  const queries = useQueryClient();
  const retries = useRetries(incidents);
  const [first] = incidents;
  if (!first) return null;
  const step = first.elementName || first.elementId;
  const count = incidents.length;
  const isOne = count === 1;

  const retry = async () => {
    const { done, refused, isAway } = await retries.run();
    void queries.invalidateQueries({ queryKey: ["incidents"] });
    for (const { instanceId } of incidents) void queries.invalidateQueries({ queryKey: ["instance", instanceId] });
    if (isAway) {
      tell({ kind: "trouble", text: t("unreachable") });
      return;
    }
    onClose();
    const [why] = refused;
    if (why) tell({ kind: "trouble", text: isOne ? why.message : t("retry.some", { done, count: refused.length, why: why.message }) });
    else tell({ text: isOne ? t("retry.done", { number: first.number, step }) : t("retry.doneAll", { count: done }) });
  };
  return (
    <ConfirmSheet
      title={isOne ? t("retry.title", { number: first.number, step }) : t("retry.titleAll", { count })}
      lead={isOne ? first.detail : numbersOf(incidents)}
      consequences={[
        { kind: "opened", text: isOne ? t("retry.again", { step }) : t("retry.againAll") },
        { kind: "kept", text: t("retry.kept") },
        { kind: "paused", text: t("retry.fails") },
      ]}
      confirm={isOne ? t("retry.confirm") : t("retry.all", { count })}
      cancel={t("retry.cancel")}
      busy={retries.isBusy}
      onConfirm={() => void retry()}
      onCancel={onClose}
    />
  );
}

const numbersOf = (incidents: readonly IncidentRow[]): string =>
  incidents
    .slice(0, NAMED)
    .map(({ number, title }) => number || title)
    .join(" · ");
