import { useTranslation } from "react-i18next";

import type { Diagram, Waiting } from "@/api/types.gen";
import { roughDuration } from "@/lib/dates/dates";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { type Status, StatusMark } from "@/ui/text/StatusMark";

import styles from "./Diagram.module.css";
import { inLanguage } from "./names";
import { stepsOf } from "./steps";

/** The diagram as a list: the same stations with the same states, for whoever cannot or will not read a drawing. */
export function DiagramList({ diagram, waiting }: { diagram: Diagram; waiting: readonly Waiting[] }) {
  const { t } = useTranslation("diagram");
  const { t: ui } = useTranslation("ui");
  const language = useLanguage();
  const active = new Set(diagram.active.map((element) => element.elementId));
  const stateOf = (id: string): Status => {
    if (diagram.failed.includes(id)) return "failed";
    if (active.has(id)) return "running";
    return diagram.walkedElements.includes(id) ? "completed" : "waiting";
  };
  return (
    <ul className={styles["list"]} aria-label={t("label")}>
      {stepsOf(inLanguage(diagram.xml, language)).map((step) => {
        const status = stateOf(step.id);
        const seconds = diagram.durationsS[step.id];
        const who = waiting
          .filter((candidate) => candidate.step.id === step.id)
          .map((candidate) => candidate.person?.name ?? candidate.group)
          .join(ui("person.separator"));
        return (
          <li key={step.id} className={styles["line"]}>
            <span className={styles["name"]}>{step.name}</span>
            {who && <span className={styles["who"]}>{who}</span>}
            {status === "completed" && seconds !== undefined && seconds >= 60 && (
              <span className={styles["who"]}>{roughDuration(seconds, ui)}</span>
            )}
            <StatusMark status={status} isSmall />
          </li>
        );
      })}
    </ul>
  );
}
