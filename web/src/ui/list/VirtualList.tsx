import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useMemo, useRef } from "react";

import { cx } from "@/ui/cx";

import styles from "./List.module.css";

export interface ListGroup<Row> {
  key: string;
  head: ReactNode;
  rows: readonly Row[];
}

type Line<Row> = { kind: "head"; key: string; head: ReactNode } | { kind: "row"; key: string; row: Row };

export interface VirtualListProps<Row> {
  label: string;
  groups: readonly ListGroup<Row>[];
  keyOf: (row: Row) => string;
  selectedKey: string | null;
  onOpen: (row: Row) => void;
  /** Draws a row; the outermost element gets the given properties. */
  render: (row: Row, part: RowPart) => ReactNode;
  isCards: boolean;
  /** The last rows are in sight: more are wanted. */
  onEnd?: () => void;
  foot?: ReactNode;
  /** Rows can be marked for an action on several. */
  marking?: Marking | undefined;
}

export interface Marking {
  marked: ReadonlySet<string>;
  /** The boxes stay in sight, not only at the pointer. */
  isOn: boolean;
  /** With Shift from the row marked last up to this one. */
  onMark: (key: string, isRange: boolean) => void;
}

export interface RowPart {
  id: string;
  role: "option";
  "aria-selected": boolean;
  "aria-checked"?: boolean;
  "data-key": string;
}

const HEAD_PX = 36;
const ROW_PX = 61;
const CARD_PX = 132;
const NEAR_END = 6;

/** A long list as a listbox: only what is in sight is drawn; arrows, Home and End move, Enter opens. */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { groups, keyOf, selectedKey, onOpen, onEnd, marking } = props;
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const lines = useMemo(
    () =>
      groups.flatMap<Line<Row>>((group) => [
        ...(group.head ? [{ kind: "head" as const, key: group.key, head: group.head }] : []),
        ...group.rows.map((row) => ({ kind: "row" as const, key: keyOf(row), row })),
      ]),
    [groups, keyOf],
  );
  const rows = lines.filter((line) => line.kind === "row");

  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer's functions are meant to be called while drawing
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => (lines[index]?.kind === "head" ? HEAD_PX : props.isCards ? CARD_PX : ROW_PX),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
  });
  const drawn = virtual.getVirtualItems();
  const lastIndex = drawn.at(-1)?.index ?? 0;

  useEffect(() => {
    if (lines.length > 0 && lastIndex >= lines.length - NEAR_END) onEnd?.();
  }, [lastIndex, lines.length, onEnd]);

  const selectedIndex = lines.findIndex((line) => line.kind === "row" && line.key === selectedKey);
  useEffect(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: "auto" });
  }, [selectedIndex, virtual]);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = rows.findIndex((line) => line.key === selectedKey);
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: rows.length - 1, Enter: at }[event.key];
    const line = to === undefined ? undefined : rows[to];
    if (!line) return;
    event.preventDefault();
    onOpen(line.row);
  };
  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    const key = target.closest<HTMLElement>("[data-key]")?.dataset["key"];
    const line = rows.find((candidate) => candidate.key === key);
    if (!line) return;
    if (marking && target.closest("[data-mark]")) marking.onMark(line.key, event.shiftKey);
    else onOpen(line.row);
  };

  return (
    <div
      ref={scroll}
      className={cx(styles["scroll"], props.isCards && styles["cards"], marking && styles["markable"], marking?.isOn && styles["marking"])}
      role="listbox"
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={selectedIndex >= 0 ? `${id}-${selectedKey ?? ""}` : undefined}
      data-list
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div className={styles["canvas"]} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {drawn.map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={styles["slot"]}
              role="presentation"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {line.kind === "head"
                ? line.head
                : props.render(line.row, {
                    id: `${id}-${line.key}`,
                    role: "option",
                    "aria-selected": line.key === selectedKey,
                    ...(marking && { "aria-checked": marking.marked.has(line.key) }),
                    "data-key": line.key,
                  })}
            </div>
          );
        })}
      </div>
      {props.foot}
    </div>
  );
}
