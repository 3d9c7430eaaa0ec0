import { expect, test } from "vitest";

import { stringifySearch, workbenchSearch } from "./search";

test("filters survive the way through the address as plain text", () => {
  const search = workbenchSearch({ q: "刀具 & 夹具", item: "7", segment: "today" });

  const read = Object.fromEntries(new URLSearchParams(stringifySearch({ ...search })));

  expect(workbenchSearch(read)).toEqual(search);
});

test("what the address does not know is ignored", () => {
  expect(workbenchSearch({ segment: "yesterday", sort: "price", item: 7 })).toMatchObject({
    segment: undefined,
    sort: undefined,
    item: undefined,
  });
});
