import { expect, test } from "vitest";

import type { OperationsView } from "@/api/types.gen";

import { countsOf, marksOf, statusOf } from "./model";

const named = (id: string) => ({ id, name: id });
const standing = (key: number, id: string) => ({
  key, element: named(id), kind: "userTask", scopeKey: 0, turn: null, since: null, maySkip: true, adHoc: [],
});
const VIEW = {
  state: "active",
  standing: [standing(1, "review"), standing(2, "review"), standing(3, "review"), standing(4, "sync")],
  scopes: [{ key: 1, parentKey: 0, element: named("review"), kind: "body", turn: null, done: 0, total: 2 }],
  incidents: [{ id: "9", key: 4, element: named("sync"), code: "x.y", detail: "", since: "", attempts: 3 }],
  walkedElements: ["start", "sync"],
  walkedFlows: ["f1"],
} as unknown as OperationsView;

const t = ((key: string, values?: Record<string, unknown>) => `${key}${JSON.stringify(values ?? "")}`) as never;

test("turns of a loop are counted, its body is not counted beside them", () => {
  expect([...countsOf(VIEW)]).toEqual([["review", 2], ["sync", 1]]);
});

test("what failed is red, what it stands on is now, the rest of the way is walked", () => {
  expect(marksOf(VIEW, t)).toEqual([
    { id: "f1", kind: "walked" },
    { id: "start", kind: "walked" },
    { id: "review", kind: "now", text: 'marks.times{"count":2}' },
    { id: "sync", kind: "failed", text: 'marks.failedAfter{"count":3}' },
  ]);
});

test("an instance with an incident is shown as failed while it runs, and as what it became afterwards", () => {
  expect(statusOf(VIEW)).toBe("failed");
  expect(statusOf({ state: "suspended", incidentCount: 1 })).toBe("suspended");
  expect(statusOf({ state: "cancelled", incidentCount: 0 })).toBe("canceled");
});
