import { Cable } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ConnectionRow } from "@/api/types.gen";
import { Cell, PlainTable, RowName, TableRow } from "@/ui/list/PlainTable";

import styles from "./connections.module.css";
import { HealthMark, Trouble } from "./HealthMark";

/** Connections with state and queue. */
export function ConnectionList({ rows, onOpen }: { rows: readonly ConnectionRow[]; onOpen: (key: string) => void }) {
  const { t } = useTranslation("connections");
  const heads = [
    { key: "name", label: t("list.name") },
    { key: "state", label: t("list.state") },
    { key: "waiting", label: t("list.waiting"), isFigure: true },
    { key: "running", label: t("list.running"), isFigure: true },
    { key: "failed", label: t("list.failed"), isFigure: true },
  ];
  return (
    <PlainTable label={t("title")} heads={heads} isInset>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.key}>
            <RowName icon={Cable} under={<Under row={row} />}>
              <button type="button" onClick={() => onOpen(row.key)}>
                {row.name}
              </button>
            </RowName>
            <Cell label={t("list.state")}>
              <HealthMark state={row.state} isPractice={row.isPractice} />
            </Cell>
            <Cell label={t("list.waiting")} isFigure>
              {row.state.waiting}
            </Cell>
            <Cell label={t("list.running")} isFigure>
              {row.state.running}
            </Cell>
            <Cell label={t("list.failed")} isFigure>
              <span className={row.state.failed > 0 ? styles["red"] : undefined}>{row.state.failed}</span>
            </Cell>
          </TableRow>
        ))}
      </tbody>
    </PlainTable>
  );
}

function Under({ row }: { row: ConnectionRow }) {
  const { t } = useTranslation("connections");
  if (row.state.failingSince) return <Trouble state={row.state} />;
  const address = row.isPractice ? "" : row.baseUrl || t("list.noAddress");
  return <>{[row.kindName, address, row.isFixed && t("list.fixed")].filter(Boolean).join(" · ")}</>;
}
