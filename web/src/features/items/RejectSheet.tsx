import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmSheet } from "@/ui/act/ConfirmSheet";

import { useConsequences } from "./api/useConsequences";
import styles from "./Item.module.css";
import { Opinion } from "./Opinion";
import type { SheetProps } from "./sheet";

/** Rejecting: what it ends, why, and an opinion. */
export function RejectSheet(props: SheetProps) {
  const { t } = useTranslation("items");
  const { action } = props;
  const [comment, setComment] = useState(props.comment);
  const [category, setCategory] = useState<string>();
  const consequences = useConsequences(props.itemId, { action: "reject" });
  const needsCategory = action.reasonCategories.length > 0;
  const isReady = (!needsCategory || category !== undefined) && (!action.needsComment || comment.trim() !== "");
  return (
    <ConfirmSheet
      title={t("reject.title")}
      consequences={consequences}
      confirm={t("reject.confirm")}
      cancel={t("reject.cancel")}
      busy={props.busy}
      isReady={isReady}
      onConfirm={() => props.onAnswer({ comment, ...(category && { reasonCategory: category }) })}
      onCancel={props.onClose}
    >
      {needsCategory && (
        <div>
          <span className={styles["label"]}>{t("reject.category")}</span>
          <div className={styles["pills"]} role="radiogroup" aria-label={t("reject.category")}>
            {action.reasonCategories.map(({ code, name }) => (
              <button
                key={code}
                type="button"
                role="radio"
                aria-checked={code === category}
                className={styles["pillChoice"]}
                onClick={() => setCategory(code)}
              >
                {name}
              </button>
            ))}
          </div>
        </div>
      )}
      <Opinion
        label={action.needsComment ? t("opinion.required") : t("opinion.label")}
        hasLabel
        hasPhrases
        rows={3}
        value={comment}
        onChange={setComment}
      />
    </ConfirmSheet>
  );
}
