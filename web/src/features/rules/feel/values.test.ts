import { expect, test } from "vitest";

import functions from "./builtins.json";
import { builtInsIn } from "./builtins";
import { fromFeel, spoken, spokenCell, toFeel } from "./values";

test("what is typed becomes FEEL of the input's type and back", () => {
  expect(toFeel("string", '一线"城市')).toBe('"一线\\"城市"');
  expect(fromFeel("string", '"一线\\"城市"')).toBe('一线"城市');
  expect(toFeel("date", "2026-03-02")).toBe('date("2026-03-02")');
  expect(fromFeel("date", '@"2026-03-02"')).toBe("2026-03-02");
  expect(toFeel("number", " 85000 ")).toBe("85000");
  expect(toFeel("other", "[1, 2]")).toBe("[1, 2]");
  expect(toFeel("string", "  ")).toBe("");
});

test("what is no simple value of the type is not guessed", () => {
  expect(fromFeel("string", 'upper case("a")')).toBeNull();
  expect(fromFeel("date", "today()")).toBeNull();
});

test("values are read as people say them", () => {
  expect([spoken('"T1"'), spoken('@"2026-03-02"'), spoken("480")]).toEqual(["T1", "2026-03-02", "480"]);
  expect([spokenCell("-"), spokenCell('"P4","P5"')]).toEqual(["—", "P4,P5"]);
});

test("every function is explained in both languages and named once", () => {
  expect(new Set(functions.map((found) => found.name)).size).toBe(functions.length);
  expect(functions.filter((found) => !found["zh-CN"] || !found["en-US"])).toEqual([]);
  const [contains] = builtInsIn("en-US").filter((found) => found.name === "contains");
  expect(contains?.params).toEqual([{ name: "string" }, { name: "match" }]);
  expect(contains?.info().textContent).toBe("Whether a text contains anothercontains(string: string, match: string)");
});
