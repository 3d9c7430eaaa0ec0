import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmSheet } from "@/ui/act/ConfirmSheet";

import { Opinion } from "./Opinion";
import type { SheetProps } from "./sheet";

/** Approving by the phone: the opinion, then one press. */
export function ApproveSheet(props: SheetProps) {
  const { t } = useTranslation("items");
  const [comment, setComment] = useState(props.comment);
  const isReady = !props.action.needsComment || comment.trim() !== "";
  return (
    <ConfirmSheet
      title={props.action.label}
      confirm={props.action.label}
      cancel={t("sheet.back")}
      busy={props.busy}
      isReady={isReady}
      onConfirm={() => props.onAnswer({ comment })}
      onCancel={props.onClose}
    >
      <Opinion
        label={props.action.needsComment ? t("opinion.required") : t("opinion.label")}
        hasLabel
        rows={3}
        value={comment}
        onChange={setComment}
      />
    </ConfirmSheet>
  );
}
