import { ArrowRight, Ban, ChevronRight, CirclePause, CirclePlay, FastForward, GitBranch, type LucideIcon, PencilLine, RotateCw, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { OperationsView, SafeAction } from "@/api/types.gen";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./operate.module.css";
import type { Asked } from "./repair";

const ICONS: Record<SafeAction["action"], LucideIcon> = {
  retry: RotateCw,
  correct: PencilLine,
  skip: FastForward,
  move: ArrowRight,
  migrate: GitBranch,
  suspend: CirclePause,
  resume: CirclePlay,
  cancel: Ban,
  begin: CirclePlay,
  finish: CirclePause,
};

/** Why it stands here, and what may be done: safest first. */
export function WhyPanel({ view, onAsk }: { view: OperationsView; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation("operate");
  const isTrouble = view.why.some((why) => why.isTrouble);
  return (
    <div className={styles["why"]}>
      <section className={cx(styles["reason"], isTrouble && styles["trouble"])}>
        <h2>
          {isTrouble && <Icon of={TriangleAlert} />} {view.why.length > 0 ? t("why.title") : t("why.ended")}
        </h2>
        {view.why.map((why) => (
          <p key={why.text}>
            {why.text}
            {why.detail && <span className={styles["quiet"]}>{why.detail}</span>}
          </p>
        ))}
        {view.why.length === 0 && <p>{view.endedAt ? t("why.endedText") : t("why.none")}</p>}
      </section>
      {view.actions.length > 0 && (
        <section className={styles["actions"]}>
          <h2>{t("why.actions")}</h2>
          <ul>
            {view.actions.map((action, index) => (
              <li key={`${action.action}${action.incidentId ?? action.key ?? ""}`}>
                <button
                  type="button"
                  className={cx(styles["action"], index === 0 && isTrouble && styles["best"], action.action === "cancel" && styles["dangerous"])}
                  onClick={() => onAsk(action)}
                >
                  <Icon of={ICONS[action.action]} />
                  <span>
                    <span className={styles["verb"]}>{t(`repair.${action.action}.button`)}</span>
                    <span className={styles["quiet"]}>{action.text}</span>
                  </span>
                  <Icon of={ChevronRight} size={14} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
