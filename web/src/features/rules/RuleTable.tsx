import { CalendarClock, PencilLine, Table2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { RuleRow } from "@/api/types.gen";
import { Icon } from "@/ui/Icon";
import { Cell, Faint, PlainTable, RowName, TableRow } from "@/ui/list/PlainTable";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./rules.module.css";

interface TableProps {
  rows: readonly RuleRow[];
  days: number;
  onOpen: (ruleKey: string) => void;
}

/** One model a row; the whole row opens the studio. */
export function RuleTable({ rows, days, onOpen }: TableProps) {
  const { t } = useTranslation("rules");
  return (
    <PlainTable
      label={t("title")}
      heads={[
        { key: "rule", label: t("column.rule") },
        { key: "version", label: t("column.version") },
        { key: "since", label: t("column.since") },
        { key: "usedBy", label: t("column.usedBy") },
        { key: "evaluations", label: t("column.evaluations", { days }), isFigure: true },
      ]}
    >
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.key}>
            <RowName icon={Table2} under={row.key}>
              <button type="button" onClick={() => onOpen(row.key)}>
                {row.name}
              </button>
            </RowName>
            <Cell label={t("column.version")}>
              <div>
                {row.version ? `v${row.version}` : <Faint>{t("unpublished")}</Faint>}
                {row.hasDraft && (
                  <Faint isBelow>
                    <Icon of={PencilLine} size={14} /> {t("draft")}
                  </Faint>
                )}
              </div>
            </Cell>
            <Cell label={t("column.since")}>
              <Since row={row} />
            </Cell>
            <Cell label={t("column.usedBy")}>{row.usedBy.length > 0 ? row.usedBy.join(t("comma")) : <Faint>{t("unused")}</Faint>}</Cell>
            <Cell label={t("column.evaluations", { days })} isFigure>
              {row.evaluations.toLocaleString("en-US")}
            </Cell>
          </TableRow>
        ))}
      </tbody>
    </PlainTable>
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
