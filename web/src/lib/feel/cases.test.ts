/** `cases/*.feel`, the table that both sides are held to: the browser gives the server's answer, or leaves it to the server. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { evaluateFeel } from "./evaluate";

const FOLDER = join(process.cwd(), "../cases");
/** Of the whole table; what is left to the server costs a question each time. */
const ANSWERED_HERE = 0.45;

interface Line {
  place: string;
  expression: string;
  value: string;
}

const lines: readonly Line[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".feel"))
  .flatMap((file) =>
    readFileSync(join(FOLDER, file), "utf8")
      .split("\n")
      .map((text, index) => ({ text, place: `${file}:${index + 1}` }))
      .filter(({ text }) => text.trim() !== "" && !text.startsWith("#")),
  )
  .map(({ text, place }) => {
    const at = text.lastIndexOf(" => ");
    const [value = ""] = text.slice(at + 4).split(" ! ");
    return { place, expression: text.slice(0, at), value: value.trim() };
  });

/** Where both sides of the line can be read here. */
const isAnswered = ({ expression, value }: Line): boolean => [expression, value].every((text) => evaluateFeel(text, {}).kind === "value");

describe("cases/*.feel", () => {
  test.each(lines.filter(isAnswered).map((line) => [line.place, line] as const))("%s", (_, { expression, value }) => {
    const wanted = evaluateFeel(value, {});

    expect(wanted.kind).toBe("value");
    expect(evaluateFeel(expression, {})).toEqual(wanted);
  });

  test("most is answered here", () => {
    expect(lines.length).toBeGreaterThan(500);
    expect(lines.filter(isAnswered).length / lines.length).toBeGreaterThan(ANSWERED_HERE);
  });
});

describe("what might run without end is not begun here", () => {
  test.each(["for i in 1..1000000000 return i", 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")', "{f: function(n) f(n + 1), x: f(1)}.x"])(
    "%s",
    (expression) => {
      expect(evaluateFeel(expression, {})).toEqual({ kind: "ask", why: "bounds" });
    },
  );
});

describe("values of two sorts are left to the server, which says what is wrong", () => {
  test.each([
    ['amount > "3"', { amount: 5 }],
    ["amount > name", { amount: 5, name: "x" }],
    ["if name then 1 else 2", { name: "x" }],
    ["every n in list satisfies n > 1", { list: [2, null] }],
  ])("%s", (expression, context) => {
    expect(evaluateFeel(expression, context)).toEqual({ kind: "ask", why: "difference" });
  });

  test("but not what is merely unknown", () => {
    expect(evaluateFeel("amount > 3", { amount: null }).kind).toBe("value");
  });
});
