import { expect, test } from "vitest";

import { keptColumn, readColumns } from "./model";

test("columns are kept in their order with the widths that somebody gave them", () => {
  const kept = ["field:days", "title", "number"].map((column) => keptColumn(column, { title: 240 }[column]));

  expect(kept).toEqual(["field:days", "title@240", "number"]);
  expect(readColumns(kept)).toEqual({ columns: ["field:days", "title", "number"], widths: { title: 240 } });
});

test("a sign in the key of a field is no width", () => {
  expect(readColumns(["field:a@b"])).toEqual({ columns: ["field:a@b"], widths: {} });
});
