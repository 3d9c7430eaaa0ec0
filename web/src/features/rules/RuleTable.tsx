import { CalendarClock, PencilLine, Table2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { RuleRow } from "@/api/types.gen";
import { Icon } from "@/ui/Icon";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./rules.module.css";

interface TableProps {
  rows: readonly RuleRow[];
  days: number;
  onOpen: (ruleKey: string) => void;
}

/** One model a row; the whole row opens the studio. On the phone the rows are cards. */
export function RuleTable({ rows, days, onOpen }: TableProps) {
  const { t } = useTranslation("rules");
  return (
    <table className={styles.list} aria-label={t("title")}>
      <thead>
        <tr>
          <th scope="col">{t("column.rule")}</th>
          <th scope="col">{t("column.version")}</th>
          <th scope="col">{t("column.since")}</th>
          <th scope="col">{t("column.usedBy")}</th>
          <th scope="col" data-figure="true">
            {t("column.evaluations", { days })}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className={styles.row}>
            <th scope="row">
              <button type="button" className={styles.open} onClick={() => onOpen(row.key)}>
                <span className={styles.icon}>
                  <Icon of={Table2} />
                </span>
                <span>
                  <span className={styles.name}>{row.name}</span>
                  <span className={styles.key}>{row.key}</span>
                </span>
              </button>
            </th>
            <td data-label={t("column.version")}>
              <div>
                {row.version ? `v${row.version}` : <Faint>{t("unpublished")}</Faint>}
                {row.hasDraft && (
                  <span className={styles.draft}>
                    <Icon of={PencilLine} size={14} /> {t("draft")}
                  </span>
                )}
              </div>
            </td>
            <td data-label={t("column.since")}>
              <Since row={row} />
            </td>
            <td data-label={t("column.usedBy")}>{row.usedBy.length > 0 ? row.usedBy.join(t("comma")) : <Faint>{t("unused")}</Faint>}</td>
            <td data-label={t("column.evaluations", { days })} data-figure="true" className="tnum">
              {row.evaluations.toLocaleString("en-US")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Since({ row }: { row: RuleRow }) {
  const { t } = useTranslation("rules");
  return (
    <div>
      {row.version && (row.effectiveFrom ? <TimeAgo at={row.effectiveFrom} /> : <Faint>{t("always")}</Faint>)}
      {row.plannedFrom && (
        <span className={styles.planned}>
          <Icon of={CalendarClock} size={14} /> {t("plannedVersion", { version: row.plannedVersion })} <TimeAgo at={row.plannedFrom} />
        </span>
      )}
    </div>
  );
}

function Faint({ children }: { children: string }) {
  return <span className={styles.faint}>{children}</span>;
}
