import {
  ArrowDown,
  ArrowUp,
  Barcode,
  Braces,
  Building2,
  Calculator,
  Calendar,
  ChevronDown,
  ChevronRight,
  CircleDot,
  Clock,
  Hash,
  JapaneseYen,
  Link2,
  Lock,
  type LucideIcon,
  Paperclip,
  ToggleLeft,
  Type,
  UserRound,
} from "lucide-react";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import type { LedgerColumn, LedgerGroup } from "@/api/types.gen";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./Grid.module.css";
import { isNumeric, numberText } from "./model";

const ICONS: Record<LedgerColumn["type"], LucideIcon> = {
  text: Type,
  number: Hash,
  money: JapaneseYen,
  date: Calendar,
  instant: Clock,
  yes_no: ToggleLeft,
  choice: CircleDot,
  person: UserRound,
  department: Building2,
  reference: Link2,
  attachment: Paperclip,
  serial: Barcode,
  data: Braces,
};

export const iconOf = (column: Pick<LedgerColumn, "type" | "isComputed" | "isSensitive">): LucideIcon =>
  column.isSensitive ? Lock : column.isComputed ? Calculator : ICONS[column.type];

/** Names, types and order of the columns; a press sorts. */
export function HeadRow(props: { columns: readonly LedgerColumn[]; sort: string | undefined; onSort: (key: string) => void }) {
  const { t } = useTranslation("ledgers");
  return (
    <div role="rowgroup" className={styles["head"]}>
      <div role="row" aria-rowindex={1} className={styles["row"]}>
        <div role="columnheader" aria-colindex={1} className={cx(styles["cell"], styles["number"])}>
          <span className="sr-only">{t("number")}</span>
        </div>
        {props.columns.map((column, index) => {
          const isUp = props.sort === column.key;
          const isDown = props.sort === `-${column.key}`;
          return (
            <div
              key={column.key}
              role="columnheader"
              aria-colindex={index + 2}
              aria-sort={isUp ? "ascending" : isDown ? "descending" : undefined}
              className={cx(styles["cell"], isNumeric(column) && styles["right"])}
            >
              {column.maySort ? (
                <button type="button" tabIndex={-1} className={styles["sort"]} onClick={() => props.onSort(column.key)}>
                  <Icon of={iconOf(column)} size={14} />
                  <span className="truncate" title={column.name}>
                    {column.name}
                  </span>
                  {(isUp || isDown) && <Icon of={isUp ? ArrowUp : ArrowDown} size={14} />}
                </button>
              ) : (
                <span className={styles["sort"]}>
                  <Icon of={iconOf(column)} size={14} />
                  <span className="truncate" title={column.name}>
                    {column.name}
                  </span>
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The head of a group: its value, how many rows, the sums under their columns. */
export function GroupHead(props: {
  style: CSSProperties;
  line: number;
  group: LedgerGroup;
  columns: readonly LedgerColumn[];
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { t } = useTranslation("ledgers");
  const { group, columns } = props;
  const summed = columns.filter((column) => isNumeric(column) && group.sums[column.key] !== undefined);
  return (
    <div role="row" aria-rowindex={props.line + 2} aria-expanded={props.isOpen} className={cx(styles["line"], styles["group"])} style={props.style}>
      <div role="gridcell" id={`cell-${props.line}-0`} className={styles["groupCell"]}>
        <button type="button" tabIndex={-1} className={styles["toggle"]} onClick={props.onToggle}>
          <Icon of={props.isOpen ? ChevronDown : ChevronRight} size={14} />
          <span className={styles["groupName"]}>{group.value === null ? t("group.empty") : group.label}</span>
          <span className={styles["quiet"]}>{group.count.toLocaleString("en-US")}</span>
        </button>
        {summed.slice(0, 3).map((column) => (
          <span key={column.key} className={cx(styles["quiet"], "tnum")}>
            {column.name} {numberText(group.sums[column.key], column)}
          </span>
        ))}
      </div>
    </div>
  );
}
