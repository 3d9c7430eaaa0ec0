import { expect, test } from "vitest";

import { byPressure, filterOf, isFiltered } from "./model";
import { itemRow } from "./testing";

test("rows are grouped by time pressure, what has no deadline is for later", () => {
  const rows = [
    itemRow({ id: "1", dueGroup: "overdue", amount: 4386.5 }),
    itemRow({ id: "2", dueGroup: "today", amount: 0.1 }),
    itemRow({ id: "3", dueGroup: "today", amount: 0.2 }),
    itemRow({ id: "4", dueGroup: "none" }),
  ];

  const groups = byPressure(rows, false);

  expect(groups.map((group) => [group.key, group.rows.length, group.total])).toEqual([
    ["overdue", 1, null],
    ["today", 2, "0.30"],
    ["later", 1, null],
  ]);
});

test("while there is more to load only the last group is incomplete", () => {
  const groups = byPressure([itemRow({ id: "1", dueGroup: "overdue" }), itemRow({ id: "2", dueGroup: "today" })], true);

  expect(groups.map((group) => group.isComplete)).toEqual([true, false]);
});

test("a segment becomes a filter of the server", () => {
  expect(filterOf("todo", { segment: "deputy", q: "刀具" })).toEqual({
    box: "todo",
    q: "刀具",
    onBehalf: true,
    sort: "due",
  });
});

test("the selected item is not a filter", () => {
  expect(isFiltered({ item: "7", sort: "newest" })).toBe(false);
});
