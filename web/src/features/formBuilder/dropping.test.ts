import { expect, test } from "vitest";

import { unknownNames } from "./formulas";
import { placeOver } from "./dropping";

const RECT = { left: 100, top: 100, width: 400, height: 100, right: 500, bottom: 200 };
const at = (x: number, y: number) => placeOver({ id: "a", kind: "component" }, RECT, { x, y });

test("the upper half means before, the lower after, the outer parts beside", () => {
  expect(at(300, 110).where).toBe("before");
  expect(at(300, 190).where).toBe("after");
  expect(at(120, 150).where).toBe("left");
  expect(at(490, 150).where).toBe("right");
});

test("beside a full row there is no room", () => {
  expect(placeOver({ id: "a", kind: "component", isRowFull: true }, RECT, { x: 490, y: 190 }).where).toBe("after");
});

test("columns are put before or after one another", () => {
  const column = (x: number) => placeOver({ id: "a", kind: "component", isColumn: true }, RECT, { x, y: 190 }).where;

  expect([column(150), column(450)]).toEqual(["left", "right"]);
});

test("a formula is told which of its names the form does not have", () => {
  const schema = { type: "default" as const, id: "f", components: [{ id: "1", key: "days", type: "number" as const }] };

  expect(unknownNames("=dayz + days + sum([1])", schema, null)).toEqual(["dayz"]);
  expect(unknownNames('=for r in rows("x", {}) return {value: r.key}', schema, null)).toEqual([]);
  expect(unknownNames("=initiator.name", schema, null)).toEqual([]);
});
