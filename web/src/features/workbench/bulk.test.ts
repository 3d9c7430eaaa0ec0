import { expect, test } from "vitest";

import type { BulkStanding, ItemRow } from "@/api/types.gen";

import { between, planOf, totalOf } from "./bulk";
import { bulk, itemRow } from "./testing";

const rows = [itemRow({ id: "1" }), itemRow({ id: "2" })];
const both = (standing: BulkStanding | null) => rows.map((row) => ({ ...row, bulk: standing }));

const kinds = (given: readonly ItemRow[]) => planOf(given).held.map(({ row, obstacle }) => [row.id, obstacle.kind]);

test("items of one step with nothing missing are decided together", () => {
  expect(planOf(rows)).toMatchObject({ action: "approve", held: [], reject: { mayReject: true } });
});

test("the rows of another step than most are named, and nothing can be rejected together", () => {
  const mixed = [itemRow({ id: "9", step: { id: "hr", name: "人事备案" } }), ...rows];
  const plan = planOf(mixed);

  expect(plan.held).toEqual([{ row: mixed[0], obstacle: { kind: "step" } }]);
  expect(plan.reject).toBeNull();
});

test("a row with a required field, a required opinion, or without the action holds the decision up", () => {
  expect(kinds(both(bulk({ missing: ["备案说明"] })))).toEqual([["1", "missing"], ["2", "missing"]]);
  expect(kinds(both(bulk({ needsComment: true })))[0]).toEqual(["1", "opinion"]);
  expect(kinds(both(null))[0]).toEqual(["1", "closed"]);
  expect(kinds([itemRow({ isClaimable: true })])[0]).toEqual(["1", "claim"]);
});

test("a required field does not keep anybody from rejecting, a work step does", () => {
  expect(planOf(both(bulk({ missing: ["备案说明"] }))).reject).toMatchObject({ mayReject: true });
  expect(planOf(both(bulk({ action: "complete", mayReject: false }))).reject).toBeNull();
});

test("the total is exact and absent where nothing has an amount", () => {
  expect(totalOf([itemRow({ amount: 0.1 }), itemRow({ amount: 0.2 }), itemRow()])).toBe("0.30");
  expect(totalOf(rows)).toBeNull();
});

test("a range goes both ways and is one row without a beginning", () => {
  expect(between(["a", "b", "c", "d"], "c", "a")).toEqual(["a", "b", "c"]);
  expect(between(["a", "b", "c", "d"], "b", "d")).toEqual(["b", "c", "d"]);
  expect(between(["a", "b"], null, "b")).toEqual(["b"]);
});
