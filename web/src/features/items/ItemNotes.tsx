import { CircleAlert, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ItemDetail } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";

import { useAddComment } from "./Discussion";

export interface Refusal {
  problem: ApiProblem;
  /** What the person had written. */
  comment: string;
}

/** Why a decision was not taken: somebody was faster (who, when, where the text can go), or a value is wrong. */
export function RefusalNote(props: { refusal: Refusal; instanceId: string; onEnd: () => void; onHistory: () => void }) {
  const { t } = useTranslation("items");
  const tell = useTell();
  const { problem, comment } = props.refusal;
  const add = useAddComment(props.instanceId, () => {
    tell({ text: t("conflict.sent") });
    props.onEnd();
  });
  if (problem.status === 409) {
    return (
      <Notice
        tone="slate"
        isAlert
        mark={<Icon of={CircleAlert} />}
        title={problem.message}
        actions={
          <>
            {comment.trim() !== "" && (
              <Button size="sm" busy={add.isPending} onPress={() => add.mutate(comment.trim())}>
                {t("conflict.toDiscussion")}
              </Button>
            )}
            <Button size="sm" kind="text" onPress={props.onHistory}>
              {t("conflict.history")}
            </Button>
          </>
        }
      >
        {comment.trim() !== "" ? t("conflict.textKept") : t("conflict.seeBelow")}
      </Notice>
    );
  }
  const lead = { code: problem.code, detail: problem.message || t("unreachable") };
  return (
    <Notice tone="red" isAlert mark={<Icon of={CircleAlert} />} title={lead.detail}>
      {problem.isTemporary ? t("conflict.again") : <ProblemList problems={problem.problems} />}
    </Notice>
  );
}

/** What has changed since this person saw it last. */
export function ChangedNote({ detail, labels }: { detail: ItemDetail; labels: readonly string[] }) {
  const { t } = useTranslation("items");
  if (detail.changedFields.length === 0) return null;
  return (
    <Notice
      tone="amber"
      mark={<Icon of={RotateCcw} />}
      title={t("changed.title", { count: detail.changedFields.length, fields: labels.join(t("changed.separator")) })}
    />
  );
}
