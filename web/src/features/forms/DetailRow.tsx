import { Copy, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { FormComponent, FormProblem, FormValue, FormValues } from "@/lib/forms/model";
import { keyOf, labelOf } from "@/lib/forms/schema";

import { mayEnterColumn } from "./access";
import styles from "./detail.module.css";
import { FieldControl } from "./FieldControl";
import { FieldText } from "./FieldText";
import { ProblemLine } from "./ProblemLine";
import { useScene } from "./scene";

export type Column = FormComponent & { key: string };

export const isFigure = (column: FormComponent): boolean => column.type === "money" || column.type === "number";

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

/** One row; on the phone it is a card. */
export function DetailRow({ table, id, row, index, columns, isOpen, mayAddRows, problems, onChange, onCopy, onRemove }: RowProps) {
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
