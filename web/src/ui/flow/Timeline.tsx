import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { cx } from "@/ui/cx";
import { Avatar, ForSeal, type PersonValue, SystemAvatar } from "@/ui/text/Person";

import { Diff } from "@/ui/text/Diff";

import styles from "./Timeline.module.css";

export interface TimelineChange {
  label: string;
  before: string | null;
  after: string | null;
}

export interface TimelineEntry {
  id: string;
  /** Null: no person did it. */
  person: PersonValue | null;
  onBehalfOf?: PersonValue | null | undefined;
  /** What was decided, as a status mark. */
  verdict?: ReactNode;
  when?: ReactNode;
  /** Step and duration. */
  detail?: ReactNode;
  opinion?: string | null | undefined;
  changes?: readonly TimelineChange[];
  /** Still to come: drawn dashed, on top. */
  isAwaited?: boolean;
}

/** What happened, newest first; whom it waits for stands on top with a dashed rail. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  const { t } = useTranslation("ui");
  return (
    <ol className={styles["timeline"]} aria-label={label}>
      {entries.map((entry, index) => (
        <li key={entry.id} className={cx(styles["entry"], entry.isAwaited && styles["awaited"])}>
          <span className={styles["avatar"]}>
            {entry.person ? <Avatar person={entry.person} size={24} /> : <SystemAvatar size={24} />}
          </span>
          {index < entries.length - 1 && <span className={styles["rail"]} />}
          <div className={styles["head"]}>
            <span className={styles["who"]}>
              {entry.person?.name ?? t("person.system")}
              {entry.onBehalfOf && (
                <>
                  <ForSeal />
                  {entry.onBehalfOf.name}
                </>
              )}
            </span>
            {entry.verdict}
            {entry.when && <span className={styles["when"]}>{entry.when}</span>}
          </div>
          {entry.detail && <div className={styles["detail"]}>{entry.detail}</div>}
          {entry.opinion && <p className={styles["block"]}>{entry.opinion}</p>}
          {entry.changes && entry.changes.length > 0 && (
            <div className={styles["block"]}>
              {entry.changes.map((change) => (
                <Diff key={change.label} label={change.label} before={change.before} after={change.after} />
              ))}
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
