import { ChevronRight, CircleUser, Plug, RotateCw, TriangleAlert } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { IncidentRow } from "@/api/types.gen";
import { duration } from "@/lib/dates/dates";
import { useNow } from "@/lib/dates/useNow";
import { Button } from "@/ui/act/Button";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";
import { TimeAgo } from "@/ui/text/TimeAgo";

import type { Cause } from "./causes";
import styles from "./Incidents.module.css";

export type RequestLink = ComponentType<{
  instanceId: string;
  /** Whether it leads inside the instance, where it can be repaired. */
  isOperator: boolean;
  className?: string | undefined;
  label?: string | undefined;
  children: ReactNode;
}>;

interface TableProps {
  causes: readonly Cause[];
  /** Without their causes, one after another. */
  isFlat: boolean;
  Link: RequestLink;
  onRetry: (incidents: readonly IncidentRow[]) => void;
}

const COLUMNS = 6;
const ICONS = { connection: Plug, people: CircleUser, data: TriangleAlert } as const;

/** One incident a row below its cause; on the phone the rows are cards. */
export function IncidentTable({ causes, isFlat, Link, onRetry }: TableProps) {
  const { t } = useTranslation("incidents");
  return (
    <table className={styles["table"]} aria-label={t("title")}>
      <thead>
        <tr>
          <th scope="col">{t("column.number")}</th>
          <th scope="col">{t("column.step")}</th>
          <th scope="col">{t("column.why")}</th>
          <th scope="col">{t("column.waits")}</th>
          <th scope="col" className={styles["right"]}>
            {t("column.since")}
          </th>
          <th scope="col">
            <span className="sr-only">{t("column.actions")}</span>
          </th>
        </tr>
      </thead>
      {causes.map((cause) => (
        <tbody key={cause.key}>
          {!isFlat && (
            <tr className={styles["cause"]}>
              <th scope="rowgroup" colSpan={COLUMNS}>
                <CauseHead cause={cause} onRetry={() => onRetry(cause.rows.filter((row) => row.mayRetry))} />
              </th>
            </tr>
          )}
          {cause.rows.map((row) => (
            <Row key={row.id} row={row} Link={Link} onRetry={() => onRetry([row])} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function CauseHead({ cause, onRetry }: { cause: Cause; onRetry: () => void }) {
  const { t } = useTranslation("incidents");
  const count = cause.rows.filter((row) => row.mayRetry).length;
  return (
    <span className={styles["head"]}>
      <span className={styles["kind"]} title={t(`kind.${cause.kind}`)}>
        <Icon of={ICONS[cause.kind]} size={14} /> {cause.title}
      </span>
      <span>{t("count", { count: cause.rows.length })}</span>
      <TimeAgo at={cause.since} form="moment" say={(time) => t("from", { time })} />
      {count > 1 && (
        <span className={styles["all"]}>
          <Button size="sm" icon={RotateCw} onPress={onRetry}>
            {t("retry.all", { count })}
          </Button>
        </span>
      )}
    </span>
  );
}

function Row({ row, Link, onRetry }: { row: IncidentRow; Link: RequestLink; onRetry: () => void }) {
  const { t } = useTranslation("incidents");
  const { t: ui } = useTranslation("ui");
  const now = useNow();
  const stopped = duration(Math.max(60, (now.getTime() - new Date(row.at).getTime()) / 1000), ui);
  return (
    <tr className={styles["row"]}>
      <th scope="row">
        <Link instanceId={row.instanceId} isOperator={row.mayOperate} className={styles["number"]}>
          {row.number || row.title}
        </Link>
        <span className={styles["under"]}>{t("version", { process: row.processName || row.processKey, version: row.version })}</span>
      </th>
      <td data-label={t("column.step")}>{row.elementName || row.elementId}</td>
      <td data-label={t("column.why")}>
        <div>
          {row.detail}
          {row.attempts > 0 && <span className={styles["under"]}>{t("attempts", { count: row.attempts })}</span>}
        </div>
      </td>
      <td data-label={t("column.waits")} className={styles["quiet"]}>
        {row.cause.connection ?? t(`waits.${row.cause.kind}`)}
      </td>
      <td data-label={t("column.since")} className={cx(styles["right"], "tnum")}>
        <TimeAgo at={row.at} say={() => stopped} />
      </td>
      <td className={styles["actions"]}>
        <span className={styles["acts"]}>
          {row.mayRetry && (
            <Button kind="link" size="sm" hint={t("retry.hint")} onPress={onRetry}>
              {t("retry.button")}
            </Button>
          )}
          <Link instanceId={row.instanceId} isOperator={row.mayOperate} className={styles["open"]} label={t("open", { number: row.number })}>
            <Icon of={ChevronRight} />
          </Link>
        </span>
      </td>
    </tr>
  );
}
