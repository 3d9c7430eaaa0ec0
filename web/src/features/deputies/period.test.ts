import { expect, test } from "vitest";

import { instants } from "./period";

test("a period of days goes from the first one's beginning to the last one's end", () => {
  const found = instants({ from: "2026-11-30", until: "2026-12-04" });

  expect(found && new Date(found.fromAt).getHours()).toBe(0);
  expect(found && new Date(found.untilAt).getDate()).toBe(5);
});

test("half a period is none", () => {
  expect(instants({ from: "2026-11-30", until: null })).toBeNull();
  expect(instants(null)).toBeNull();
});
