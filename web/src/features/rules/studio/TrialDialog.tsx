import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { tryDecision } from "@/api/sdk.gen";
import type { RuleTrial, TriedCase } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Segmented } from "@/ui/list/Segmented";
import { ProblemList } from "@/ui/states/ProblemList";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { spoken } from "../feel/values";
import styles from "../rules.module.css";

interface TrialDialogProps {
  ruleKey: string;
  xml: string;
  onClose: () => void;
  onOpenRequest: (instanceId: string) => void;
  onDeploy: () => void;
}

const LIMITS = ["100", "200", "500", "1000"] as const;
type LimitKey = (typeof LIMITS)[number];

/** What the rules as they stand here would have made of the last cases, before anything counts. */
export function TrialDialog({ ruleKey, xml, onClose, onOpenRequest, onDeploy }: TrialDialogProps) {
  const { t } = useTranslation("rules");
  const [limit, setLimit] = useState<LimitKey>("200");
  const trial = useQuery({
    queryKey: ["decisions", ruleKey, "trial", xml, limit],
    queryFn: async ({ signal }) =>
      (await tryDecision({ path: { decision_key: ruleKey }, body: { xml, limit: Number(limit) }, signal, throwOnError: true })).data,
    retry: false,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  const problem = trial.error ? asProblem(trial.error) : null;
  return (
    <Dialog
      isWide
      title={t("trial.title")}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("trial.close")}</Button>
          <Button kind="filled" disabled={!trial.data || problem !== null} onPress={onDeploy}>
            {t("trial.deploy")}
          </Button>
        </>
      }
    >
      <div className={styles.trial}>
        <Segmented label={t("trial.limit")} value={limit} onChange={setLimit} segments={LIMITS.map((key) => ({ key, label: t("trial.last", { count: Number(key) }) }))} />
        {problem && <ProblemList problems={[{ code: problem.code, detail: problem.message }, ...problem.problems]} />}
        {!trial.data && !problem && <ListSkeleton rows={4} />}
        {trial.data && !problem && <Outcome trial={trial.data} onOpenRequest={onOpenRequest} />}
      </div>
    </Dialog>
  );
}

function Outcome({ trial, onOpenRequest }: { trial: RuleTrial; onOpenRequest: (instanceId: string) => void }) {
  const { t } = useTranslation("rules");
  if (trial.tried === 0) return <p className={styles.faint}>{t("trial.none")}</p>;
  const changed = trial.cases.filter(({ isChanged }) => isChanged);
  const isNumeric = trial.higher + trial.lower > 0;
  const figures = isNumeric
    ? ([["trial.higher", trial.higher], ["trial.lower", trial.lower], ["trial.same", trial.tried - trial.changed]] as const)
    : ([["trial.changed", trial.changed], ["trial.same", trial.tried - trial.changed]] as const);
  return (
    <>
      <p>{t("trial.tried", { count: trial.tried })}</p>
      <dl className={styles.figures} aria-live="polite">
        {figures.map(([key, count]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd className="tnum">{count.toLocaleString("en-US")}</dd>
          </div>
        ))}
        {trial.difference !== null && trial.changed > 0 && (
          <div>
            <dt>{t("trial.sum")}</dt>
            <dd className="tnum">{signed(Number(trial.difference))}</dd>
          </div>
        )}
      </dl>
      {changed.length === 0 ? <p className={styles.faint}>{t("trial.nothingChanges")}</p> : <Cases cases={changed} onOpenRequest={onOpenRequest} />}
      {trial.changed > changed.length && <p className={styles.faint}>{t("trial.more", { count: trial.changed - changed.length })}</p>}
    </>
  );
}

const signed = (value: number): string => (value > 0 ? `+${value.toLocaleString("en-US")}` : value.toLocaleString("en-US").replace("-", "\u2212"));

function Cases({ cases, onOpenRequest }: { cases: readonly TriedCase[]; onOpenRequest: (instanceId: string) => void }) {
  const { t } = useTranslation("rules");
  return (
    <div className={styles.tableScroll}>
      <table className={styles.table} aria-label={t("trial.cases")}>
        <thead>
          <tr>
            <th scope="col">{t("trial.request")}</th>
            <th scope="col">{t("trial.at")}</th>
            <th scope="col">{t("trial.inputs")}</th>
            <th scope="col">{t("trial.was")}</th>
            <th scope="col">{t("trial.now")}</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((found) => (
            <tr key={found.id}>
              <th scope="row">
                <button type="button" className={styles.link} onClick={() => onOpenRequest(found.instanceId)}>
                  {found.number || found.title || t("trial.open")}
                </button>
                <div className={styles.faint}>{found.title || found.processName}</div>
              </th>
              <td>
                <TimeAgo at={found.at} />
              </td>
              <td>{found.inputs.map((input) => `${input.name} ${spoken(input.text)}`).join(" · ")}</td>
              <td>
                <s className={styles.faint}>{spoken(found.was.text)}</s>
              </td>
              <td className={styles.newValue}>{spoken(found.now.text)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
