import { useState } from "react";
import { useTranslation } from "react-i18next";

import { deployDecision } from "@/api/sdk.gen";
import type { CaseResults, RuleDeployed, RuleDetail } from "@/api/types.gen";
import { useNow } from "@/lib/dates/useNow";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { type Consequence, Consequences } from "@/ui/act/ConfirmSheet";
import { Dialog } from "@/ui/act/Dialog";
import { Radio } from "@/ui/controls/Choice";
import { DateInput } from "@/ui/controls/DateInput";
import { Input } from "@/ui/controls/Input";
import { ProblemList } from "@/ui/states/ProblemList";

import type { RuleChange } from "../dmn/tables";
import { Changes } from "../panel/ComparePanel";
import styles from "../rules.module.css";

export interface DeployDialogProps {
  ruleKey: string;
  detail: RuleDetail | undefined;
  revision: number;
  changes: readonly RuleChange[] | null;
  errorCount: number;
  cases: CaseResults | undefined;
  /** Whether tomorrow is proposed rather than at once. */
  isFromTomorrow: boolean;
  onClose: () => void;
  onDeployed: (deployed: RuleDeployed, effectiveOn: string | null) => void;
}

const two = (value: number): string => `${value}`.padStart(2, "0");
const isoDay = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

function dayAfter(now: Date): string {
  const tomorrow = new Date(now);
  tomorrow.setDate(now.getDate() + 1);
  return isoDay(tomorrow);
}

/** What is different, from when on it counts, and what that means for those who wait. */
export function DeployDialog(props: DeployDialogProps) {
  const { t } = useTranslation("rules");
  const now = useNow();
  const [isAtOnce, setAtOnce] = useState(!props.isFromTomorrow);
  const [on, setOn] = useState<string | null>(dayAfter(now));
  const [note, setNote] = useState("");
  const deploy = useCommand<RuleDeployed>(
    (_ask, headers) =>
      deployDecision({
        path: { decision_key: props.ruleKey },
        body: { revision: props.revision, effectiveOn: isAtOnce ? null : on, note },
        headers,
        throwOnError: true,
      }),
    { onDone: (deployed) => props.onDeployed(deployed, isAtOnce ? null : on) },
  );
  const isReady = props.errorCount === 0 && (isAtOnce || on !== null);
  return (
    <Dialog
      title={t("deploy.title")}
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose}>{t("deploy.cancel")}</Button>
          <Button kind="filled" busy={deploy.isPending} disabled={!isReady} onPress={() => deploy.mutate()}>
            {isAtOnce ? t("deploy.now") : t("deploy.from", { day: on ?? "" })}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {deploy.error && <ProblemList problems={[{ code: deploy.error.code, detail: deploy.error.message }, ...deploy.error.problems]} />}
        <Doubts errorCount={props.errorCount} cases={props.cases} />
        <section>
          <h3 className={styles.panelHead}>{t("deploy.changes")}</h3>
          <Difference changes={props.changes} />
        </section>
        <fieldset className={styles.when}>
          <legend className={styles.panelHead}>{t("deploy.when")}</legend>
          <Radio checked={isAtOnce} onChange={() => setAtOnce(true)}>
            {t("deploy.atOnce")}
          </Radio>
          <Radio checked={!isAtOnce} onChange={() => setAtOnce(false)}>
            {t("deploy.onDay")}
          </Radio>
          {!isAtOnce && <DateInput aria-label={t("deploy.day")} value={on} onChange={setOn} isBarred={(day) => day <= isoDay(now)} />}
        </fieldset>
        <label className={styles.field}>
          <span>{t("deploy.note")}</span>
          <Input value={note} maxLength={200} placeholder={t("deploy.noteHint")} onChange={(event) => setNote(event.target.value)} />
        </label>
        <Consequences of={useConsequences(props.detail, isAtOnce)} />
      </div>
    </Dialog>
  );
}

function Doubts({ errorCount, cases }: Pick<DeployDialogProps, "errorCount" | "cases">) {
  const { t } = useTranslation("rules");
  const missed = cases ? cases.items.length - cases.right : 0;
  return (
    <>
      {errorCount > 0 && <ProblemList problems={[{ code: "rules.deploy.errors", detail: t("deploy.errors", { count: errorCount }) }]} />}
      {missed > 0 && <ProblemList problems={[{ code: "rules.deploy.cases", severity: "warning", detail: t("deploy.cases", { count: missed }) }]} />}
    </>
  );
}

function Difference({ changes }: Pick<DeployDialogProps, "changes">) {
  const { t } = useTranslation("rules");
  if (changes === null) return <p className={styles.faint}>{t("deploy.first")}</p>;
  if (changes.length === 0) return <p className={styles.faint}>{t("deploy.noChanges")}</p>;
  return <Changes changes={changes} />;
}

function useConsequences(detail: RuleDetail | undefined, isAtOnce: boolean): Consequence[] {
  const { t } = useTranslation("rules");
  const users = [...new Set(detail?.usedBy.map(({ processName }) => processName))];
  const planned = detail?.versions.find(({ state }) => state === "planned");
  return [
    { kind: "opened", text: users.length > 0 ? t("deploy.users", { users: users.join(t("comma")) }) : t("deploy.nobody") },
    { kind: "kept", text: isAtOnce ? t("deploy.decided") : t("deploy.until") },
    ...(planned ? [{ kind: "paused" as const, text: t("deploy.planned", { version: planned.version }) }] : []),
  ];
}
