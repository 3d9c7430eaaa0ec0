import i18next from "i18next";
import { beforeAll, describe, expect, test } from "vitest";

import { LEAVE_XML } from "../bpmn/testing/leave";
import { diffDocuments } from "./diff";
import type { FormField } from "./fields";
import { parseDocument } from "./parse";
import { type Naming, sayAll } from "./sentences";

const FIELDS: FormField[] = [
  { key: "days", label: "天数", labelEn: "Days", type: "number", isRequired: false, isComputed: true, options: [] },
  { key: "hr_note", label: "备案说明", labelEn: "Note", type: "textarea", isRequired: false, isComputed: false, options: [] },
];

let naming: Naming;

beforeAll(async () => {
  await i18next.loadNamespaces("designer");
  naming = { t: i18next.getFixedT(null, "designer"), language: "zh-CN", fields: FIELDS, nameOf: (text) => text.replace(/^ledger:/, "") };
});

async function changes(edit: (xml: string) => string) {
  const [before, after] = [await parseDocument(LEAVE_XML), await parseDocument(edit(LEAVE_XML))];
  if (!after) throw new Error("the edited document has no process");
  return diffDocuments(before, after, naming);
}

describe("what a new version changes, in words", () => {
  test("nothing, when nothing changed", async () => {
    expect(await changes((xml) => xml)).toEqual([]);
  });

  test("a limit", async () => {
    const found = await changes((xml) => xml.replace("=days &gt; 3", "=days &gt; 5"));

    expect(found).toEqual([
      { what: "changed", id: "to_gm", kind: "flow", name: "> 3 天", about: "condition", before: "天数 大于 3", after: "天数 大于 5" },
    ]);
  });

  test("a deadline and a name", async () => {
    const found = await changes((xml) =>
      xml.replaceAll('duration="PT48H" clock="calendar:DAY24"', 'duration="PT24H" clock="working"').replace('name="部门审批"', 'name="主管审批"'),
    );

    expect(found.map(({ about, before, after }) => [about, before, after])).toEqual([
      ["name", "部门审批", "主管审批"],
      ["deadline", "工作日 48 小时未处理，升级给上级并告知本人", "24 个工作小时未处理，升级给上级并告知本人"],
    ]);
  });

  test("a detail that no sentence says", async () => {
    const found = await changes((xml) => xml.replace('withdraw="untouched"', 'withdraw="never"'));

    expect(found.map(({ kind, about, after }) => [kind, about, after])).toEqual([["process", "technical", "改过"]]);
  });

  test("a step that is gone takes its ways along", async () => {
    const found = await changes((xml) =>
      xml.replace(/<bpmn:sendTask id="notify"[\s\S]*?<\/bpmn:sendTask>/, "").replace(/<bpmn:sequenceFlow id="f6"[^>]*>/, "").replace(
        'id="f5" sourceRef="file" targetRef="notify"',
        'id="f5" sourceRef="file" targetRef="end"',
      ),
    );

    expect(found.map(({ what, name }) => [what, name])).toEqual([
      ["added", "HR 备案 到 完成"],
      ["removed", "通知本人"],
      ["removed", "HR 备案 到 通知本人"],
      ["removed", "通知本人 到 完成"],
    ]);
  });
});

test("every step says who, until when and what it leaves behind", async () => {
  const document = await parseDocument(LEAVE_XML);
  const said = (id: string) => {
    const node = document?.nodes.find((one) => one.id === id);
    return node ? sayAll(node, naming).map((one) => one.text) : [];
  };

  expect(said("dept")).toEqual([
    "发起人的部门负责人审批",
    "工作日 48 小时未处理，升级给上级并告知本人",
    "到期前工作日 24 小时提醒、到期前工作日 4 小时提醒",
    "驳回即结束；可退回给发起人",
    "找不到人时交给上一级负责人；办理人就是发起人时不能自己批自己；前面已同意过时照样再批",
  ]);
  expect(said("file")).toContain("本步可填 备案说明");
  expect(said("file")).toContain("leave_balance：确认 days");
  expect(said("late")).toEqual(["过 48 小时"]);
});

test("steps are listed in the order in which they are reached", async () => {
  const document = await parseDocument(LEAVE_XML);

  expect(document?.nodes.map((node) => node.id)).toEqual([
    "start",
    "apply",
    "dept",
    "late",
    "x_days",
    "gm",
    "file",
    "broken",
    "notify",
    "end",
  ]);
});
