import { expect, test } from "vitest";

import { withEdges } from "./edges";
import { fromEditor, lostInEditor, toEditor } from "./namespaces";
import { compareModels, type ModelView, readModel } from "./tables";
import { firstModel } from "./template";

function model(rules: string, policy = "FIRST"): ModelView {
  const found = readModel(`<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="评审人数">
    <decision id="d" name="reviewers"><decisionTable id="t" hitPolicy="${policy}">
    <input id="i" label="金额"><inputExpression typeRef="number"><text>amount</text></inputExpression></input>
    <output id="o" name="reviewers" label="人数" typeRef="number"/>${rules}</decisionTable></decision></definitions>`);
  if (!found) throw new Error("no model");
  return found;
}

const rule = (id: string, test: string, result: string) =>
  `<rule id="${id}"><inputEntry><text>${test}</text></inputEntry><outputEntry><text>${result}</text></outputEntry></rule>`;

test("a document is read as tables with rules", () => {
  const [decision] = model(rule("a", "&gt;= 100000", "3")).decisions;

  expect(decision?.table?.inputs).toEqual([{ label: "金额", expression: "amount", type: "number" }]);
  expect(decision?.table?.rules).toEqual([{ id: "a", cells: [">= 100000", "3"] }]);
});

test("changes are told rule by rule with the cells that differ", () => {
  const before = model(rule("a", "&gt;= 100000", "3") + rule("b", "-", "1"));
  const after = model(rule("a", "&gt;= 80000", "3") + rule("c", "-", "2"));

  expect(compareModels(before, before)).toEqual([]);
  expect(compareModels(before, after)).toEqual([
    { decision: "reviewers", kind: "changed", number: 1, cells: [{ column: "金额", was: ">= 100000", now: ">= 80000" }] },
    { decision: "reviewers", kind: "added", number: 2, cells: [{ column: "金额", was: "", now: "-" }, { column: "人数", was: "", now: "2" }] },
    { decision: "reviewers", kind: "removed", number: 2, cells: [{ column: "金额", was: "-", now: "" }, { column: "人数", was: "1", now: "" }] },
  ]);
});

test("another order and another hit policy are changes too", () => {
  const before = model(rule("a", "1", "1") + rule("b", "2", "2"));
  const after = model(rule("b", "2", "2") + rule("a", "1", "1"), "UNIQUE");

  expect(compareModels(before, after).map(({ kind }) => kind)).toEqual(["table", "moved"]);
});

test("a document goes into the editor and comes out as it was", () => {
  const xml = firstModel("hotel_limit", "住宿标准");

  expect(toEditor(xml)).not.toContain("20230324");
  expect(fromEditor(toEditor(xml))).toBe(xml);
  expect(lostInEditor(xml)).toBeNull();
  expect(lostInEditor(xml.replace("<decisionTable", "<conditional></conditional><decisionTable"))).toBe("conditional");
});

test("requirements that are not drawn get their line, and drawn ones stay", () => {
  const xml = firstModel("hotel_limit", "住宿标准");
  const bare = xml.replace(/<dmndi:DMNEdge[\s\S]*?<\/dmndi:DMNEdge>/, "");

  expect(withEdges(xml)).toBe(xml);
  expect(bare).not.toContain("DMNEdge");
  expect(withEdges(bare)).toContain('dmnElementRef="hotel_limit_needs"');
  expect(withEdges(bare)).toMatch(/waypoint [^>]*x="250" y="240"[\s\S]*waypoint [^>]*x="250" y="180"/);
});
