import { Copy, Plus, Trash2 } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";

import { moneyInCapitals } from "@/lib/money/capitals";
import { formatMoney } from "@/lib/money/money";

import styles from "./detail.module.css";
import { ProblemLine } from "./Field";
import { FieldControl } from "./FieldControl";
import { FieldText } from "./FieldText";
import type { FormComponent, FormProblem, FormValues } from "./model";
import { columnsOf, keyOf, labelOf, wordsIn } from "./schema";
import { useScene } from "./scene";
import { cellsOf, pasteInto } from "./tablePaste";
import { totalOf } from "./totals";
import { tableRows } from "./typed";

type Column = FormComponent & { key: string };

const isFigure = (column: FormComponent): boolean => column.type === "money" || column.type === "number";

/** Rows of the same fields, with their sums. On the phone each row is a card. */
export function DetailTable({ component, id, isOpen }: { component: FormComponent; id: string; isOpen: boolean }) {
  const { t } = useTranslation("forms");
  const scene = useScene();
  const key = keyOf(component) ?? "";
  const columns = columnsOf(component);
  const rows = tableRows(scene.values[key]);
  const root = useRef<HTMLDivElement>(null);
  const change = (next: readonly FormValues[]) => scene.onChange(key, next);
  const isFull = component.dj?.maxRows !== undefined && rows.length >= component.dj.maxRows;

  const addRow = (row: FormValues = {}) => {
    change([...rows, row]);
    requestAnimationFrame(() => focusCell(root.current, rows.length, 0));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isPlainEnter = event.key === "Enter" && !event.nativeEvent.isComposing && !(event.target instanceof HTMLTextAreaElement);
    const place = placeOf(event.target);
    if (!isPlainEnter || !place || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (place.row + 1 < rows.length) focusCell(root.current, place.row + 1, place.column);
    else if (!isFull) addRow();
  };
  const onPaste = (event: ClipboardEvent) => {
    const cells = cellsOf(event.clipboardData.getData("text/plain"));
    const place = placeOf(event.target);
    if (!cells || !place) return;
    event.preventDefault();
    change(pasteInto(rows, columns, place, cells));
  };

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- keys and paste of the cells inside
    <div ref={root} id={id} className={styles.wrap} onKeyDown={isOpen ? onKeyDown : undefined} onPaste={isOpen ? onPaste : undefined}>
      <table className={styles.table} aria-label={labelOf(component, scene.language)}>
        <thead>
          <tr>
            <th className={styles.number}>
              <span className="sr-only">{t("table.row")}</span>
            </th>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-figure={isFigure(column)}>
                {labelOf(column, scene.language)}
                {isOpen && column.validate?.required && <span className={styles.mark}> *</span>}
              </th>
            ))}
            {isOpen && (
              <th className={styles.tools}>
                <span className="sr-only">{t("table.tools")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <DetailRow
              key={index}
              {...{ id, row, index, columns, isOpen }}
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

interface RowProps {
  id: string;
  row: FormValues;
  index: number;
  columns: readonly Column[];
  isOpen: boolean;
  problems: readonly FormProblem[];
  onChange: (row: FormValues) => void;
  onCopy: (() => void) | null;
  onRemove: () => void;
}

function DetailRow({ id, row, index, columns, isOpen, problems, onChange, onCopy, onRemove }: RowProps) {
  const { t } = useTranslation("forms");
  const { language } = useScene();
  return (
    <tr>
      <th scope="row" className={styles.number}>
        <span className={styles.cardTitle}>{t("table.rowNumber", { number: index + 1 })}</span>
        <span className={styles.rowNumber} aria-hidden>
          {index + 1}
        </span>
      </th>
      {columns.map((column, at) => {
        const found = problems.filter((problem) => problem.path.endsWith(`/${index}/${column.key}`));
        const label = labelOf(column, language);
        return (
          <td key={column.key} data-label={label} data-figure={isFigure(column)} data-place={`${index}:${at}`}>
            {isOpen && !column.dj?.compute ? (
              <FieldControl
                component={column}
                id={`${id}-${index}-${column.key}`}
                label={t("table.cell", { label, number: index + 1 })}
                value={row[column.key]}
                isInvalid={found.length > 0}
                describedBy={found.length > 0 ? `${id}-${index}-${column.key}-hint` : undefined}
                onChange={(value) => onChange({ ...row, [column.key]: value })}
                onLeave={() => undefined}
              />
            ) : (
              <FieldText component={column} value={row[column.key]} />
            )}
            <div id={`${id}-${index}-${column.key}-hint`}>
              {found.map((problem, number) => (
                <ProblemLine key={number} problem={problem} />
              ))}
            </div>
          </td>
        );
      })}
      {isOpen && (
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
                  t(`table.total.${total.kind ?? "sum"}`, { label: column ? labelOf(column, language) : total.column })}
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

/** Row and column of the cell that an event happened in. */
function placeOf(target: EventTarget): { row: number; column: number } | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
  const [row, column] = (cell?.dataset["place"] ?? "").split(":").map(Number);
  return cell && row !== undefined && column !== undefined ? { row, column } : null;
}

function focusCell(root: HTMLElement | null, row: number, column: number): void {
  root?.querySelector<HTMLElement>(`[data-place="${row}:${column}"] :is(input, textarea, [tabindex])`)?.focus();
}
