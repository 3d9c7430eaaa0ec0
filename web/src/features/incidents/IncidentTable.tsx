import { ChevronRight, CircleUser, Plug, RotateCw, TriangleAlert } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { IncidentRow } from "@/api/types.gen";
import { duration } from "@/lib/dates/dates";
import { useNow } from "@/lib/dates/useNow";
import { Button } from "@/ui/act/Button";
import { Icon } from "@/ui/Icon";
import { ActsCell, Cell, Faint, GroupRow, PlainTable, RowName, TableRow } from "@/ui/list/PlainTable";
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

/** One incident a row below its cause. */
export function IncidentTable({ causes, isFlat, Link, onRetry }: TableProps) {
  const { t } = useTranslation("incidents");
  return (
    <PlainTable
      label={t("title")}
      heads={[
        { key: "number", label: t("column.number") },
        { key: "step", label: t("column.step") },
        { key: "why", label: t("column.why") },
        { key: "waits", label: t("column.waits") },
        { key: "since", label: t("column.since"), isFigure: true },
        { key: "actions", label: t("column.actions"), isUnseen: true },
      ]}
    >
      {causes.map((cause) => (
        <tbody key={cause.key}>
          {!isFlat && (
            <GroupRow columns={COLUMNS}>
              <CauseHead cause={cause} onRetry={() => onRetry(cause.rows.filter((row) => row.mayRetry))} />
            </GroupRow>
          )}
          {cause.rows.map((row) => (
            <Row key={row.id} row={row} Link={Link} onRetry={() => onRetry([row])} />
          ))}
        </tbody>
      ))}
    </PlainTable>
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
    <TableRow>
      <RowName under={t("version", { process: row.processName || row.processKey, version: row.version })}>
        <Link instanceId={row.instanceId} isOperator={row.mayOperate}>
          {row.number || row.title}
        </Link>
      </RowName>
      <Cell label={t("column.step")}>{row.elementName || row.elementId}</Cell>
      <Cell label={t("column.why")}>
        <div>
          {row.detail}
          {row.attempts > 0 && <Faint isBelow>{t("attempts", { count: row.attempts })}</Faint>}
        </div>
      </Cell>
      <Cell label={t("column.waits")}>{row.cause.connection ?? t(`waits.${row.cause.kind}`)}</Cell>
      <Cell label={t("column.since")} isFigure>
        <TimeAgo at={row.at} say={() => stopped} />
      </Cell>
      <ActsCell>
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
      </ActsCell>
    </TableRow>
  );
}
