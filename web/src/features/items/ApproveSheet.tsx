import { useState } from "react";
import { useTranslation } from "react-i18next";

import { type Picked, pickedAlready, unpicked } from "@/lib/people/picks";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";

import { Opinion } from "./Opinion";
import { Picks } from "./Picks";
import { isProven, NO_PROOF, Proof } from "./Proof";
import type { SheetProps } from "./sheet";

/** Approving by the phone, or where the step wants more than a press: people for later steps, a signature, a code. */
export function ApproveSheet(props: SheetProps) {
  const { t } = useTranslation("items");
  const { item, picks } = props;
  const [comment, setComment] = useState(props.comment);
  const [given, setGiven] = useState(NO_PROOF);
  const [picked, setPicked] = useState<Picked>(() => pickedAlready(picks));
  const isSaid = !props.action.needsComment || comment.trim() !== "";
  const answer = {
    comment,
    ...(given.signature && { signature: given.signature }),
    ...(given.code && { code: given.code }),
    ...(picks.length > 0 && { picked }),
  };
  return (
    <ConfirmSheet
      title={props.action.label}
      confirm={props.action.label}
      cancel={t("sheet.back")}
      busy={props.busy}
      isReady={isSaid && isProven(item, given) && unpicked(picks, picked).length === 0}
      onConfirm={() => props.onAnswer(answer)}
      onCancel={props.onClose}
    >
      <Picks picks={picks} picked={picked} onChange={setPicked} />
      <Opinion
        label={props.action.needsComment ? t("opinion.required") : t("opinion.label")}
        hasLabel
        rows={3}
        value={comment}
        onChange={setComment}
      />
      <Proof asked={item} given={given} name={item.hand?.name ?? ""} onChange={setGiven} />
    </ConfirmSheet>
  );
}
