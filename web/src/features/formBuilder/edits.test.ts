import { expect, test } from "vitest";

import type { FormComponent } from "@/lib/forms/model";
import { evaluateFeel } from "@/lib/feel/evaluate";

import { outlineOf, optionsFromOutline } from "./cascade";
import { originOf, shownWhen, withExtras, withOrigin, withShownWhen, withValidation, withWords } from "./edits";

const FIELD: FormComponent = { id: "1", key: "a", type: "textfield", label: "甲" };

test("what is emptied again leaves no trace in the file", () => {
  expect(withValidation(withValidation(FIELD, { required: true }), { required: false })).toEqual(FIELD);
  expect(withExtras(withExtras(FIELD, { sensitive: true }), { sensitive: false })).toEqual(FIELD);
  expect(withWords(withWords(FIELD, "label", "en-US", "A"), "label", "en-US", "")).toEqual(FIELD);
});

test("a date keeps its label where the file has it", () => {
  const date: FormComponent = { id: "1", key: "d", type: "datetime", dateLabel: "日期" };

  expect(withWords(date, "label", "zh-CN", "开始")).toEqual({ ...date, dateLabel: "开始" });
});

test("a condition of showing is read back as it was written", () => {
  const shown = withShownWhen(FIELD, "=total > 0 and (kind = \"x\")");

  expect(shownWhen(shown)).toBe('=total > 0 and (kind = "x")');
  expect(withShownWhen(shown, "")).toEqual(FIELD);
});

test("a condition of another tool is said the other way round", () => {
  expect(shownWhen({ ...FIELD, conditional: { hide: "=days <= 3" } })).toBe("=not(days <= 3)");
});

test("what is not known yet does not show a field", () => {
  const { conditional } = withShownWhen(FIELD, "=total > 0");

  expect(evaluateFeel(conditional?.hide ?? "", { total: null })).toEqual({ kind: "value", value: true });
  expect(evaluateFeel(conditional?.hide ?? "", { total: 5 })).toEqual({ kind: "value", value: false });
});

test("a value is typed, calculated or prefilled, and never two of them", () => {
  const computed = withOrigin(FIELD, "computed");
  const prefilled = withOrigin(computed, "prefilled");

  expect(originOf(computed)).toBe("computed");
  expect(originOf(prefilled)).toBe("prefilled");
  expect(prefilled.dj?.compute).toBeUndefined();
  expect(withOrigin(prefilled, "typed")).toEqual(FIELD);
});

test("an outline becomes choices in levels; known ones keep value and translation", () => {
  const before = [{ value: "cd", label: "四川", dj: { label: { "en-US": "Sichuan" } }, children: [{ value: "028", label: "成都" }] }];

  const options = optionsFromOutline("四川\n  成都\n  绵阳\n云南", before);

  expect(options).toEqual([
    { value: "cd", label: "四川", dj: { label: { "en-US": "Sichuan" } }, children: [{ value: "028", label: "成都" }, { value: "绵阳", label: "绵阳" }] },
    { value: "云南", label: "云南" },
  ]);
  expect(outlineOf(options)).toBe("四川\n  成都\n  绵阳\n云南");
});
