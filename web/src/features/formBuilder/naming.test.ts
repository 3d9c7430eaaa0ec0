import { expect, test } from "vitest";

import type { FormSchema } from "@/lib/forms/model";

import { accessKeyOf, isKey, isUsed, keyFrom, rename, renamedIn } from "./naming";

const FORM: FormSchema = {
  type: "default",
  id: "f",
  components: [
    { id: "1", key: "days", type: "number" },
    { id: "2", key: "total", type: "money", dj: { compute: '=days * 100 + count("days")', totals: [] }, conditional: { hide: "=days_max > days" } },
    { id: "3", key: "lines", type: "detail", dj: { totals: [{ column: "amount" }] }, components: [{ id: "4", key: "amount", type: "money" }] },
  ],
  dj: { rules: [{ id: "r", check: "=days <= 5", field: "days", message: { "zh-CN": "最多 5 天，现在 {days} 天" } }] },
};

test("a key is made of the label's own letters, of any script", () => {
  expect(keyFrom("报销金额（元）", new Set())).toBe("报销金额_元");
  expect(keyFrom("Start date", new Set(["start_date"]))).toBe("start_date_2");
  expect(keyFrom("2026 预算", new Set())).toBe("f_2026_预算");
  expect(keyFrom("if", new Set())).toBe("f_if");
  expect(isKey("事由")).toBe(true);
  expect(isKey("a b")).toBe(false);
});

test("a renamed field is renamed in formulas, conditions, rules and their words", () => {
  const next = rename(FORM, "1", "天数");

  expect(next.components[0]?.key).toBe("天数");
  expect(next.components[1]?.dj?.compute).toBe('=天数 * 100 + count("days")');
  expect(next.components[1]?.conditional?.hide).toBe("=days_max > 天数");
  expect(next.dj?.rules?.[0]).toMatchObject({ check: "=天数 <= 5", field: "天数", message: { "zh-CN": "最多 5 天，现在 {天数} 天" } });
});

test("a renamed column is renamed in its table's totals", () => {
  expect(rename(FORM, "4", "金额").components[2]?.dj?.totals).toEqual([{ column: "金额" }]);
});

test("a text in a formula is no name", () => {
  expect(renamedIn('="days" + days', "days", "d")).toBe('="days" + d');
});

test("a column is named with its table", () => {
  expect(accessKeyOf(FORM, "4")).toBe("lines.amount");
  expect(accessKeyOf(FORM, "1")).toBe("days");
  expect(isUsed(FORM, "days")).toBe(true);
  expect(isUsed(FORM, "lines")).toBe(false);
});
