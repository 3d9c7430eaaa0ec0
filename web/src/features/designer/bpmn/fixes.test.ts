/** Each correction that a finding offers is one step of undo, and leaves nothing of what was wrong. */
import { readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createModeler } from "./createModeler";
import { Editor } from "./editor";
import { applyFix, fixFor, type FixName } from "./fixes";
import { EVERYTHING_XML } from "./testing/everything";
import { standInForLayout } from "./testing/svg";
import type { DiagramElement, Modeler, ModdleElement } from "./types";

standInForLayout();

const WORDS = { append: "a", branch: "b", end: "e", connect: "c", change: "x", copy: "y", remove: "r", approval: "审批" };

let modeler: Modeler;
let editor: Editor;

const element = (id: string): DiagramElement => {
  const found = modeler.get("elementRegistry").get(id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const definition = (id: string): ModdleElement => {
  const [first] = element(id).businessObject["eventDefinitions"] as readonly ModdleElement[];
  if (!first) throw new Error(`${id} waits for nothing`);
  return first;
};
const set = (id: string, properties: Record<string, unknown>) => editor.setProperties(element(id), properties);
const join = (source: string, target: string) => modeler.get("modeling").connect(element(source), element(target), { type: "bpmn:SequenceFlow" });
const xml = async (): Promise<string> => (await modeler.saveXML({ format: true })).xml ?? "";

interface Case {
  fix: FixName;
  at: string;
  /** Makes it wrong, where the model is not so already. */
  spoil?: () => void;
  gone?: string;
  made?: string;
}

const CASES: readonly Case[] = [
  { fix: "set_default_flow", at: "choice", made: 'default="otherWay"', spoil: () => editor.setCondition(element("way"), "=a") },
  { fix: "clear_direction", at: "choice", gone: 'gatewayDirection="Converging"', spoil: () => set("choice", { gatewayDirection: "Converging" }) },
  { fix: "remove_element", at: "undone", gone: 'id="undone"' },
  { fix: "remove_condition", at: "way", gone: "=a</bpmn:conditionExpression>", spoil: () => editor.setCondition(element("way"), "=a") },
  { fix: "remove_conditions", at: "choice", gone: "=b</bpmn:conditionExpression>", spoil: () => editor.setCondition(element("way"), "=b") },
  { fix: "set_immediate", at: "way", gone: 'isImmediate="false"', spoil: () => set("way", { isImmediate: false }) },
  { fix: "append_end", at: "task", made: 'sourceRef="task"' },
  { fix: "remove_incoming", at: "start", gone: 'targetRef="start"', spoil: () => join("task", "start") },
  { fix: "remove_outgoing", at: "fail", gone: 'sourceRef="fail"', spoil: () => join("fail", "task") },
  { fix: "remove_flows", at: "onEvent", gone: 'targetRef="onEvent"', spoil: () => join("task", "onEvent") },
  { fix: "set_timer_day", at: "late", made: "PT24H</bpmn:timeDuration>" },
  {
    fix: "keep_duration",
    at: "late",
    gone: "R3/PT1H</bpmn:timeCycle>",
    spoil: () => {
      editor.setTimer(element("late"), definition("late"), { kind: "duration", value: "PT1H" });
      editor.setExpression(element("late"), definition("late"), "timeCycle", "R3/PT1H");
    },
  },
  { fix: "name_message", at: "receive", made: '<bpmn:message id="Message_receive" name="receive" />' },
  { fix: "name_message", at: "waitMessage", made: '<bpmn:message id="Message_waitMessage"' },
  { fix: "name_error", at: "fail", made: 'errorCode="fail"' },
  { fix: "name_escalation", at: "raise", made: 'escalationCode="raise"' },
  { fix: "remove_loop", at: "each", gone: "<bpmn:multiInstanceLoopCharacteristics" },
  {
    fix: "remove_loop_maximum",
    at: "again",
    gone: 'loopMaximum="-1"',
    spoil: () => editor.setPart(element("again"), element("again").businessObject["loopCharacteristics"] as ModdleElement, { loopMaximum: -1 }),
  },
  { fix: "reset_quantities", at: "task", gone: 'startQuantity="0"', spoil: () => set("task", { startQuantity: 0 }) },
  { fix: "set_feel", at: "script", made: 'scriptFormat="feel"' },
  { fix: "set_private", at: "all", gone: 'processType="Public"', spoil: () => set("all", { processType: "Public" }) },
  { fix: "set_for_compensation", at: "task", made: 'isForCompensation="true"' },
  { fix: "add_deadline", at: "approve", made: 'action="escalate"' },
  { fix: "set_on_reject_end", at: "approve", made: 'onReject="end"' },
];

beforeAll(async () => {
  const container = document.createElement("div");
  document.body.append(container);
  modeler = createModeler({ container, language: "zh-CN", font: "sans-serif", words: WORDS });
  await modeler.importXML(EVERYTHING_XML);
  editor = new Editor(modeler);
});

afterAll(() => modeler.destroy());

const count = (text: string, part: string): number => text.split(part).length - 1;

describe("a correction is applied, undone and redone", () => {
  test.each(CASES.map((one) => [`${one.fix} at ${one.at}`, one] as const))("%s", async (_, { fix, at, spoil, gone, made }) => {
    const stack = modeler.get("commandStack");
    spoil?.();
    const before = await xml();

    applyFix(fix, at, modeler, editor);

    const after = await xml();
    if (gone) expect(count(after, gone)).toBeLessThan(count(before, gone));
    if (made) expect(count(after, made)).toBeGreaterThan(count(before, made));
    stack.undo();
    for (const part of [gone, made].filter((one) => one !== undefined)) expect(count(await xml(), part)).toBe(count(before, part));
    stack.redo();
    for (const part of [gone, made].filter((one) => one !== undefined)) expect(count(await xml(), part)).toBe(count(after, part));
    while (stack.canUndo()) stack.undo();
  });
});

describe("the server and the designer know the same corrections", () => {
  const named = [...readFileSync("../src/dujiang/deployments/fixes.py", "utf8").matchAll(/": "(\w+)",/g)].map((match) => match[1] ?? "");

  test("each that the server names can be done here", () => {
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((fix) => fixFor({ fix }) === null)).toEqual([]);
  });

  test("each that can be done is named by some finding, and tried above", () => {
    expect([...new Set(named)].filter((fix) => !CASES.some((one) => one.fix === fix))).toEqual([]);
  });

  test("a newer server's correction that is unknown here is not offered", () => {
    expect(fixFor({ fix: "something newer" })).toBeNull();
    expect(fixFor({ fix: null })).toBeNull();
  });
});
