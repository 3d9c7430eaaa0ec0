import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { BulkStanding, ItemRow } from "@/api/types.gen";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { Radio } from "@/ui/controls/Choice";
import { Input } from "@/ui/controls/Input";

import styles from "./Bulk.module.css";

const NAMED = 4;
const LONGEST = 4_000;

/** Rejecting several: which ones, why, and one opinion for all. */
export function BulkRejectSheet(props: {
  step: BulkStanding;
  rows: readonly ItemRow[];
  busy: boolean;
  onAnswer: (answer: { comment: string; reasonCategory?: string }) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("workbench");
  const { step, rows } = props;
  const [comment, setComment] = useState("");
  const [category, setCategory] = useState<string>();
  const needsCategory = step.reasonCategories.length > 0;
  const isReady = (!needsCategory || category !== undefined) && (!step.rejectNeedsComment || comment.trim() !== "");
  const label = step.rejectNeedsComment ? t("bulk.opinionRequired") : t("bulk.opinion");
  const rest = rows.length - NAMED;
  return (
    <ConfirmSheet
      title={t("bulk.rejectTitle", { count: rows.length })}
      consequences={rows.slice(0, NAMED).map(({ title }) => ({ kind: "removed", text: title }))}
      confirm={t("bulk.rejectConfirm", { count: rows.length })}
      cancel={t("bulk.rejectCancel")}
      busy={props.busy}
      isReady={isReady}
      onConfirm={() => props.onAnswer({ comment, ...(category && { reasonCategory: category }) })}
      onCancel={props.onClose}
    >
      {rest > 0 && <p className={styles["rest"]}>{t("bulk.others", { count: rest })}</p>}
      {needsCategory && (
        <div>
          <span className={styles["label"]}>{t("bulk.category")}</span>
          <Radio.Group
            aria-label={t("bulk.category")}
            options={step.reasonCategories.map(({ code, name }) => ({ value: code, label: name }))}
            value={category}
            onChange={(event) => setCategory(event.target.value as string)}
          />
        </div>
      )}
      <div>
        <span className={styles["label"]}>{label}</span>
        <Input.TextArea aria-label={label} rows={3} maxLength={LONGEST} value={comment} onChange={(event) => setComment(event.target.value)} />
      </div>
    </ConfirmSheet>
  );
}
