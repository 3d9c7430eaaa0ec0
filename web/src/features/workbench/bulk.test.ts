import { expect, test } from "vitest";

import type { ItemAction, ItemRow } from "@/api/types.gen";

import { between, planOf, type Readiness, totalOf } from "./bulk";
import { itemRow } from "./testing";

const can = (name: ItemAction["action"], given: Partial<ItemAction> = {}): ItemAction => ({
  action: name,
  label: name,
  enabled: true,
  reason: null,
  needsComment: false,
  targets: [],
  reasonCategories: [],
  ...given,
});

const READY: Readiness = { actions: [can("approve"), can("reject")], missing: [] };
const rows = [itemRow({ id: "1" }), itemRow({ id: "2" })];

const kinds = (given: readonly ItemRow[], readiness: Readiness | null) =>
  planOf(given, () => readiness).held.map(({ row, obstacle }) => [row.id, obstacle.kind]);

test("items of one step with nothing missing are decided together", () => {
  expect(planOf(rows, () => READY)).toMatchObject({ action: "approve", held: [], isChecking: false, reject: { action: "reject" } });
});

test("the rows of another step than most are named, and nothing can be rejected together", () => {
  const mixed = [itemRow({ id: "9", step: { id: "hr", name: "人事备案" } }), ...rows];
  const plan = planOf(mixed, () => READY);

  expect(plan.held).toEqual([{ row: mixed[0], obstacle: { kind: "step" } }]);
  expect(plan.reject).toBeNull();
});

test("a row with a required field, a required opinion, or without the action holds the decision up", () => {
  expect(kinds(rows, { ...READY, missing: ["备案说明"] })).toEqual([["1", "missing"], ["2", "missing"]]);
  expect(kinds(rows, { actions: [can("approve", { needsComment: true })], missing: [] })[0]).toEqual(["1", "opinion"]);
  expect(kinds(rows, { actions: [can("approve", { enabled: false })], missing: [] })[0]).toEqual(["1", "closed"]);
  expect(kinds([itemRow({ isClaimable: true })], READY)[0]).toEqual(["1", "claim"]);
  expect(kinds(rows, null)[0]).toEqual(["1", "unreadable"]);
});

test("a required field does not keep anybody from rejecting", () => {
  expect(planOf(rows, () => ({ ...READY, missing: ["备案说明"] })).reject).toMatchObject({ action: "reject" });
});

test("while a row is asked for, nothing is decided", () => {
  expect(planOf(rows, (row) => (row.id === "1" ? READY : undefined)).isChecking).toBe(true);
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
