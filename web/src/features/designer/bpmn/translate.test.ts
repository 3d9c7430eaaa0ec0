import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { translateInto } from "./translate";
import words from "./words.zh-CN.json";

const LIBRARIES = ["bpmn-js/lib", "diagram-js/lib", "diagram-js-minimap/dist"];

/** Texts in these are examples of the library's own documentation. */
const EXAMPLES = new Set(["HELLO {you}"]);

/** The library builds this text from two parts. */
const COMPOSED = ["left", "center", "right", "top", "middle", "bottom"].map((side) => `Align elements ${side}`);

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.js$/.test(name) && !name.includes("umd"))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "utf8"));
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, "");

function textsIn(source: string): string[] {
  const code = withoutComments(source);
  const translated = [...code.matchAll(/\b_?translate\(\s*(['"])([A-Z](?:\\.|(?!\1).)+?)\1/g)].map((match) => match[2] ?? "");
  const isCatalogue = source.includes("popup entry") || source.includes("PopupEntries") || source.includes("actionName");
  const labels = isCatalogue ? [...code.matchAll(/\blabel:\s*(['"])((?:\\.|(?!\1).)+?)\1/g)].map((match) => match[2] ?? "") : [];
  return [...translated, ...labels];
}

test("every text of the diagram libraries has Chinese words", () => {
  const used = LIBRARIES.flatMap((library) => sources(join("node_modules", library))).flatMap(textsIn);
  const wanted = [...new Set([...used, ...COMPOSED])].filter((text) => !EXAMPLES.has(text));

  expect(wanted.length).toBeGreaterThan(100);
  expect(wanted.filter((text) => !(text in words))).toEqual([]);
});

test("values are filled in, and English is what the library says", () => {
  expect(translateInto("zh-CN")("Open {element}", { element: "子流程" })).toBe("打开 子流程");
  expect(translateInto("en-US")("Open {element}", { element: "x" })).toBe("Open x");
  expect(translateInto("zh-CN")("unknown")).toBe("unknown");
});
