import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Ledger, LedgerColumn, LedgerGroup } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useTell } from "@/ui/act/Toasts";
import { ErrorState } from "@/ui/states/State";

import { GroupHead, HeadRow } from "./GridParts";
import styles from "./Grid.module.css";
import { cellText, type LedgerSearch, widthOf } from "./model";
import { RowCells } from "./RowCells";
import { useCellEdit } from "./useCellEdit";
import { type Place, useGridKeys } from "./useGridKeys";
import { useBlocks } from "./useLedgers";
import { rowOf, useLines, wantedBlocks } from "./useLines";

export const ROW_PX = 36;
export const NUMBER_PX = 48;
const OVERSCAN = 12;
const PAGE_LINES = 15;

interface Props {
  ledger: Ledger;
  columns: readonly LedgerColumn[];
  search: LedgerSearch;
  total: number;
  groups: readonly LedgerGroup[] | null;
  onSort: (key: string) => void;
  onOpen: (rowId: string) => void;
}

/** Rows as a spreadsheet. Only what is in sight is loaded and drawn, however many there are. */
export function Grid(props: Props) {
  const { ledger, columns, search } = props;
  const { t } = useTranslation("ledgers");
  const tell = useTell();
  const scroll = useRef<HTMLDivElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const lines = useLines(search, props.total, props.groups, closed);
  const widths = columns.map(widthOf);
  const width = NUMBER_PX + widths.reduce((sum, one) => sum + one, 0);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer's functions are meant to be called while drawing
  const virtual = useVirtualizer({
    count: lines.count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollPaddingStart: ROW_PX + 4,
  });
  const drawn = virtual.getVirtualItems();
  const { blocks, error } = useBlocks(ledger.key, search, wantedBlocks(lines, drawn.map((item) => item.index)));
  const edit = useCellEdit(ledger.key, () => scroll.current?.focus());
  const found = ({ line, column }: Place) => {
    const row = rowOf(lines.at(line), blocks);
    const known = columns[column];
    return row && known ? { ...row, column: known } : null;
  };
  const toggle = (id: string) =>
    setClosed((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  const keys = useGridKeys({
    lines: lines.count,
    columns: columns.length,
    page: PAGE_LINES,
    onMove: ({ line }) => virtual.scrollToIndex(line, { align: "auto" }),
    onOpen: (place) => {
      const line = lines.at(place.line);
      const one = found(place);
      if (one) props.onOpen(one.row.id);
      else if (line?.kind === "group") toggle(line.section.id);
    },
    onEdit: (place) => {
      const one = found(place);
      if (!one) return;
      if (!one.column.mayFill || !one.row.mayWrite || one.column.type === "attachment") props.onOpen(one.row.id);
      else edit.begin(one.row, one.column);
    },
    onCopy: (place) => {
      const one = found(place);
      if (one) void navigator.clipboard.writeText(cellText(one.row.values[one.column.key], one.column, one.names, { yes: t("yes"), no: t("no") }));
    },
    onPaste: (place, text) => {
      const one = found(place);
      if (!one) return;
      if (!one.column.mayFill || !one.row.mayWrite) tell({ kind: "trouble", text: t("edit.notYours", { name: one.column.name }) });
      else edit.save(one.row, one.column, text === "" ? null : text);
    },
  });
  if (error && blocks.size === 0) {
    const problem = asProblem(error);
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} />;
  }
  return (
    <div
      ref={scroll}
      className={styles["grid"]}
      role="grid"
      tabIndex={0}
      aria-label={ledger.name}
      aria-rowcount={lines.count + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={`cell-${keys.place.line}-${keys.place.column}`}
      data-list
      onKeyDown={keys.onKeyDown}
      onPaste={keys.onPaste}
    >
      <div style={{ width, ["--cells" as keyof CSSProperties]: `${NUMBER_PX}px ${widths.map((one) => `${one}px`).join(" ")}` }}>
        <HeadRow columns={columns} sort={search.by} onSort={props.onSort} />
        <div role="rowgroup" className={styles["canvas"]} style={{ height: virtual.getTotalSize() }}>
          {drawn.map((item) => {
            const line = lines.at(item.index);
            const place: CSSProperties = { transform: `translateY(${item.start}px)` };
            if (line?.kind === "group")
              return (
                <GroupHead
                  key={item.key}
                  style={place}
                  line={item.index}
                  group={line.group}
                  columns={columns}
                  isOpen={!closed.has(line.section.id)}
                  onToggle={() => toggle(line.section.id)}
                />
              );
            const one = rowOf(line, blocks);
            return (
              <RowCells
                key={item.key}
                style={place}
                line={item.index}
                number={line?.kind === "row" ? line.index + 1 : 0}
                columns={columns}
                row={one?.row}
                names={one?.names}
                isSelected={one !== null && one.row.id === search.row}
                activeColumn={keys.place.line === item.index ? keys.place.column : -1}
                edit={edit}
                onPlace={(column) => keys.move({ line: item.index, column })}
                onOpen={() => one && props.onOpen(one.row.id)}
                onFocusGrid={() => scroll.current?.focus()}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
