import { expect, test } from "vitest";

import { firstDocument, identityOf, isProcessKey } from "./newProcess";

test("a new document names its process, whatever the name holds", () => {
  const xml = firstDocument("seal", 'A & "B" <C>', "linjing");

  expect(identityOf(xml)).toEqual({ key: "seal", name: 'A & "B" <C>' });
  expect(xml).toContain('owner="user:linjing"');
});

test("a file of another tool is known by its process", () => {
  const xml = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="P1"/></definitions>';

  expect(identityOf(xml)).toEqual({ key: "P1", name: "P1" });
});

test("what is no BPMN has no identity", () => {
  expect(identityOf("<html></html>")).toBeNull();
  expect(identityOf("not xml")).toBeNull();
});

test("keys are lower case letters, digits and underscores", () => {
  expect(["leave", "seal_2", "x1"].every(isProcessKey)).toBe(true);
  expect(["Leave", "2seal", "用印", "a b", "a"].some(isProcessKey)).toBe(false);
});
