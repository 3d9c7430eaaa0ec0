import { useTranslation } from "react-i18next";

import type { FormComponent, FormValues } from "@/lib/forms/model";
import { columnsOf, keyOf, labelOf } from "@/lib/forms/schema";

import { columnAccess } from "./access";
import styles from "./detail.module.css";
import { type Column, DetailRow, isFigure } from "./DetailRow";
import { useScene } from "./scene";
import { cellHandlers, focusCell, type Place } from "./tableCells";
import { TableFoot } from "./TableFoot";
import { pasteInto } from "./tablePaste";
import { tableRows } from "./typed";

interface TableProps {
  component: FormComponent;
  id: string;
  isOpen: boolean;
  /** Some steps fill in a column of rows that others wrote. */
  mayAddRows: boolean;
}

/** Rows of the same fields, with their sums. On the phone each row is a card. */
export function DetailTable({ component, id, isOpen, mayAddRows }: TableProps) {
  const { t } = useTranslation("forms");
  const scene = useScene();
  const key = keyOf(component) ?? "";
  const columns = columnsOf(component).filter((column) => columnAccess(component, column, scene.access) !== "hidden");
  const rows = tableRows(scene.values[key]);
  const change = (next: readonly FormValues[]) => scene.onChange(key, next);
  const isFull = !mayAddRows || (component.dj?.maxRows !== undefined && rows.length >= component.dj.maxRows);

  const addRow = (row: FormValues = {}) => {
    change([...rows, row]);
    requestAnimationFrame(() => focusCell(id, rows.length, 0));
  };
  const onNextRow = (place: Place) => {
    if (place.row + 1 < rows.length) focusCell(id, place.row + 1, place.column);
    else if (!isFull) addRow();
  };
  const onCells = (place: Place, cells: readonly (readonly string[])[]) =>
    change(pasteInto(rows, columns, place, cells).slice(0, mayAddRows ? undefined : rows.length));

  return (
    <div id={id} className={styles.wrap} {...(isOpen && cellHandlers(onNextRow, onCells))}>
      <table className={styles.table} aria-label={labelOf(component, scene.language)}>
        <TableHead columns={columns} isOpen={isOpen} hasTools={isOpen && mayAddRows} />
        <tbody>
          {rows.map((row, index) => (
            <DetailRow
              key={index}
              {...{ table: component, id, row, index, columns, isOpen, mayAddRows }}
              problems={scene.problems.filter((problem) => problem.path.startsWith(`/${key}/${index}/`))}
              onChange={(next) => change(rows.map((one, at) => (at === index ? next : one)))}
              onCopy={isFull ? null : () => addRow(row)}
              onRemove={() => change(rows.filter((_, at) => at !== index))}
            />
          ))}
          {rows.length === 0 && (
            <tr>
              <td className={styles.empty} colSpan={columns.length + (isOpen ? 2 : 1)}>
                {isOpen ? t("table.emptyOpen") : t("table.empty")}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      <TableFoot component={component} columns={columns} rows={rows} onAdd={isOpen && !isFull ? addRow : null} />
    </div>
  );
}

function TableHead({ columns, isOpen, hasTools }: { columns: readonly Column[]; isOpen: boolean; hasTools: boolean }) {
  const { t } = useTranslation("forms");
  const { language } = useScene();
  return (
    <thead>
      <tr>
        <th className={styles.number}>
          <span className="sr-only">{t("table.row")}</span>
        </th>
        {columns.map((column) => (
          <th key={column.key} scope="col" data-figure={isFigure(column)}>
            {labelOf(column, language)}
            {isOpen && column.validate?.required && <span className={styles.mark}> *</span>}
          </th>
        ))}
        {hasTools && (
          <th className={styles.tools}>
            <span className="sr-only">{t("table.tools")}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}
