import { describe, expect, it } from "vitest";

import type { LedgerColumn } from "@/api/types.gen";

import { EMPTY, freshColumn, isAlone, moved, renamed, withAlone, withCheck, withoutColumn } from "./design";
import { cellText, filtersOf, filtersText, keptOf, nextSort, numberText, searchOf } from "./model";

const column = (patch: Partial<LedgerColumn>): LedgerColumn => ({
  key: "a",
  name: "A",
  type: "text",
  isSensitive: false,
  isRequired: false,
  isComputed: false,
  mayFill: true,
  mayReveal: false,
  maySort: true,
  decimals: null,
  currency: "",
  reference: "",
  width: null,
  choices: [],
  ...patch,
});
const WORDS = { yes: "是", no: "否" };

describe("what a grid is asked for", () => {
  it("comes back from a kept view as it was", () => {
    const filters = filtersText([{ column: "state", test: "is", value: "ACTIVE" }, { column: "note", test: "empty", value: true }]);
    const search = { q: "x", by: "-amount", group: "state", filters, row: undefined };

    expect(searchOf(keptOf(search))).toEqual(search);
  });

  it("has no filters where the address holds nonsense", () => {
    expect(filtersOf("{")).toEqual([]);
    expect(filtersOf('{"a":1}')).toEqual([]);
  });

  it("sorts up, down and not at all in turn", () => {
    expect([nextSort("a", undefined), nextSort("a", "a"), nextSort("a", "-a")]).toEqual(["a", "-a", undefined]);
  });
});

describe("a value in words", () => {
  it("groups large numbers and leaves years alone", () => {
    expect(numberText(2026, { type: "number", decimals: 0 })).toBe("2026");
    expect(numberText(-1234567.5, { type: "number", decimals: null })).toBe("\u22121,234,567.5");
    expect(numberText("480000", { type: "money", decimals: null })).toBe("480,000.00");
  });

  it("names people, choices, rows and masks", () => {
    const names = { people: {}, departments: { D10: "人事" }, files: { f1: "a.pdf" }, rows: { supplier: { S1: "蓉城" } } };

    expect(cellText("S1", column({ type: "reference", reference: "supplier" }), names, WORDS)).toBe("蓉城");
    expect(cellText(["f1"], column({ type: "attachment" }), names, WORDS)).toBe("a.pdf");
    expect(cellText("D10", column({ type: "department" }), names, WORDS)).toBe("人事");
    expect(cellText(false, column({ type: "yes_no" }), names, WORDS)).toBe("否");
    expect(cellText("****1122", column({ isSensitive: true }), names, WORDS)).toBe("•••• 1122");
    expect(cellText(null, column({}), names, WORDS)).toBe("");
  });
});

describe("designing columns", () => {
  const first = freshColumn(EMPTY);
  const draft = { ...EMPTY, columns: [first, { ...first, key: "b" }], primary: ["b"], title: ["b"] };

  it("never gives a key twice", () => {
    expect(freshColumn({ ...EMPTY, columns: [{ ...first, key: "column_2" }] }).key).toBe("column_3");
  });

  it("takes a column out of everything that names it", () => {
    const checked = withCheck(withAlone(draft, "b", true), "b", { check: "row.b > 0" });
    const left = withoutColumn(checked, "b");

    expect([left.columns.length, left.primary, left.title, left.unique]).toEqual([1, [], [], []]);
    expect(left.constraints[0]?.column).toBe("");
  });

  it("renames a column wherever it is named, and moves it", () => {
    const other = renamed(withAlone(draft, "b", true), "b", "c");

    expect([other.primary, other.title, isAlone(other, "c")]).toEqual([["c"], ["c"], true]);
    expect(moved(other, "c", -1).columns.map(({ key }) => key)).toEqual(["c", "column_1"]);
    expect(withAlone(other, "c", false).unique).toEqual([]);
  });
});
