import { useState } from "react";
import { useTranslation } from "react-i18next";

import { reportProblem } from "@/api/sdk.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Input } from "@/ui/controls/Input";
import { ProblemList } from "@/ui/states/ProblemList";
import { CopyText } from "@/ui/text/CopyText";

import { reportContext } from "./context";
import styles from "./Reports.module.css";

const LONGEST = 4_000;

/** Says in a few words what went wrong; where it was is added. Answers with a number. */
export function ReportSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("reports");
  const [text, setText] = useState("");
  const [context] = useState(reportContext);
  const send = useCommand((said: string, headers) =>
    reportProblem({ body: { text: said, ...context }, headers, throwOnError: true }),
  );
  if (send.data) return <Thanks number={send.data.number} onClose={onClose} />;
  const isReady = text.trim() !== "";
  return (
    <Dialog
      title={t("report.title")}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("report.cancel")}</Button>
          <Button kind="filled" busy={send.isPending} disabled={!isReady} onPress={() => send.mutate(text.trim())}>
            {t("report.send")}
          </Button>
        </>
      }
    >
      <Input.TextArea
        aria-label={t("report.text")}
        placeholder={t("report.hint")}
        rows={5}
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {send.error && <ProblemList problems={[{ code: send.error.code, detail: send.error.message || t("unreachable") }]} />}
      <div className={styles["added"]}>
        <p>{t("report.added")}</p>
        <dl className={styles["facts"]}>
          <dt>{t("fact.page")}</dt>
          <dd>{context.page}</dd>
          <dt>{t("fact.screen")}</dt>
          <dd>{context.screen}</dd>
          {context.problemId && (
            <>
              <dt>{t("fact.problem")}</dt>
              <dd>{context.problemId}</dd>
            </>
          )}
        </dl>
      </div>
    </Dialog>
  );
}

function Thanks({ number, onClose }: { number: string; onClose: () => void }) {
  const { t } = useTranslation("reports");
  return (
    <Dialog
      title={t("report.sent")}
      onClose={onClose}
      footer={
        <Button kind="filled" onPress={onClose}>
          {t("report.done")}
        </Button>
      }
    >
      <p>{t("report.sentText")}</p>
      <p className={styles["number"]}>
        <CopyText text={number} />
      </p>
    </Dialog>
  );
}
