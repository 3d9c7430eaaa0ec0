import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { Notice } from "@/ui/states/Notice";

import type { RuleDraftHandle } from "../api/useRuleDraft";
import styles from "../rules.module.css";

/** What keeps the draft from being saved, and what can be done about it. */
export function SaveNotice({ draft, onTaken }: { draft: RuleDraftHandle; onTaken: () => void }) {
  const { t } = useTranslation("rules");
  if (draft.state === "failed") {
    return (
      <div className={styles.notice}>
        <Notice
          tone="amber"
          isAlert
          title={t("conflict.failed")}
          actions={
            <Button size="sm" onPress={() => void draft.flush()}>
              {t("conflict.again")}
            </Button>
          }
        >
          {draft.saveProblem?.message ?? ""}
        </Notice>
      </div>
    );
  }
  if (draft.state !== "conflict") return <div />;
  return (
    <div className={styles.notice}>
      <Notice
        tone="amber"
        isAlert
        title={draft.saveProblem?.message || t("conflict.title")}
        actions={
          <>
            <Button size="sm" onPress={() => void draft.keepMine()}>
              {t("conflict.keepMine")}
            </Button>
            <Button size="sm" kind="filled" onPress={() => void draft.takeTheirs().then(onTaken)}>
              {t("conflict.takeTheirs")}
            </Button>
          </>
        }
      >
        {t("conflict.text")}
      </Notice>
    </div>
  );
}
