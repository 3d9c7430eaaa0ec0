import { useTranslation } from "react-i18next";

import { cx } from "@/ui/cx";

import type { Change } from "../document/diff";
import styles from "./studio.module.css";

const MARKS = { added: "+", removed: "−", changed: "~" } as const;

/** What a new version changes, a line each: where, how it was, how it will be. */
export function ChangeTable({ changes, current, next }: { changes: readonly Change[]; current: number; next: number }) {
  const { t } = useTranslation("designer");
  if (changes.length === 0) return <p className={styles.muted}>{t("publish.nothing")}</p>;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways: the keyboard must reach it
    <div className={cx(styles.card, styles.changes)} role="region" aria-label={t("publish.changesLabel")} tabIndex={0}>
      <table className={styles.table} aria-label={t("publish.changesLabel")}>
        <thead>
          <tr>
            <th scope="col">{t("publish.place")}</th>
            {current > 0 && <th scope="col">{t("publish.before", { version: current })}</th>}
            <th scope="col">{t("publish.after", { version: next })}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.what}${change.id}${change.about}`}>
              <th scope="row">
                <span className={cx(styles.mark, styles[change.what])} aria-hidden>
                  {MARKS[change.what]}
                </span>
                <span className="sr-only">{t(`publish.${change.what}`)}</span> {change.name}
              </th>
              {current > 0 && <td className={styles.was}>{change.before || t("publish.nothingBefore")}</td>}
              <td>{change.after || t("publish.gone")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
