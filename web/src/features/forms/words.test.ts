import { expect, test } from "vitest";

import type { FormRule, FormSchema } from "@/lib/forms/model";

import { ruleWords } from "./words";

const RULE: FormRule = {
  id: "enough",
  check: "=days <= available",
  message: { "zh-CN": "{type}余额不足：申请 {days} 天，可用 {available} 天，{other}", "en-US": "Not enough {type}: {days} days" },
};

const SCHEMA: FormSchema = {
  type: "default",
  id: "leave",
  components: [
    { key: "type", type: "select", values: [{ value: "ANNUAL", label: "年假", dj: { label: { "en-US": "annual leave" } } }] },
    { key: "days", type: "number" },
  ],
};

const VALUES = { type: "ANNUAL", days: 6, available: 5 };

test("a rule says its figures, and choices by their label", () => {
  expect(ruleWords(RULE, SCHEMA, VALUES, "zh-CN")).toBe("年假余额不足：申请 6 天，可用 5 天，{other}");
  expect(ruleWords(RULE, SCHEMA, VALUES, "en-US")).toBe("Not enough annual leave: 6 days");
});

test("names of any script are filled in", () => {
  const rule: FormRule = { id: "r", check: "=合计 <= 预算", message: { "zh-CN": "超过预算 {预算} 元" } };

  expect(ruleWords(rule, SCHEMA, { 预算: 100 }, "zh-CN")).toBe("超过预算 100 元");
});
