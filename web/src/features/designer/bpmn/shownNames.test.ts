import { afterEach, expect, test } from "vitest";

import { createModeler } from "./createModeler";
import { englishNamesModule } from "./shownNames";
import { LEAVE_XML } from "./testing/leave";
import { standInForLayout } from "./testing/svg";
import type { DiagramElement, Modeler } from "./types";

standInForLayout();

const WORDS = { append: "a", branch: "b", end: "e", connect: "c", change: "x", copy: "y", remove: "r", approval: "A" };

let modeler: Modeler;

async function open(): Promise<void> {
  const container = document.createElement("div");
  document.body.append(container);
  modeler = createModeler({ container, language: "en-US", font: "sans-serif", words: WORDS, modules: [englishNamesModule] });
  await modeler.importXML(LEAVE_XML);
}

const element = (id: string): DiagramElement => {
  const found = modeler.get("elementRegistry").get(id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const drawn = (id: string): string => modeler.get("elementRegistry").getGraphics(element(id)).textContent;

function retype(id: string, text: string): void {
  modeler.get("directEditing").activate(element(id));
  const box = document.querySelector<HTMLElement>("[contenteditable]");
  if (!box) throw new Error("nothing is edited");
  box.innerText = text;
  modeler.get("directEditing").complete();
}

afterEach(() => {
  modeler.destroy();
  document.body.replaceChildren();
});

test("elements are drawn with their English names, and with their own where they have none", async () => {
  await open();

  expect(drawn("dept")).toBe("Department");
  expect(drawn("start_label")).toBe("发起");
});

test("what is typed on an English canvas becomes the English name, the file's own stays; undo takes it back", async () => {
  await open();

  retype("dept", "Head");

  expect(drawn("dept")).toBe("Head");
  expect(element("dept").businessObject["name"]).toBe("部门审批");
  modeler.get("commandStack").undo();
  expect(drawn("dept")).toBe("Department");
  modeler.get("commandStack").redo();
  expect(drawn("dept")).toBe("Head");
});

test("an element without an English name is renamed itself", async () => {
  await open();

  retype("start", "Begin");

  expect(element("start").businessObject["name"]).toBe("Begin");
});
