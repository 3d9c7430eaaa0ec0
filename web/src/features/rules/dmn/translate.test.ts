import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { translateInto } from "./translate";
import words from "./words.zh-CN.json";

const LIBRARIES = [
  "dmn-js/lib",
  "dmn-js-shared/lib",
  "dmn-js-drd/lib",
  "dmn-js-decision-table/lib",
  "dmn-js-literal-expression/lib",
  "dmn-js-boxed-expression/lib",
];

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "utf8"));
}

function textsIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "");
  const translated = [...code.matchAll(/\b_?translate\(\s*(['"])((?:\\.|(?!\1).)+?)\1/g)].map((match) => match[2] ?? "");
  const isCatalogue = code.includes("HIT_POLICIES = [") || code.includes("actionName");
  const listed = isCatalogue
    ? [...code.matchAll(/\b(?:label|explanation):\s*(['"])((?:\\.|(?!\1).)+?)\1/g)].map((match) => match[2] ?? "")
    : [];
  return [...translated, ...listed];
}

test("every text of the table editor has Chinese words", () => {
  const wanted = [...new Set(LIBRARIES.flatMap((library) => sources(join("node_modules", library))).flatMap(textsIn))];

  expect(wanted.length).toBeGreaterThan(150);
  expect(wanted.filter((text) => !(text in words))).toEqual([]);
});

test("values are filled in, and English is what the library says", () => {
  expect(translateInto("zh-CN")("Function kind: {kind}", { kind: "FEEL" })).toBe("函数种类：FEEL");
  expect(translateInto("zh-CN")("e.g. { sample }", { sample: "1" })).toBe("如 1");
  expect(translateInto("en-US")("View DRD")).toBe("View DRD");
});
