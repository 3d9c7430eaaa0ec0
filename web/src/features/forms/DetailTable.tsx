import { Copy, Plus, Trash2 } from "lucide-react";
import type { HTMLAttributes } from "react";
import { useTranslation } from "react-i18next";

import { moneyInCapitals } from "@/lib/money/capitals";
import { formatMoney } from "@/lib/money/money";

import { columnAccess, mayEnterColumn } from "./access";
import styles from "./detail.module.css";
import { ProblemLine } from "./Field";
import { FieldControl } from "./FieldControl";
import { FieldText } from "./FieldText";
import type { FormComponent, FormProblem, FormValue, FormValues, Total } from "./model";
import { columnsOf, keyOf, labelOf, wordsIn } from "./schema";
import { useScene } from "./scene";
import { cellsOf, pasteInto } from "./tablePaste";
import { totalOf } from "./totals";
import { tableRows } from "./typed";

type Column = FormComponent & { key: string };

const isFigure = (column: FormComponent): boolean => column.type === "money" || column.type === "number";

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

interface RowProps {
  id: string;
  row: FormValues;
  index: number;
  columns: readonly Column[];
  table: FormComponent;
  isOpen: boolean;
  mayAddRows: boolean;
  problems: readonly FormProblem[];
  onChange: (row: FormValues) => void;
  onCopy: (() => void) | null;
  onRemove: () => void;
}

function DetailRow({ table, id, row, index, columns, isOpen, mayAddRows, problems, onChange, onCopy, onRemove }: RowProps) {
  const { t } = useTranslation("forms");
  const { language, access, hidden } = useScene();
  const label = (column: Column) => labelOf(column, language);
  return (
    <tr>
      <th scope="row" className={styles.number}>
        <span className={styles.cardTitle}>{t("table.rowNumber", { number: index + 1 })}</span>
        <span className={styles.rowNumber} aria-hidden>
          {index + 1}
        </span>
      </th>
      {columns.map((column, at) => (
        <td key={column.key} data-label={label(column)} data-figure={isFigure(column)} data-place={`${index}:${at}`}>
          <Cell
            {...{ column, index, id: `${id}-${index}-${column.key}`, value: row[column.key] }}
            isOpen={isOpen && mayEnterColumn(table, column, access)}
            isHidden={hidden.has(`${keyOf(table) ?? ""}/${index}/${column.key}`)}
            problems={problems.filter((problem) => problem.path.endsWith(`/${index}/${column.key}`))}
            onChange={(value) => onChange({ ...row, [column.key]: value })}
          />
        </td>
      ))}
      {isOpen && mayAddRows && (
        <td className={styles.tools}>
          {onCopy && (
            <button type="button" className={styles.tool} aria-label={t("table.copyRow", { number: index + 1 })} onClick={onCopy}>
              <Copy size={14} aria-hidden />
            </button>
          )}
          <button type="button" className={styles.tool} aria-label={t("table.removeRow", { number: index + 1 })} onClick={onRemove}>
            <Trash2 size={14} aria-hidden />
          </button>
        </td>
      )}
    </tr>
  );
}

interface CellProps {
  column: Column;
  index: number;
  id: string;
  value: FormValue;
  isOpen: boolean;
  isHidden: boolean;
  problems: readonly FormProblem[];
  onChange: (value: FormValue) => void;
}

function Cell({ column, index, id, value, isOpen, isHidden, problems, onChange }: CellProps) {
  const { t } = useTranslation("forms");
  const { language } = useScene();
  if (isHidden) return null;
  if (!isOpen) return <FieldText component={column} value={value} isCell />;
  return (
    <>
      <FieldControl
        isCell
        component={column}
        id={id}
        label={t("table.cell", { label: labelOf(column, language), number: index + 1 })}
        value={value}
        isInvalid={problems.length > 0}
        describedBy={problems.length > 0 ? `${id}-hint` : undefined}
        onChange={onChange}
        onLeave={() => undefined}
      />
      <div id={`${id}-hint`}>
        {problems.map((problem, number) => (
          <ProblemLine key={number} problem={problem} />
        ))}
      </div>
    </>
  );
}

function TableFoot(props: {
  component: FormComponent;
  columns: readonly Column[];
  rows: readonly FormValues[];
  onAdd: (() => void) | null;
}) {
  const { t } = useTranslation("forms");
  const { language } = useScene();
  const { onAdd } = props;
  const totals = props.component.dj?.totals ?? [];
  if (!onAdd && totals.length === 0) return null;
  return (
    <div className={styles.foot}>
      {onAdd && (
        <button type="button" className={styles.add} onClick={() => onAdd()}>
          <Plus size={16} aria-hidden /> {t("table.add")}
        </button>
      )}
      <dl className={styles.totals}>
        {totals.map((total) => {
          const column = props.columns.find((one) => one.key === total.column);
          const figure = totalOf(total, props.rows);
          const isMoney = column?.type === "money" && total.kind !== "count";
          return (
            <div key={`${total.column}-${total.kind ?? "sum"}`} className={styles.total}>
              <dt>
                {wordsIn(language, undefined, total.label) ||
                  (isSum(totals) ? t("table.totalOnly") : t(`table.total.${total.kind ?? "sum"}`, { label: column ? labelOf(column, language) : total.column }))}
              </dt>
              <dd className="tnum">{isMoney ? formatMoney(figure) : figure}</dd>
              {total.capitals && isMoney && language === "zh-CN" && (
                <dd className={styles.capitals}>{moneyInCapitals(figure)}</dd>
              )}
            </div>
          );
        })}
      </dl>
    </div>
  );
}

/** A single sum needs no name of its column. */
const isSum = (totals: readonly Total[]): boolean => totals.length === 1 && (totals[0]?.kind ?? "sum") === "sum";

/** Enter goes down a row; several cells are pasted over several. */
function cellHandlers(
  onNextRow: (place: Place) => void,
  onCells: (place: Place, cells: readonly (readonly string[])[]) => void,
): Pick<HTMLAttributes<HTMLElement>, "onKeyDown" | "onPaste"> {
  return {
    onKeyDown: (event) => {
      const place = placeOf(event.target);
      const isPlainEnter = event.key === "Enter" && !event.nativeEvent.isComposing;
      if (!isPlainEnter || !place || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      onNextRow(place);
    },
    onPaste: (event) => {
      const cells = cellsOf(event.clipboardData.getData("text/plain"));
      const place = placeOf(event.target);
      if (!cells || !place) return;
      event.preventDefault();
      onCells(place, cells);
    },
  };
}

interface Place {
  row: number;
  column: number;
}

/** Row and column of the cell that an event happened in. */
function placeOf(target: EventTarget): Place | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
  const [row, column] = (cell?.dataset["place"] ?? "").split(":").map(Number);
  return cell && row !== undefined && column !== undefined ? { row, column } : null;
}

function focusCell(tableId: string, row: number, column: number): void {
  const table = document.getElementById(tableId);
  table?.querySelector<HTMLElement>(`[data-place="${row}:${column}"] :is(input, textarea, [tabindex])`)?.focus();
}
