/** Cells copied from a spreadsheet, put into a table from one cell on. */
import type { FormComponent, FormValue, FormValues, Language } from "@/lib/forms/model";
import { optionLabel } from "@/lib/forms/schema";

/** Rows beyond this are left out: a slip of the hand is not 10,000 lines. */
export const MAX_PASTED_ROWS = 500;

/** The cells of a clipboard text, or null when it is a single cell and the browser should paste it itself. */
export function cellsOf(text: string): readonly (readonly string[])[] | null {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  if (lines.length === 1 && !text.includes("\t")) return null;
  return lines.slice(0, MAX_PASTED_ROWS).map((line) => line.split("\t"));
}

/** Rows after pasting `cells` with the upper left one at (`row`, `column`). */
export function pasteInto(
  rows: readonly FormValues[],
  columns: readonly (FormComponent & { key: string })[],
  at: { row: number; column: number },
  cells: readonly (readonly string[])[],
): readonly FormValues[] {
  const result = [...rows];
  cells.forEach((line, down) => {
    const entries = line.flatMap((text, across): [string, FormValue][] => {
      const column = columns[at.column + across];
      return column && !column.dj?.compute ? [[column.key, cellValue(column, text.trim())]] : [];
    });
    result[at.row + down] = { ...result[at.row + down], ...Object.fromEntries(entries) };
  });
  return result;
}

function cellValue(column: FormComponent, text: string): FormValue {
  if (text === "") return null;
  if (column.type === "number" || column.type === "money") return text.replace(/[¥,，\s]/g, "");
  if (column.type === "datetime" && column.subtype !== "time") return isoDate(text) ?? text;
  const option = column.values?.find((one) => LANGUAGES.some((language) => optionLabel(one, language) === text));
  return option ? option.value : text;
}

const LANGUAGES: readonly Language[] = ["zh-CN", "en-US"];

/** 2026/3/9, 2026-03-09 and 2026年3月9日 are the same day. */
function isoDate(text: string): string | null {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (!match) return null;
  const [, year = "", month = "", day = ""] = match;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
