import { CircleCheck, CircleX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { MailedItem } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { Radio } from "@/ui/controls/Choice";
import { Input } from "@/ui/controls/Input";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./ByMail.module.css";

export interface Decided {
  action: "approve" | "reject";
  comment: string;
  reasonCategory: string;
}

interface DecisionProps {
  item: MailedItem;
  busy: boolean;
  problem: ApiProblem | null;
  onDecide: (decided: Decided) => void;
}

/** First the choice, then the confirmation with the name of whoever decides. */
export function Decision(props: DecisionProps) {
  const { t } = useTranslation("byMail");
  const [action, setAction] = useState<Decided["action"] | null>(null);
  const { item } = props;
  if (item.state !== "open") return <Notice tone="amber" isAlert title={item.detail} />;
  if (action !== null) return <Confirmation {...props} action={action} onBack={() => setAction(null)} />;
  return (
    <>
      <p className={styles["under"]}>{t("sentTo", { name: item.recipient })}</p>
      <div className={styles["actions"]}>
        <Button size="lg" wide icon={CircleX} onPress={() => setAction("reject")}>
          {t("reject")}
        </Button>
        <Button size="lg" wide kind="filled" icon={CircleCheck} onPress={() => setAction("approve")}>
          {t("approve")}
        </Button>
      </div>
    </>
  );
}

function Confirmation(props: DecisionProps & { action: Decided["action"]; onBack: () => void }) {
  const { t } = useTranslation("byMail");
  const { item, action, problem } = props;
  const [comment, setComment] = useState("");
  const [reason, setReason] = useState("");
  const question = t(`confirm.${action}`, { title: item.title });
  const reasons = action === "reject" ? item.reasonCategories : [];
  const isCommentNeeded = action === "reject" ? item.needsComment : item.approvingNeedsComment;
  const isReady = (!isCommentNeeded || comment.trim() !== "") && (reasons.length === 0 || reason !== "");
  const label = isCommentNeeded ? t("reason") : t("comment");
  return (
    <section className={styles["confirm"]} aria-label={question}>
      <h2 className={styles["question"]}>{question}</h2>
      <p className={styles["under"]}>{t("asPerson", { name: item.recipient })}</p>
      {reasons.length > 0 && (
        <Radio.Group
          className={styles["reasons"] ?? ""}
          aria-label={t("category")}
          value={reason}
          onChange={(event) => setReason(String(event.target.value))}
          options={reasons.map(({ code, name }) => ({ value: code, label: name }))}
        />
      )}
      <Input.TextArea aria-label={label} placeholder={label} rows={3} maxLength={2000} value={comment} onChange={(event) => setComment(event.target.value)} />
      {problem && <Refused problem={problem} />}
      <div className={styles["actions"]}>
        <Button size="lg" wide onPress={props.onBack}>
          {t("back")}
        </Button>
        <Button
          size="lg"
          wide
          kind="filled"
          busy={props.busy}
          disabled={!isReady}
          onPress={() => props.onDecide({ action, comment: comment.trim(), reasonCategory: reason })}
        >
          {t(`do.${action}`)}
        </Button>
      </div>
    </section>
  );
}

function Refused({ problem }: { problem: ApiProblem }) {
  const { t } = useTranslation("byMail");
  const whole = { code: problem.code, detail: problem.message || t("unreachable") };
  return <ProblemList problems={problem.problems.length > 0 ? problem.problems : [whole]} />;
}
