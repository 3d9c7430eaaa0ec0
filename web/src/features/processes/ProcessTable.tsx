import { AlarmClock, CircleCheck, PencilLine, Play, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ProcessRow } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Icon } from "@/ui/Icon";
import { ActsCell, Cell, Faint, PlainTable, RowName, TableRow } from "@/ui/list/PlainTable";
import { Person } from "@/ui/text/Person";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { processIcon } from "./icons";
import styles from "./processes.module.css";

interface TableProps {
  rows: readonly ProcessRow[];
  onDesign: (processKey: string) => void;
  onStart: (processKey: string) => void;
}

/** One process a row; the whole row opens the studio. */
export function ProcessTable({ rows, onDesign, onStart }: TableProps) {
  const { t } = useTranslation("processes");
  return (
    <PlainTable
      label={t("title")}
      heads={[
        { key: "process", label: t("column.process") },
        { key: "owner", label: t("column.owner") },
        { key: "version", label: t("column.version") },
        { key: "running", label: t("column.running"), isFigure: true },
        { key: "deployed", label: t("column.deployed") },
        { key: "care", label: t("column.care") },
        { key: "actions", label: t("column.actions"), isUnseen: true },
      ]}
    >
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.key}>
            <RowName icon={processIcon(row.key)} under={row.category}>
              <button type="button" onClick={() => onDesign(row.key)}>
                {row.name}
              </button>
            </RowName>
            <Cell label={t("column.owner")}>
              {row.owner ? <Person person={{ id: row.owner.id, name: row.owner.name }} /> : <Faint>{t("noOwner")}</Faint>}
            </Cell>
            <Cell label={t("column.version")}>
              <div>
                {row.version ? `v${row.version}` : <Faint>{t("unpublished")}</Faint>}
                {row.hasDraft && (
                  <Faint isBelow>
                    <Icon of={PencilLine} size={14} /> {t("draft", { version: (row.version ?? 0) + 1 })}
                  </Faint>
                )}
              </div>
            </Cell>
            <Cell label={t("column.running")} isFigure>
              {row.runningCount}
            </Cell>
            <Cell label={t("column.deployed")}>{row.deployedAt ? <TimeAgo at={row.deployedAt} /> : <Faint>{t("never")}</Faint>}</Cell>
            <Cell label={t("column.care")}>
              <Care row={row} />
            </Cell>
            <ActsCell>
              {row.version && (
                <Button size="sm" icon={Play} onPress={() => onStart(row.key)}>
                  {t("start")}
                </Button>
              )}
            </ActsCell>
          </TableRow>
        ))}
      </tbody>
    </PlainTable>
  );
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
    <Faint>
      <Icon of={CircleCheck} size={14} /> {t("fine")}
    </Faint>
  );
}
