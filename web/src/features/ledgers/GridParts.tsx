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
import type { CSSProperties, KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import type { LedgerColumn, LedgerGroup, LedgerNames, LedgerRow } from "@/api/types.gen";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import { CellView } from "./CellView";
import styles from "./Grid.module.css";
import { isNumeric, numberText } from "./model";
import type { useCellEdit } from "./useCellEdit";
import { ValueInput } from "./ValueInput";

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

interface RowProps {
  style: CSSProperties;
  line: number;
  number: number;
  columns: readonly LedgerColumn[];
  row: LedgerRow | undefined;
  names: LedgerNames | undefined;
  isSelected: boolean;
  activeColumn: number;
  edit: ReturnType<typeof useCellEdit>;
  onPlace: (column: number) => void;
  onOpen: () => void;
  onFocusGrid: () => void;
}

/** One row; the pressed cell is the present one, a second press edits it. */
export function RowCells(props: RowProps) {
  const { t } = useTranslation("ledgers");
  const { row, columns, edit, line } = props;
  return (
    <div role="row" aria-rowindex={line + 2} aria-selected={props.isSelected} className={cx(styles["line"], styles["row"], props.isSelected && styles["selected"])} style={props.style}>
      <div role="rowheader" aria-colindex={1} className={cx(styles["cell"], styles["number"], "tnum")}>
        {row ? (
          <button type="button" tabIndex={-1} className={styles["open"]} aria-label={t("openRow", { number: props.number })} onClick={props.onOpen}>
            {props.number}
          </button>
        ) : (
          props.number || ""
        )}
      </div>
      {columns.map((column, index) => {
        const isActive = props.activeColumn === index;
        const isEditing = row !== undefined && edit.editing?.rowId === row.id && edit.editing.column === column.key;
        return (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid has the focus and the keys
          <div
            key={column.key}
            role="gridcell"
            id={`cell-${line}-${index}`}
            aria-colindex={index + 2}
            aria-readonly={!column.mayFill}
            className={cx(styles["cell"], isNumeric(column) && styles["right"], isActive && styles["active"], isEditing && styles["editing"])}
            onClick={() => {
              if (isEditing) return;
              props.onPlace(index);
              props.onFocusGrid();
            }}
            onDoubleClick={() => {
              if (row?.mayWrite && column.mayFill && column.type !== "attachment" && !isEditing) edit.begin(row, column);
            }}
          >
            {!row && <span className={styles["waiting"]} />}
            {row && !isEditing && <CellView column={column} value={row.values[column.key]} names={props.names} />}
            {isEditing && <Editor row={row} column={column} names={props.names} edit={edit} />}
          </div>
        );
      })}
    </div>
  );
}

function Editor({ row, column, names, edit }: { row: LedgerRow; column: LedgerColumn; names: LedgerNames | undefined; edit: ReturnType<typeof useCellEdit> }) {
  const isTyped = !["choice", "yes_no", "person", "department", "reference"].includes(column.type);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") edit.stop();
    if (isTyped && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      edit.save(row, column, edit.editing?.draft ?? null);
    }
  };
  return (
    <div
      role="presentation"
      className={styles["editor"]}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (isTyped && !edit.isBusy && edit.problem === "" && !event.currentTarget.contains(event.relatedTarget)) edit.save(row, column, edit.editing?.draft ?? null);
      }}
    >
      <ValueInput
        column={column}
        value={edit.editing?.draft}
        names={names}
        isInCell
        isWrong={edit.problem !== ""}
        onChange={(value) => {
          if (isTyped) edit.setDraft(value);
          else edit.save(row, column, value);
        }}
      />
      {edit.problem && (
        <p role="alert" className={styles["problem"]}>
          {edit.problem}
        </p>
      )}
    </div>
  );
}
