/** Whatever the engine and the rooms around it execute can be set in the panel, and taken back. */
import { readFileSync } from "node:fs";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import descriptor from "../../../../../src/dujiang/bpmn/dujiang-moddle.json";
import { createModeler } from "../bpmn/createModeler";
import { Editor } from "../bpmn/editor";
import { EVERYTHING_XML } from "../bpmn/testing/everything";
import { standInForLayout } from "../bpmn/testing/svg";
import type { DiagramElement, Modeler } from "../bpmn/types";
import type { FormField } from "../document/fields";
import { Panel } from "./Panel";
import { CARRIED, NOT_EXECUTED, OURS } from "./testing/ours";
import { DRAWN, STANDARD } from "./testing/standard";

standInForLayout();

const WORDS = { append: "a", branch: "b", end: "e", connect: "c", change: "x", copy: "y", remove: "r", approval: "审批" };
const FIELDS: readonly FormField[] = [
  { key: "amount", label: "金额", labelEn: "Amount", type: "money", isRequired: false, isComputed: false, options: [] },
  { key: "boss", label: "上司", labelEn: "Boss", type: "user", isRequired: false, isComputed: false, options: [] },
];

let modeler: Modeler;
let editor: Editor;

const element = (id: string): DiagramElement => {
  const found = id === "" ? modeler.get("canvas").getRootElement() : modeler.get("elementRegistry").get(id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const xml = async (): Promise<string> => (await modeler.saveXML({ format: true })).xml ?? "";

/** Open the panel of an element, every part of it unfolded. */
function open(id: string): void {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, enabled: false } } });
  const scene = { modeler, editor, language: "zh-CN", fields: FIELDS, onOpenForm: () => undefined };
  const show = (revision: number) => (
    <QueryClientProvider client={client}>
      <Panel {...scene} element={element(id)} revision={revision} />
    </QueryClientProvider>
  );
  const { rerender } = render(show(0));
  let revision = 0;
  const read = () => rerender(show((revision += 1)));
  modeler.get("eventBus").on("commandStack.changed", read);
  onTestFinished(() => modeler.get("eventBus").off("commandStack.changed", read));
  for (const fold of screen.getAllByRole("button", { expanded: false })) fireEvent.click(fold);
}

const SETTINGS = [...OURS, ...STANDARD];

describe("nothing that is executed is missing", () => {
  test("every property of our elements", () => {
    const all = descriptor.types.flatMap(({ name, properties }) =>
      properties.length > 0 ? properties.map((property) => `${name}.${property.name}`) : [`${name}.`],
    ).map((name) => name.replaceAll("dj:", "")); // the modeler puts its prefix in
    const set = new Set([...OURS.map(({ sets }) => sets), ...NOT_EXECUTED, ...CARRIED]);

    expect(all.filter((name) => !set.has(name))).toEqual([]);
  });

  test("every attribute and element of BPMN that the server reads", () => {
    const source = readFileSync("../src/dujiang/bpmn/read_nodes.py", "utf8");
    const read = [...source.matchAll(/(?:\.get\(|(?:child|children|child_text|_is_true|_count)\(\w+, )"(\w+)"/g)].map((match) => match[1] ?? "");
    const set = new Set([...STANDARD.map(({ sets }) => sets), ...DRAWN]);

    expect(read.length).toBeGreaterThan(50);
    expect([...new Set(read)].filter((name) => !set.has(name))).toEqual([]);
  });
});

beforeAll(async () => {
  await i18next.loadNamespaces("designer");
  const container = document.createElement("div");
  document.body.append(container);
  modeler = createModeler({ container, language: "zh-CN", font: "sans-serif", words: WORDS });
  const { warnings } = await modeler.importXML(EVERYTHING_XML);
  expect(warnings).toEqual([]);
  editor = new Editor(modeler);
});

afterAll(() => modeler.destroy());

const count = (text: string, part: string): number => text.split(part).length - 1;

describe("each is set in the panel, undone and redone", () => {
  test.each(SETTINGS.map((setting) => [`${setting.sets} at ${setting.at || "the process"}`, setting] as const))("%s", async (_, { at, deeds, writes }) => {
    const stack = modeler.get("commandStack");
    const before = count(await xml(), writes);
    open(at);

    for (const deed of deeds) deed();

    const after = count(await xml(), writes);
    expect(after).toBeGreaterThan(before);
    let steps = 0;
    for (; stack.canUndo(); steps += 1) act(() => stack.undo());
    expect(count(await xml(), writes)).toBe(before);
    for (; steps > 0; steps -= 1) act(() => stack.redo());
    expect(count(await xml(), writes)).toBe(after);
    while (stack.canUndo()) act(() => stack.undo());
  });
});
