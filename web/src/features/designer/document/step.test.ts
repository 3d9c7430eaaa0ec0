import { describe, expect, test } from "vitest";

import { clocksIn, type Deadline, plainDeadlines, type StepSettings, writeWords } from "./step";

const step = (deadlines: readonly Deadline[]) => ({ deadlines }) as StepSettings;
const DAY24 = "calendar:DAY24";

describe("deadlines", () => {
  test("a due time may carry its action", () => {
    const due: Deadline = { kind: "due", duration: "PT48H", clock: DAY24, action: "escalate", to: "" };

    const clocks = clocksIn(step([due]));

    expect(clocks.act).toMatchObject({ action: "escalate", duration: "PT48H" });
    expect(plainDeadlines(clocks)).toEqual([due]);
  });

  test("an action at another moment is an element of its own", () => {
    const due: Deadline = { kind: "due", duration: "PT8H", clock: "working", action: "", to: "" };
    const act: Deadline = { kind: "action", duration: "PT48H", clock: DAY24, action: "escalate", to: "" };

    const clocks = clocksIn(step([due, act]));

    expect(plainDeadlines(clocks)).toEqual([{ kind: "due", duration: "PT8H", clock: "working" }, act]);
  });

  test("no deadline writes nothing", () => {
    expect(plainDeadlines(clocksIn(step([])))).toEqual([]);
  });
});

test("what is usual is not written, and an empty list says so", () => {
  expect(writeWords(["b", "a"], ["a", "b"])).toBe("");
  expect(writeWords(["a"], ["a", "b"])).toBe("a");
  expect(writeWords([], ["a", "b"])).toBe("none");
});
