import type { CSSProperties, KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import type { LedgerColumn, LedgerNames, LedgerRow } from "@/api/types.gen";
import { cx } from "@/ui/cx";

import { CellView } from "./CellView";
import styles from "./Grid.module.css";
import { isNumeric } from "./model";
import type { useCellEdit } from "./useCellEdit";
import { ValueInput } from "./ValueInput";

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
