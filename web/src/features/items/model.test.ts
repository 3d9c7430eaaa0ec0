import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";

import type { PathNode } from "@/api/types.gen";

import { instanceStatus, pathSteps } from "./model";
import { person, waitingFor } from "./testing";

const NOW = new Date("2026-11-24T16:05:00+08:00");
const t = i18next.getFixedT("zh-CN", "items");
const ui = i18next.getFixedT("zh-CN", "ui");
const CONTEXT = { meId: "1", now: NOW, t, ui };

beforeAll(async () => {
  await i18next.loadNamespaces("items");
});

const node = (given: Partial<PathNode>): PathNode => ({
  elementId: "step",
  name: "部门审批",
  kind: "approval",
  state: "expected",
  persons: [],
  at: null,
  durationS: null,
  note: null,
  ...given,
});

test("a step says whom it waits for and since when, me as 你", () => {
  const now = node({
    state: "now",
    at: "2026-11-24T14:30:00+08:00",
    persons: [
      { person: person("1", "周敏"), onBehalfOf: null, state: "open" },
      { person: person("2", "林昭"), onBehalfOf: null, state: "open" },
      { person: person("3", "陈立"), onBehalfOf: null, state: "done" },
    ],
  });

  const [step] = pathSteps({ path: [now], waiting: [] }, CONTEXT);

  expect(step).toMatchObject({ state: "now", who: "等你与林昭", when: "已等 1 小时 35 分" });
});

test("a group that has not claimed it yet stands where a person would", () => {
  const now = node({ elementId: "file", state: "now" });

  const [step] = pathSteps({ path: [now], waiting: [waitingFor({ group: "人事", stepId: "file" })] }, CONTEXT);

  expect(step?.who).toBe("等人事");
});

test("a condition becomes the reason of the step behind it", () => {
  const path = [node({ kind: "condition", note: "金额满 10 万元，走三人评审" }), node({ name: "三人评审" })];

  const steps = pathSteps({ path, waiting: [] }, CONTEXT);

  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatchObject({ name: "三人评审", condition: "金额满 10 万元，走三人评审" });
});

test("the end of a process is no step", () => {
  expect(pathSteps({ path: [node({ kind: "end" })], waiting: [] }, CONTEXT)).toEqual([]);
});

test.each([
  [{ state: "running", outcome: null, hasIncident: true }, "failed"],
  [{ state: "running", outcome: null }, "running"],
  [{ state: "returned", outcome: null }, "returned"],
  [{ state: "ended", outcome: "rejected" }, "rejected"],
  [{ state: "ended", outcome: "approved" }, "passed"],
] as const)("%o is shown as %s", (instance, status) => {
  expect(instanceStatus(instance)).toBe(status);
});
