import { describe, expect, test } from "vitest";

import { moneyInCapitals } from "./capitals";
import { formatMoney, sumMoney } from "./money";

describe("amounts", () => {
  test.each([
    ["128600", "¥128,600.00"],
    ["4386.5", "¥4,386.50"],
    ["-2400", "−¥2,400.00"],
    ["0.005", "¥0.01"],
    ["9007199254740993.10", "¥9,007,199,254,740,993.10"],
    ["-0", "¥0.00"],
    ["待定", "待定"],
  ])("%s is shown as %s", (amount, shown) => {
    expect(formatMoney(amount)).toBe(shown);
  });

  test("a sum is exact where floats are not", () => {
    expect(sumMoney(["0.10", "0.20", "-0.30", "1000000000000.01"])).toBe("1000000000000.01");
  });
});

describe("capitals", () => {
  test.each([
    ["128600", "壹拾贰万捌仟陆佰元整"],
    ["0", "零元整"],
    ["10000000", "壹仟万元整"],
    ["1010.05", "壹仟零壹拾元零伍分"],
    ["100000001.10", "壹亿零壹元壹角整"],
    ["0.30", "叁角整"],
    ["-3", "负叁元整"],
  ])("%s is written %s", (amount, written) => {
    expect(moneyInCapitals(amount)).toBe(written);
  });
});
