import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { OperationsView } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import type { ModelSlot } from "@/lib/diagram/slot";
import { Button } from "@/ui/act/Button";
import { Consequences } from "@/ui/act/ConfirmSheet";
import { Dialog } from "@/ui/act/Dialog";
import { Input } from "@/ui/controls/Input";
import { ProblemList } from "@/ui/states/ProblemList";

import { MoveChoice } from "./MoveChoice";
import styles from "./operate.module.css";
import { type Asked, stepOf, useDraft, useForesight, useRepair } from "./repair";
import { VariableEditor } from "./VariableEditor";

interface SheetProps {
  view: OperationsView;
  asked: Asked;
  model: ModelSlot;
  onClose: () => void;
}

const WITH_VALUES: readonly Asked["action"][] = ["correct", "retry", "skip"];
const MAX_REASON = 500;

/** One repair: what it needs, what it would do, why it is done. Nothing happens before the last button. */
export function RepairSheet({ view, asked, model, onClose }: SheetProps) {
  const { t } = useTranslation("operate");
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const draft = useDraft(view, asked);
  const run = useRepair(view, asked, onClose);
  const preview = useForesight(view, draft.wanted, draft.isComplete && asked.action !== "correct");
  const mustType = asked.action === "cancel" && view.number !== "";
  const isBlocked = (preview.data?.problems.length ?? 0) > 0;
  const hasReason = reason.trim() !== "";
  const isTyped = !mustType || typed.trim() === view.number;
  const isReady = [draft.isComplete, !isBlocked, hasReason, isTyped].every(Boolean);
  const title = t(`repair.${asked.action}.title`, { step: stepOf(view, asked), number: view.number || view.process.name });
  return (
    <Dialog
      isWide={asked.action === "move"}
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("repair.back")}</Button>
          <Button
            kind={asked.action === "cancel" ? "danger" : "filled"}
            busy={run.isPending}
            disabled={!isReady}
            hint={hasReason ? undefined : t("repair.needsReason")}
            onPress={() => run.mutate({ ...draft.wanted, reason: reason.trim() })}
          >
            {t(`repair.${asked.action}.confirm`, { step: stepOf(view, asked) })}
          </Button>
        </>
      }
    >
      <div className={styles["sheet"]}>
        {run.error && <Refusal problem={run.error} />}
        <Inputs view={view} asked={asked} model={model} draft={draft} />
        <Foreseen preview={preview} />
        <Note action={asked.action} />
        <label className={styles["field"]}>
          <span>{t("repair.reason")}</span>
          <Input.TextArea
            value={reason}
            maxLength={MAX_REASON}
            autoSize={{ minRows: 2, maxRows: 5 }}
            placeholder={t("repair.reasonHint")}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {mustType && <TypedNumber number={view.number} value={typed} onChange={setTyped} />}
      </div>
    </Dialog>
  );
}

function TypedNumber({ number, value, onChange }: { number: string; value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation("operate");
  const label = t("repair.cancel.type", { number });
  return <Input aria-label={label} placeholder={label} value={value} onChange={(event) => onChange(event.target.value)} />;
}

function Inputs(props: { view: OperationsView; asked: Asked; model: ModelSlot; draft: ReturnType<typeof useDraft> }) {
  const { view, asked, draft } = props;
  if (asked.action === "move") return <MoveChoice view={view} model={props.model} value={draft.move} onChange={draft.setMove} />;
  if (!WITH_VALUES.includes(asked.action)) return null;
  return <VariableEditor scopes={view.scopes} value={draft.values} onChange={draft.setValues} isFixed={asked.variable !== undefined} />;
}

function Foreseen({ preview }: { preview: ReturnType<typeof useForesight> }) {
  if (preview.isError) return <Refusal problem={asProblem(preview.error)} />;
  if (!preview.data) return null;
  const { problems, effects } = preview.data;
  return problems.length > 0 ? <ProblemList problems={problems} /> : <Consequences of={effects} />;
}

function Note({ action }: { action: Asked["action"] }) {
  const { t } = useTranslation("operate");
  if (action !== "correct" && action !== "retry") return null;
  return <p className={styles["quiet"]}>{t(`repair.${action}.note`)}</p>;
}

function Refusal({ problem }: { problem: ReturnType<typeof asProblem> }) {
  const parts = problem.problems.map(({ code, detail, path }) => ({ code, detail, path }));
  return <ProblemList problems={[{ code: problem.code, detail: problem.message }, ...parts]} />;
}
