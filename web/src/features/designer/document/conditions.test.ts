import { expect, test } from "vitest";

import { readCondition, writeCondition } from "./conditions";

test.each([
  "=days > 3",
  "=days >= 0.5",
  '=type = "SICK"',
  "=urgent = true",
  '=days > 3 and type != "ANNUAL"',
  "=金额 >= 100000 or 加急 = true",
  '=note = "a and b"',
  String.raw`=note = "say \"and\" twice"`,
  "=trip.nights < -1",
])("%s is rows and comes back as it was", (feel) => {
  const simple = readCondition(feel);

  expect(simple).not.toBeNull();
  expect(simple && writeCondition(simple)).toBe(feel);
});

test.each(["=not(urgent)", "=days > limit", "=a > 1 and b > 2 or c > 3", "=days in [1..3]", "=(a > 1)", "=", ""])(
  "%s says more than rows can and stays text",
  (feel) => {
    expect(readCondition(feel)).toBeNull();
  },
);
