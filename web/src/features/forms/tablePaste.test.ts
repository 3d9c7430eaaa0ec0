import { expect, test } from "vitest";

import type { FormComponent } from "@/lib/forms/model";

import { cellsOf, pasteInto } from "./tablePaste";

const COLUMNS: (FormComponent & { key: string })[] = [
  { key: "what", type: "textfield" },
  { key: "day", type: "datetime", subtype: "date" },
  { key: "amount", type: "money" },
  { key: "kind", type: "select", values: [{ value: "A", label: "交通", dj: { label: { "en-US": "Transport" } } }] },
  { key: "sum", type: "money", dj: { compute: "=amount" } },
];

test("one cell is pasted by the browser", () => {
  expect(cellsOf("刀柄")).toBeNull();
});

test("spreadsheet cells become rows, in the types of their columns", () => {
  const cells = cellsOf("刀\t2026/3/9\t¥1,200.50\t交通\t9\r\n柄\t2026年3月10日\t3\tTransport\r\n") ?? [];

  const rows = pasteInto([], COLUMNS, { row: 0, column: 0 }, cells);

  expect(rows).toEqual([
    { what: "刀", day: "2026-03-09", amount: "1200.50", kind: "A" },
    { what: "柄", day: "2026-03-10", amount: "3", kind: "A" },
  ]);
});

test("pasting starts at the cell with the cursor and keeps the others", () => {
  const rows = pasteInto([{ what: "a" }, { what: "b", amount: "1" }], COLUMNS, { row: 1, column: 2 }, [["5"], ["6"]]);

  expect(rows).toEqual([{ what: "a" }, { what: "b", amount: "5" }, { amount: "6" }]);
});
