import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Ledger, LedgerColumn, LedgerNames, LedgerRow } from "@/api/types.gen";

import { CellView } from "./CellView";
import styles from "./Ledgers.module.css";
import { cellText, type LedgerSearch } from "./model";
import { useBlocks } from "./useLedgers";
import { rowOf, useLines, wantedBlocks } from "./useLines";

const CARD_PX = 156;
const FACTS = 4;
const NONE: ReadonlySet<string> = new Set();

interface Props {
  ledger: Ledger;
  columns: readonly LedgerColumn[];
  search: LedgerSearch;
  total: number;
  onOpen: (rowId: string) => void;
}

/** Rows as cards, for a phone: what the row is called, then its first columns. */
export function Cards({ ledger, columns, search, total, onOpen }: Props) {
  const { t } = useTranslation("ledgers");
  const scroll = useRef<HTMLDivElement>(null);
  const lines = useLines(search, total, null, NONE);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer's functions are meant to be called while drawing
  const virtual = useVirtualizer({ count: lines.count, getScrollElement: () => scroll.current, estimateSize: () => CARD_PX, overscan: 6 });
  const drawn = virtual.getVirtualItems();
  const { blocks } = useBlocks(ledger.key, search, wantedBlocks(lines, drawn.map((item) => item.index)));
  return (
    <div ref={scroll} className={styles["cardScroll"]}>
      <p className={styles["cardCount"]}>{t("rows", { count: total, shown: total.toLocaleString("en-US") })}</p>
      <ul className={styles["cardCanvas"]} style={{ height: virtual.getTotalSize() }}>
        {drawn.map((item) => {
          const one = rowOf(lines.at(item.index), blocks);
          const place: CSSProperties = { transform: `translateY(${item.start}px)` };
          return (
            <li key={item.key} className={styles["cardSlot"]} style={place}>
              {one ? (
                <Card ledger={ledger} columns={columns} row={one.row} names={one.names} onOpen={() => onOpen(one.row.id)} />
              ) : (
                <span className={styles["cardWaiting"]} />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Card(props: { ledger: Ledger; columns: readonly LedgerColumn[]; row: LedgerRow; names: LedgerNames; onOpen: () => void }) {
  const { t } = useTranslation("ledgers");
  const { ledger, columns, row, names } = props;
  const words = { yes: t("yes"), no: t("no") };
  const titled = ledger.title.flatMap((key) => ledger.columns.find((one) => one.key === key) ?? []);
  const title = titled.map((column) => cellText(row.values[column.key], column, names, words)).filter(Boolean).join(" · ") || row.key;
  const facts = columns.filter((column) => !ledger.title.includes(column.key) && row.values[column.key] !== null).slice(0, FACTS);
  return (
    <button type="button" className={styles["card"]} onClick={props.onOpen}>
      <span className={styles["cardTitle"]} data-data>
        {title}
      </span>
      {facts.map((column) => (
        <span key={column.key} className={styles["fact"]}>
          <span className={styles["quiet"]}>{column.name}</span>
          <CellView column={column} value={row.values[column.key]} names={names} hasSymbol />
        </span>
      ))}
    </button>
  );
}
