import { AlarmClock, CircleCheck, PencilLine, Play, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ProcessRow } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Icon } from "@/ui/Icon";
import { Person } from "@/ui/text/Person";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { processIcon } from "./icons";
import styles from "./processes.module.css";

interface TableProps {
  rows: readonly ProcessRow[];
  onDesign: (processKey: string) => void;
  onStart: (processKey: string) => void;
}

/** One process a row; the whole row opens the studio. On the phone the rows are cards. */
export function ProcessTable({ rows, onDesign, onStart }: TableProps) {
  const { t } = useTranslation("processes");
  return (
    <table className={styles.table} aria-label={t("title")}>
      <thead>
        <tr>
          <th scope="col">{t("column.process")}</th>
          <th scope="col">{t("column.owner")}</th>
          <th scope="col">{t("column.version")}</th>
          <th scope="col" data-figure="true">
            {t("column.running")}
          </th>
          <th scope="col">{t("column.deployed")}</th>
          <th scope="col">{t("column.care")}</th>
          <th scope="col">
            <span className="sr-only">{t("column.actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className={styles.row}>
            <th scope="row">
              <button type="button" className={styles.open} onClick={() => onDesign(row.key)}>
                <span className={styles.icon}>
                  <Icon of={processIcon(row.key)} />
                </span>
                <span>
                  <span className={styles.name}>{row.name}</span>
                  <span className={styles.category}>{row.category}</span>
                </span>
              </button>
            </th>
            <td data-label={t("column.owner")}>{row.owner ? <Person person={{ id: row.owner.id, name: row.owner.name }} /> : <Faint>{t("noOwner")}</Faint>}</td>
            <td data-label={t("column.version")}>
              <div>
                {row.version ? `v${row.version}` : <Faint>{t("unpublished")}</Faint>}
                {row.hasDraft && (
                  <span className={styles.draft}>
                    <Icon of={PencilLine} size={14} /> {t("draft", { version: (row.version ?? 0) + 1 })}
                  </span>
                )}
              </div>
            </td>
            <td data-label={t("column.running")} data-figure="true" className="tnum">
              {row.runningCount}
            </td>
            <td data-label={t("column.deployed")}>{row.deployedAt ? <TimeAgo at={row.deployedAt} /> : <Faint>{t("never")}</Faint>}</td>
            <td data-label={t("column.care")}>
              <Care row={row} />
            </td>
            <td className={styles.actions}>
              {row.version && (
                <Button size="sm" icon={Play} onPress={() => onStart(row.key)}>
                  {t("start")}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Faint({ children }: { children: string }) {
  return <span className={styles.faint}>{children}</span>;
}

/** What somebody should look at: failures first, then what is late. */
function Care({ row }: { row: ProcessRow }) {
  const { t } = useTranslation("processes");
  if (row.incidentCount > 0) {
    return (
      <span className={styles.incidents}>
        <Icon of={TriangleAlert} size={14} /> {t("incidents", { count: row.incidentCount })}
      </span>
    );
  }
  if (row.overdueCount > 0) {
    return (
      <span className={styles.incidents}>
        <Icon of={AlarmClock} size={14} /> {t("overdue", { count: row.overdueCount })}
      </span>
    );
  }
  return (
    <span className={styles.faint}>
      <Icon of={CircleCheck} size={14} /> {t("fine")}
    </span>
  );
}
