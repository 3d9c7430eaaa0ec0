import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { FieldColumn, FoundInstance } from "@/api/types.gen";
import { Cell, Faint, PlainTable, RowName, TableRow, type TableHead } from "@/ui/list/PlainTable";
import { DueMark } from "@/ui/text/DueMark";
import { Money } from "@/ui/text/Money";
import { Person } from "@/ui/text/Person";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Find.module.css";
import { fieldOf, type FindSearch, isPlain, nextOrder, type PlainColumn, sortOf, statusOf } from "./model";

export type RequestLink = ComponentType<{ instanceId: string; className?: string | undefined; children: ReactNode }>;

interface ResultsProps {
  rows: readonly FoundInstance[];
  columns: readonly string[];
  fields: readonly FieldColumn[];
  order: FindSearch["order"];
  /** Of the columns whose width was set by hand, in pixels. */
  widths: Readonly<Record<string, number>>;
  Link: RequestLink;
  onOrder: (order: FindSearch["order"]) => void;
  onWidth: (column: string, width: number) => void;
}

/** What was found, a row a request. */
export function Results(props: ResultsProps) {
  const { t } = useTranslation("find");
  const label = useLabel(props.fields);
  return (
    <PlainTable label={t("title")} heads={props.columns.map((column) => headOf(column, label(column), props))} onWidth={props.onWidth}>
      <tbody>
        {props.rows.map((row) => (
          <TableRow key={row.id}>
            {props.columns.map((column) =>
              column === "title" ? (
                <RowName key={column}>
                  <props.Link instanceId={row.id}>{row.title}</props.Link>
                </RowName>
              ) : (
                <Cell key={column} label={label(column)} isFigure={column === "amount"}>
                  <Value column={column} row={row} Link={props.Link} />
                </Cell>
              ),
            )}
          </TableRow>
        ))}
      </tbody>
    </PlainTable>
  );
}

function headOf(column: string, label: string, { order, widths, onOrder }: ResultsProps): TableHead {
  const next = nextOrder(column, order);
  const sort = sortOf(column, order);
  return {
    key: column,
    label,
    shown: next !== null && (
      <button type="button" className={styles["sort"]} onClick={() => onOrder(next)}>
        {label}
        {sort && <span aria-hidden="true">{sort === "ascending" ? "↑" : "↓"}</span>}
      </button>
    ),
    isFigure: column === "amount",
    sort,
    width: widths[column],
  };
}

function useLabel(fields: readonly FieldColumn[]) {
  const { t } = useTranslation("find");
  return (column: string): string => {
    if (isPlain(column)) return t(`column.${column}`);
    const key = fieldOf(column);
    return fields.find((field) => field.key === key)?.label ?? key ?? column;
  };
}

type Show = (row: FoundInstance, Link: RequestLink) => ReactNode;

const SHOWN: Record<Exclude<PlainColumn, "title">, Show> = {
  number: (row, Link) => (
    <Link instanceId={row.id} className={styles["number"]}>
      {row.number}
    </Link>
  ),
  process: (row) => row.process.name,
  state: (row) => <State row={row} />,
  waiting: (row) => <Waiting row={row} />,
  initiator: (row) => row.initiator && <Person person={row.initiator} />,
  department: (row) => row.department?.name,
  amount: (row) => row.amount !== null && <Money amount={String(row.amount)} />,
  submitted: (row) => <TimeAgo at={row.submittedAt} form="moment" />,
  ended: (row) => row.endedAt && <TimeAgo at={row.endedAt} form="moment" />,
};

function Value({ column, row, Link }: { column: string; row: FoundInstance; Link: RequestLink }): ReactNode {
  if (isPlain(column) && column !== "title") return SHOWN[column](row, Link);
  return shown(row.fields[fieldOf(column) ?? ""]);
}

const shown = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** How the request stands; people approve, requests are through. */
function State({ row }: { row: FoundInstance }) {
  const { t } = useTranslation("find");
  const status = statusOf(row);
  return <StatusMark status={status} isSmall {...(status === "approved" && { words: t("state.approved") })} />;
}

/** Who has it, at which step, and until when. */
function Waiting({ row }: { row: FoundInstance }) {
  const { t } = useTranslation("find");
  const [first] = row.waiting;
  if (!first) return null;
  const names = row.waiting.map((one) => one.person?.name ?? one.group ?? "").filter(Boolean);
  return (
    <span className={styles["waiting"]}>
      <span className="truncate" title={names.join(t("separator"))}>
        {names.slice(0, 2).join(t("separator"))}
        {names.length > 2 && t("andMore", { count: names.length })}
      </span>
      <Faint isBelow>
        {first.step.name}
        {first.dueAt && " · "}
        <DueMark dueAt={first.dueAt} isShort />
      </Faint>
    </span>
  );
}
