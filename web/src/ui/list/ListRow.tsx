import { Check } from "lucide-react";
import type { ReactNode } from "react";

import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./List.module.css";
import type { RowPart } from "./VirtualList";

/** The head of a group: its name in the colour of its pressure, a count, a total. */
export function GroupHead(props: { label: string; count: number | string; tone?: "red" | "amber" | undefined; total?: ReactNode }) {
  return (
    <div className={styles["head"]} role="presentation">
      <span>
        <span className={cx(props.tone && styles[props.tone])}>{props.label}</span>
        <span className={styles["count"]}>{props.count}</span>
      </span>
      {props.total && <span className={cx(styles["total"], "tnum")}>{props.total}</span>}
    </div>
  );
}

/** The box at a row's left: for the pointer; the row itself says whether it is marked, and X marks it. */
function Mark({ part }: { part: RowPart }) {
  const isMarked = part["aria-checked"];
  if (isMarked === undefined) return null;
  return (
    <span className={styles["mark"]} data-mark aria-hidden="true">
      <span className={cx(styles["box"], isMarked && styles["marked"])}>{isMarked && <Icon of={Check} size={12} weight={3} />}</span>
    </span>
  );
}

/** Two lines: title and amount; who, what and until when. The whole row is the target. */
export function ListRow(props: {
  part: RowPart;
  title: string;
  isUnread?: boolean;
  unreadLabel?: string;
  mark?: ReactNode;
  right?: ReactNode;
  under: ReactNode;
  underRight?: ReactNode;
}) {
  return (
    <div {...props.part} className={cx(styles["row"], props.isUnread && styles["unread"])}>
      <Mark part={props.part} />
      <div className={styles["lines"]}>
        <div className={styles["line"]}>
          {props.isUnread && (
            <span className={styles["dot"]}>
              <span className="sr-only">{props.unreadLabel}</span>
            </span>
          )}
          <span className={styles["title"]} title={props.title}>
            {props.title}
          </span>
          {props.mark}
          <span className={styles["right"]}>{props.right}</span>
        </div>
        <div className={cx(styles["line"], styles["under"])}>
          {props.under}
          <span className={styles["right"]}>{props.underRight}</span>
        </div>
      </div>
    </div>
  );
}

/** The part of the second line that gives way when it is too long. */
export function Rest({ children, title }: { children: ReactNode; title: string }) {
  return (
    <span className={styles["rest"]} title={title}>
      {children}
    </span>
  );
}

/** The phone's form of a row: process and due, title and amount, one line of facts, the person. */
export function ListCard(props: {
  part: RowPart;
  head: ReactNode;
  headRight?: ReactNode;
  title: string;
  isUnread?: boolean;
  unreadLabel?: string;
  right?: ReactNode;
  facts?: string | undefined;
  person?: ReactNode;
}) {
  return (
    <div {...props.part} className={cx(styles["card"], props.isUnread && styles["unread"])}>
      <Mark part={props.part} />
      <div className={cx(styles["line"], styles["cardHead"])}>
        {props.head}
        <span className={styles["right"]}>{props.headRight}</span>
      </div>
      <div className={styles["line"]}>
        {props.isUnread && (
          <span className={styles["dot"]}>
            <span className="sr-only">{props.unreadLabel}</span>
          </span>
        )}
        <span className={styles["title"]} title={props.title}>
          {props.title}
        </span>
        <span className={cx(styles["right"], styles["amount"])}>{props.right}</span>
      </div>
      {props.facts && (
        <div className={styles["facts"]} title={props.facts}>
          {props.facts}
        </div>
      )}
      {props.person && <div className={styles["line"]}>{props.person}</div>}
    </div>
  );
}

export function ListFoot({ children }: { children: ReactNode }) {
  return <div className={styles["end"]}>{children}</div>;
}
