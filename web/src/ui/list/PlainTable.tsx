import type { LucideIcon } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./PlainTable.module.css";

export interface TableHead {
  key: string;
  label: string;
  /** What stands there, where it is more than the label: a button that sorts. */
  shown?: ReactNode;
  /** Figures stand on the right. */
  isFigure?: boolean;
  /** Said, not shown: boxes and actions need no words. */
  isUnseen?: boolean;
  sort?: "ascending" | "descending" | undefined;
  width?: number | undefined;
}

interface PlainTableProps {
  label: string;
  heads: readonly TableHead[];
  /** One `tbody`, or one a group. */
  children: ReactNode;
  /** Inside a pane that has its own margins. */
  isInset?: boolean;
  /** Columns can be made wider and narrower. */
  onWidth?: ((key: string, width: number) => void) | undefined;
}

/** Rows of one kind without lines between columns: 40 px a line, cards on the phone. Scrolls sideways by itself. */
export function PlainTable({ label, heads, children, isInset, onWidth }: PlainTableProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways: the keyboard must reach it
    <div className={styles["scroller"]} role="region" aria-label={label} tabIndex={0}>
      <table className={cx(styles["table"], isInset && styles["inset"])} aria-label={label}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th
                key={head.key}
                scope="col"
                aria-sort={head.sort}
                className={cx(head.isFigure && styles["figure"])}
                style={head.width ? { width: head.width, minWidth: head.width, maxWidth: head.width } : undefined}
              >
                {head.isUnseen ? <span className="sr-only">{head.label}</span> : (head.shown || head.label)}
                {onWidth && !head.isUnseen && <WidthGrip name={head.label} onWidth={(width) => onWidth(head.key, width)} />}
              </th>
            ))}
          </tr>
        </thead>
        {children}
      </table>
    </div>
  );
}

/** A row; where its name opens something, the whole row does. */
export function TableRow({ children, isChosen }: { children: ReactNode; isChosen?: boolean }) {
  return (
    <tr className={styles["row"]} data-chosen={isChosen || undefined}>
      {children}
    </tr>
  );
}

/** The head of a group, over all columns. */
export function GroupRow({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr className={styles["group"]}>
      <th scope="rowgroup" colSpan={columns}>
        {children}
      </th>
    </tr>
  );
}

/** What the row is: its button or link covers the row. */
export function RowName(props: {
  icon?: LucideIcon;
  under?: ReactNode;
  /** The name is what somebody wrote, in whatever language. */
  isData?: boolean;
  children: ReactNode;
}) {
  return (
    <th scope="row">
      <span className={styles["rowName"]}>
        {props.icon && (
          <span className={styles["icon"]}>
            <Icon of={props.icon} />
          </span>
        )}
        <span className={styles["words"]}>
          <span className={styles["name"]} data-data={props.isData || undefined}>
            {props.children}
          </span>
          {props.under && <span className={styles["under"]}>{props.under}</span>}
        </span>
      </span>
    </th>
  );
}

/** A value of the row; on the phone with the head's words before it. */
export function Cell(props: { label: string; children?: ReactNode; isFigure?: boolean }) {
  return (
    <td data-label={props.label} className={cx(props.isFigure && styles["figure"], props.isFigure && "tnum")}>
      {props.children}
    </td>
  );
}

/** A box or buttons of their own in a row that opens as a whole. */
export function ActsCell({ children }: { children?: ReactNode }) {
  return <td className={styles["acts"]}>{children}</td>;
}

/** Small and grey: a second line, or why there is nothing. */
export function Faint({ children, isBelow }: { children: ReactNode; isBelow?: boolean }) {
  return <span className={cx(styles["faint"], isBelow && styles["below"])}>{children}</span>;
}

const LEAST_PX = 72;
const MOST_PX = 640;
const KEY_STEP_PX = 16;

const within = (width: number): number => Math.round(Math.max(LEAST_PX, Math.min(width, MOST_PX)));

/** The edge of a column: dragged, or moved by the arrow keys. */
function WidthGrip({ name, onWidth }: { name: string; onWidth: (width: number) => void }) {
  const { t } = useTranslation("ui");
  const grip = useRef<HTMLDivElement>(null);
  const from = useRef<{ x: number; width: number } | null>(null);
  const [now, setNow] = useState<number | null>(null);
  const head = () => grip.current?.parentElement;
  const show = (width: number) => {
    const cell = head();
    if (cell) Object.assign(cell.style, { width: `${width}px`, minWidth: `${width}px`, maxWidth: `${width}px` });
    setNow(width);
  };
  const drag = (event: PointerEvent) => {
    if (from.current) show(within(from.current.width + event.clientX - from.current.x));
  };
  const drop = () => {
    if (from.current && now !== null) onWidth(now);
    from.current = null;
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -KEY_STEP_PX, ArrowRight: KEY_STEP_PX }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const width = within((head()?.offsetWidth ?? LEAST_PX) + by);
    show(width);
    onWidth(width);
  };
  return (
    <div
      ref={grip}
      className={styles["grip"]}
      role="slider"
      tabIndex={0}
      aria-label={t("columnWidth", { name })}
      aria-valuemin={LEAST_PX}
      aria-valuemax={MOST_PX}
      aria-valuenow={now ?? 0}
      aria-valuetext={now === null ? t("columnWidthFree") : `${now} px`}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width: head()?.offsetWidth ?? LEAST_PX };
      }}
      onPointerMove={drag}
      onPointerUp={drop}
      onKeyDown={step}
    />
  );
}
