import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { FieldColumn, FoundInstance } from "@/api/types.gen";
import { cx } from "@/ui/cx";
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
  Link: RequestLink;
  onOrder: (order: FindSearch["order"]) => void;
}

/** What was found, a row a request; on the phone a card each. */
export function Results(props: ResultsProps) {
  const { t } = useTranslation("find");
  return (
    <div className={styles["scroller"]}>
      <table className={styles["table"]} aria-label={t("title")}>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <Head key={column} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.id} className={styles["row"]}>
              {props.columns.map((column) => (
                <Cell key={column} column={column} row={row} {...props} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useLabel(fields: readonly FieldColumn[]) {
  const { t } = useTranslation("find");
  return (column: string): string => {
    if (isPlain(column)) return t(`column.${column}`);
    const key = fieldOf(column);
    return fields.find((field) => field.key === key)?.label ?? key ?? column;
  };
}

function Head({ column, order, fields, onOrder }: ResultsProps & { column: string }) {
  const label = useLabel(fields)(column);
  const next = nextOrder(column, order);
  const sort = sortOf(column, order);
  return (
    <th scope="col" aria-sort={sort} className={cx(column === "amount" && styles["right"])}>
      {next === null ? (
        label
      ) : (
        <button type="button" className={styles["sort"]} onClick={() => onOrder(next)}>
          {label}
          {sort && <span aria-hidden="true">{sort === "ascending" ? "↑" : "↓"}</span>}
        </button>
      )}
    </th>
  );
}

function Cell({ column, row, fields, Link }: ResultsProps & { column: string; row: FoundInstance }) {
  const label = useLabel(fields)(column);
  if (column === "title")
    return (
      <th scope="row" className={styles["title"]}>
        <Link instanceId={row.id} className={styles["link"]}>
          {row.title}
        </Link>
      </th>
    );
  return (
    <td data-label={label} className={cx(column === "amount" && styles["right"])}>
      <Value column={column} row={row} Link={Link} />
    </td>
  );
}

type Show = (row: FoundInstance, Link: RequestLink) => ReactNode;

const SHOWN: Record<Exclude<PlainColumn, "title">, Show> = {
  number: (row, Link) => (
    <Link instanceId={row.id} className={styles["number"]}>
      {row.number}
    </Link>
  ),
  process: (row) => row.process.name,
  state: (row) => <StatusMark status={statusOf(row)} isSmall />,
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
      <span className={styles["under"]}>
        {first.step.name} <DueMark dueAt={first.dueAt} isShort />
      </span>
    </span>
  );
}
