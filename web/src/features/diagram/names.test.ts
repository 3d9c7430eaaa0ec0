import { expect, test } from "vitest";

import { inLanguage } from "./names";

const XML = `<d xmlns:dj="http://dujiang.org/schema/bpmn/1.0"><task id="a" name="部门审批" dj:nameEn="Department approval"/><task id="b" name="备案"/></d>`;

test("elements are named in English where the model has it, and as they are where it has not", () => {
  const shown = inLanguage(XML, "en-US");

  expect(shown).toContain(`name="Department approval"`);
  expect(shown).toContain(`name="备案"`);
  expect(shown).not.toContain("部门审批");
});

test("the Chinese model is shown as it is, and so is one that cannot be read", () => {
  expect(inLanguage(XML, "zh-CN")).toBe(XML);
  expect(inLanguage("<broken", "en-US")).toBe("<broken");
});
