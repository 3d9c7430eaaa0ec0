import { RotateCw, TriangleAlert } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { IncidentRow } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Icon } from "@/ui/Icon";
import { TimeAgo } from "@/ui/text/TimeAgo";

import type { Cause } from "./causes";
import styles from "./Incidents.module.css";

export type RequestLink = ComponentType<{ instanceId: string; className?: string | undefined; children: ReactNode }>;

interface TableProps {
  causes: readonly Cause[];
  Link: RequestLink;
  onRetry: (incident: IncidentRow) => void;
}

/** One incident a row below its cause; on the phone the rows are cards. */
export function IncidentTable({ causes, Link, onRetry }: TableProps) {
  const { t } = useTranslation("incidents");
  return (
    <table className={styles["table"]} aria-label={t("title")}>
      <thead>
        <tr>
          <th scope="col">{t("column.number")}</th>
          <th scope="col">{t("column.step")}</th>
          <th scope="col">{t("column.why")}</th>
          <th scope="col">{t("column.since")}</th>
          <th scope="col">
            <span className="sr-only">{t("column.actions")}</span>
          </th>
        </tr>
      </thead>
      {causes.map((cause) => (
        <tbody key={cause.code}>
          <tr className={styles["cause"]}>
            <th scope="rowgroup" colSpan={5}>
              <CauseHead cause={cause} />
            </th>
          </tr>
          {cause.rows.map((row) => (
            <Row key={row.id} row={row} Link={Link} onRetry={() => onRetry(row)} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function CauseHead({ cause }: { cause: Cause }) {
  const { t } = useTranslation("incidents");
  return (
    <span className={styles["head"]}>
      <span className={styles["kind"]}>
        <Icon of={TriangleAlert} size={14} /> {t(`kind.${cause.kind}`)}
      </span>
      <span>{t("count", { count: cause.rows.length })}</span>
      <TimeAgo at={cause.since} form="moment" say={(time) => t("from", { time })} />
      <span className={styles["code"]}>{cause.code}</span>
    </span>
  );
}

function Row({ row, Link, onRetry }: { row: IncidentRow; Link: RequestLink; onRetry: () => void }) {
  const { t } = useTranslation("incidents");
  return (
    <tr className={styles["row"]}>
      <th scope="row">
        <Link instanceId={row.instanceId} className={styles["number"]}>
          {row.number}
        </Link>
        <span className={styles["under"]}>{row.processName || row.processKey}</span>
      </th>
      <td data-label={t("column.step")}>{row.elementName || row.elementId}</td>
      <td data-label={t("column.why")}>
        <div>
          {row.detail}
          {row.attempts > 0 && <span className={styles["under"]}>{t("attempts", { count: row.attempts })}</span>}
        </div>
      </td>
      <td data-label={t("column.since")}>
        <TimeAgo at={row.at} />
      </td>
      <td className={styles["actions"]}>
        {row.mayRetry && (
          <Button size="sm" icon={RotateCw} hint={t("retry.hint")} onPress={onRetry}>
            {t("retry.button")}
          </Button>
        )}
      </td>
    </tr>
  );
}
