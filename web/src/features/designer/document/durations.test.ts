import { expect, test } from "vitest";

import { readAmount, writeAmount } from "./durations";

test.each([
  ["PT48H", "working", { count: 48, unit: "workingHours" }],
  ["PT48H", "calendar:DAY24", { count: 48, unit: "dayHours" }],
  ["PT48H", "clock", { count: 48, unit: "hours" }],
  ["PT1.5H", "", { count: 1.5, unit: "hours" }],
  ["P2D", "clock", { count: 2, unit: "days" }],
  ["PT5M", "clock", { count: 5, unit: "minutes" }],
] as const)("%s on %s is an amount and comes back", (duration, clock, amount) => {
  expect(readAmount(duration, clock)).toEqual(amount);
  expect(writeAmount(amount)).toEqual({ duration, clock: clock || "clock" });
});

test.each([
  ["=limit", "clock"],
  ["P1DT2H", "clock"],
  ["PT8H", "calendar:STD"],
  ["", "clock"],
])("%s on %s stays as it is written", (duration, clock) => {
  expect(readAmount(duration, clock)).toBeNull();
});
