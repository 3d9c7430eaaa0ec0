import { describe, expect, test } from "vitest";

import { evaluateFeel, findSyntaxError, isExpression, namesIn } from "./evaluate";

describe("what the browser knows, it answers as the server would", () => {
  test.each([
    ["=1 + 1", {}, 2],
    ["=0.1 + 0.2", {}, 0.3],
    ["=a > 3 and true", { a: null }, null],
    ["=a > 3 or true", { a: null }, true],
    ["=false and a", { a: null }, false],
    ["=if a then 1 else 2", { a: null }, 2],
    ['="x" + 1', {}, null],
    ["=sum(t.n)", { t: [{ n: 1 }, { n: 2.5 }] }, 3.5],
    ["=报销.金额 * 2", { 报销: { 金额: 3 } }, 6],
  ])("%s", (expression, context, value) => {
    expect(evaluateFeel(expression, context)).toEqual({ kind: "value", value });
  });
});

describe("what it does not know, it leaves to the server", () => {
  test.each([
    ["=working_days(a, b)", { a: null, b: null }, "name"],
    ["=initiator.grade", {}, "name"],
    ["=a >= today()", { a: null }, "clock"],
    ["=price * 3 <= limit", { price: 0.1, limit: 0.3 }, "precision"],
    ["=decimal(a * 1.005, 2)", { a: 1 }, "precision"],
  ])("%s", (expression, context, why) => {
    expect(evaluateFeel(expression, context)).toEqual({ kind: "ask", why });
  });

  test("but not what another branch would have needed", () => {
    const answer = evaluateFeel('=if kind = "SICK" then working_days(a) else 1', { kind: "ANNUAL" });
    expect(answer).toEqual({ kind: "value", value: 1 });
  });
});

test("an expression that cannot be read says where", () => {
  expect(findSyntaxError("=a +")).not.toBeNull();
  expect(findSyntaxError("=a + 1")).toBeNull();
  expect(evaluateFeel("=a + + b )", {}).kind).toBe("broken");
});

test("names are those that are read", () => {
  expect([...namesIn("=days <= available")]).toEqual(["days", "available"]);
});

test("only what begins with = is an expression", () => {
  expect([isExpression("=a"), isExpression("a"), isExpression(1)]).toEqual([true, false, false]);
});
