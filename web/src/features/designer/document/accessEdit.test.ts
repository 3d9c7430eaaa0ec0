import { expect, test } from "vitest";

import { LEAVE_XML } from "../bpmn/testing/leave";
import { accessOfSteps, renameField, setAccess } from "./accessEdit";
import { parseDocument } from "./parse";

const stated = async (xml: string, step: string) => {
  const document = await parseDocument(xml);
  return accessOfSteps(document?.nodes ?? [], "zh-CN").find((one) => one.id === step)?.stated;
};

test("steps are listed in flow order with what they state", async () => {
  const document = await parseDocument(LEAVE_XML);

  const steps = accessOfSteps(document?.nodes ?? [], "zh-CN");

  expect(steps.map(({ id, usual }) => [id, usual])).toEqual([
    ["apply", "edit"],
    ["dept", "read"],
    ["gm", "read"],
    ["file", "read"],
  ]);
  expect(steps[0]?.stated).toEqual({ hr_note: "hidden" });
});

test("an access is written, and what is usual is taken out again", async () => {
  const hidden = await setAccess(LEAVE_XML, "dept", ["reason"], "hidden");
  expect(await stated(hidden, "dept")).toEqual({ reason: "hidden" });

  const usual = await setAccess(hidden, "dept", ["reason"], "read");
  expect(await stated(usual, "dept")).toEqual({});
});

test("what another tool wrote and the drawing survive", async () => {
  const xml = await setAccess(LEAVE_XML, "dept", ["reason"], "edit");

  expect(xml).toContain('<camunda:property name="k" value="v" />');
  expect(xml).toContain('bpmnElement="to_gm"');
  expect(xml).toContain("<dj:deadline");
});

test("a renamed field keeps what steps say about it, its columns too", async () => {
  const before = await setAccess(await setAccess(LEAVE_XML, "dept", ["lines.amount", "reason"], "hidden"), "apply", ["lines"], "read");

  const xml = await renameField(before, ["apply", "dept"], "lines", "items");

  expect(await stated(xml, "dept")).toEqual({ "items.amount": "hidden", reason: "hidden" });
  expect(await stated(xml, "apply")).toEqual({ hr_note: "hidden", items: "read" });
});

test("a field that no step names is renamed without touching the file", async () => {
  expect(await renameField(LEAVE_XML, ["apply", "dept"], "nobody", "else")).toBe(LEAVE_XML);
});
