import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { readAll, readOne } from "../document/extensions";
import { createModeler } from "./createModeler";
import { Editor } from "./editor";
import { createElement, PALETTE_KINDS } from "./elements";
import { applyFix } from "./fixes";
import { LEAVE_XML } from "./testing/leave";
import { standInForLayout } from "./testing/svg";
import type { DiagramElement, Modeler } from "./types";
import { neighbour, stepThrough } from "./walk";

standInForLayout();

const WORDS = { append: "a", branch: "b", end: "e", connect: "c", change: "x", copy: "y", remove: "r", approval: "审批" };

let modeler: Modeler;
let editor: Editor;

const element = (id: string): DiagramElement => {
  const found = modeler.get("elementRegistry").get(id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const xml = async (): Promise<string> => (await modeler.saveXML({ format: true })).xml ?? "";

/** The document without where things stand: sizes of labels are the browser's, and order is not meaning. */
const meaning = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => !/^<\/?(dc:Bounds|di:waypoint|bpmndi:BPMNLabel)/.test(line))
    .sort();

/** An edit changes the document, undo brings back what was, redo what became of it. */
async function expectTrio(edit: () => void): Promise<{ before: string; after: string }> {
  const stack = modeler.get("commandStack");
  const before = await xml();
  edit();
  const after = await xml();
  expect(after).not.toBe(before);
  stack.undo();
  expect(meaning(await xml())).toEqual(meaning(before));
  expect(stack.canUndo()).toBe(false);
  stack.redo();
  expect(meaning(await xml())).toEqual(meaning(after));
  return { before, after };
}

beforeEach(async () => {
  const container = document.createElement("div");
  document.body.append(container);
  modeler = createModeler({ container, language: "zh-CN", font: "sans-serif", words: WORDS });
  const { warnings } = await modeler.importXML(LEAVE_XML);
  expect(warnings).toEqual([]);
  editor = new Editor(modeler);
});

afterEach(() => {
  modeler.destroy();
  document.body.replaceChildren();
});

describe("each edit can be undone and redone", () => {
  test("a name", async () => {
    const { after } = await expectTrio(() => editor.setName(element("dept"), "主管审批"));
    expect(after).toContain('name="主管审批"');
  });

  test("an attribute of the step, others kept", async () => {
    const { after } = await expectTrio(() => editor.change(element("dept"), "dj:Step", { mode: "all" }));

    expect(after).toContain('mode="all"');
    expect(readOne(element("dept").businessObject, "dj:Step")).toMatchObject({ kind: "approval", onReject: "end", mode: "all" });
    expect(readOne(element("dept").businessObject, "dj:Step")?.["assignees"]).toHaveLength(1);
  });

  test("the people of a step", async () => {
    const assignees = [{ source: "role", value: "hr", claim: true }];
    const { after } = await expectTrio(() => editor.change(element("dept"), "dj:Step", { assignees }));
    expect(after).toContain('<dj:assignee source="role" value="hr" claim="true" />');
  });

  test("the first setting of an element that had none", async () => {
    const { after } = await expectTrio(() => editor.change(element("notify"), "dj:Job", { type: "mail" }));
    expect(after).toContain('<dj:job type="mail" />');
  });

  test("the last setting of a kind leaves nothing behind", async () => {
    const { after } = await expectTrio(() => editor.setAll(element("notify"), "dj:Job", [{ type: "mail" }]));
    expect(after).toContain("dj:job");
    editor.setAll(element("notify"), "dj:Job", []);
    expect(await xml()).not.toContain("dj:job");
  });

  test("field permissions", async () => {
    await expectTrio(() => editor.setAll(element("dept"), "dj:Field", [{ key: "hr_note", access: "edit" }]));
    expect(readAll(element("dept").businessObject, "dj:Field")).toEqual([{ key: "hr_note", access: "edit" }]);
  });

  test("a condition", async () => {
    const { after } = await expectTrio(() => editor.setCondition(element("to_gm"), "=days > 5"));
    expect(after).toContain("=days &gt; 5");
    expect(after).not.toContain("=days &gt; 3");
  });

  test("a flow made the default loses its condition in the same step", async () => {
    const { after } = await expectTrio(() => editor.setDefault(element("to_gm"), true));
    expect(after).toContain('default="to_gm"');
    expect(after).not.toContain("conditionExpression");
  });

  test("settings of the process", async () => {
    const root = modeler.get("canvas").getRootElement();
    const { after } = await expectTrio(() => editor.change(root, "dj:Settings", { numberPrefix: "LV" }));
    expect(after).toContain('numberPrefix="LV"');
  });

  test("several edits together", async () => {
    await expectTrio(() =>
      editor.together(() => {
        editor.setName(element("dept"), "甲");
        editor.setName(element("gm"), "乙");
      }),
    );
  });

  test("removing a step", async () => {
    const { after } = await expectTrio(() => editor.remove([element("gm")]));
    expect(after).not.toContain('id="gm"');
  });

  test("the error an event is about, made when it is new and found when it is not", async () => {
    const event = element("broken");
    const [definition] = event.businessObject["eventDefinitions"] as [never];

    const { after } = await expectTrio(() => editor.setSubject(event, definition, "error", "BUDGET"));
    expect(after).toContain('<bpmn:error id="Error_BUDGET" name="BUDGET" errorCode="BUDGET" />');

    editor.setSubject(event, definition, "error", "");
    editor.setSubject(event, definition, "error", "BUDGET");
    expect((await xml()).match(/<bpmn:error /g)).toHaveLength(1);
  });

  test("a timer", async () => {
    const [definition] = element("late").businessObject["eventDefinitions"] as [never];
    const { after } = await expectTrio(() => editor.setTimer(element("late"), definition, { kind: "duration", value: "PT24H" }));
    expect(after).toContain("PT24H");
  });
});

describe("each correction can be undone and redone", () => {
  test("a default way out", async () => {
    modeler.get("modeling").updateProperties(element("x_days"), { default: undefined });
    modeler.get("commandStack").clear();

    const { after } = await expectTrio(() => applyFix("set_default_flow", "x_days", modeler, editor));

    expect(after).toContain('default="to_file"');
  });

  test("a deadline with its reminders", async () => {
    const { after } = await expectTrio(() => applyFix("add_deadline", "gm", modeler, editor));
    expect(after.match(/action="escalate"/g)).toHaveLength(2);
  });

  test("an end on rejection", async () => {
    editor.change(element("gm"), "dj:Step", { onReject: "" });
    modeler.get("commandStack").clear();

    await expectTrio(() => applyFix("set_on_reject_end", "gm", modeler, editor));

    expect(readOne(element("gm").businessObject, "dj:Step")?.["onReject"]).toBe("end");
  });

  test("removing what nobody reaches", async () => {
    const { after } = await expectTrio(() => applyFix("remove_element", "notify", modeler, editor));
    expect(after).not.toContain('id="notify"');
  });
});

describe("walking by keyboard", () => {
  test("arrows follow the flow", () => {
    expect(neighbour(element("apply"), "next")?.id).toBe("dept");
    expect(neighbour(element("dept"), "previous")?.id).toBe("apply");
    expect(neighbour(element("file"), "above")?.id).toBe("gm");
    expect(neighbour(element("end"), "next")).toBeNull();
  });

  test("Tab steps through everything, border events too", () => {
    expect(stepThrough(modeler, 1)?.id).toBe("start");
    expect(stepThrough(modeler, -1)?.id).toBe("end");

    modeler.get("selection").select(element("notify"));

    expect(stepThrough(modeler, 1)?.id).toBe("end");
    expect(stepThrough(modeler, -1)?.id).toBe("broken");
  });
});

describe("what the palette puts on the canvas", () => {
  test("an approval escalates after 48 hours and never goes to its own initiator", () => {
    const shape = createElement(modeler.get("elementFactory"), modeler.get("moddle"), "approval", "审批");

    expect(readOne(shape.businessObject, "dj:Step")).toMatchObject({
      kind: "approval",
      ofInitiator: "forbid",
      deadlines: [{ kind: "due", duration: "PT48H", action: "escalate" }],
    });
    expect(shape.businessObject["name"]).toBe("审批");
  });

  test.each(PALETTE_KINDS.map((kind) => [kind]))("%s can be made", (kind) => {
    const shape = createElement(modeler.get("elementFactory"), modeler.get("moddle"), kind, "x");
    expect(shape.businessObject.$type.startsWith("bpmn:")).toBe(true);
  });
});

test("what another tool wrote survives an edit", async () => {
  editor.change(element("dept"), "dj:Step", { mode: "all" });

  expect(await xml()).toContain('<camunda:property name="k" value="v" />');
});
