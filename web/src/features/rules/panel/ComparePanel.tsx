import { useTranslation } from "react-i18next";

import { cx } from "@/ui/cx";

import type { RuleChange } from "../dmn/tables";
import { spokenCell } from "../feel/values";
import styles from "../rules.module.css";

const MARKS: Record<RuleChange["kind"], string> = { added: "+", removed: "−", changed: "~", moved: "↕", table: "~" };

/** What is different from the version that counts now, rule by rule. */
export function ComparePanel({ changes, version }: { changes: readonly RuleChange[] | null; version: number | null }) {
  const { t } = useTranslation("rules");
  if (version === null) return <p className={styles.panelNote}>{t("compare.first")}</p>;
  if (!changes) return <p className={styles.panelNote}>{t("compare.loading")}</p>;
  if (changes.length === 0) return <p className={styles.panelNote}>{t("compare.same", { version })}</p>;
  return <Changes changes={changes} />;
}

export function Changes({ changes }: { changes: readonly RuleChange[] }) {
  const { t } = useTranslation("rules");
  return (
    <ul className={styles.changes}>
      {changes.map((change) => (
        <li key={`${change.decision}${change.kind}${change.number}`}>
          <span className={cx(styles.mark, styles[change.kind])}>{MARKS[change.kind]}</span>
          <div>
            <div>{t(`compare.${change.kind}`, { decision: change.decision, number: change.number })}</div>
            {change.cells.map((cell) => (
              <div key={cell.column} className={styles.cellChange}>
                {cell.column && <span className={styles.faint}>{cell.column}</span>}
                {cell.was !== "" && <s>{spokenCell(cell.was)}</s>}
                {cell.was !== "" && cell.now !== "" && " → "}
                {cell.now !== "" && <strong>{spokenCell(cell.now)}</strong>}
              </div>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
