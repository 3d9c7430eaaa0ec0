import { expect, test } from "vitest";

import { asGrants, changedIn, draftOf, freshGrant, isUnfinished } from "./grants";

const own = freshGrant("instance.read", "own");
const all = freshGrant("instance.read", "all");

test("a role's grants stand by permission and come back as they were", () => {
  const draft = draftOf([own, freshGrant("audit.read", "all"), all]);

  expect(Object.keys(draft)).toEqual(["instance.read", "audit.read"]);
  expect(asGrants(draft)).toHaveLength(3);
});

test("the order of processes is no change, another scope is", () => {
  const before = draftOf([{ ...own, processes: ["leave", "trip"] }]);

  expect(changedIn(before, draftOf([{ ...own, processes: ["trip", "leave"] }]))).toEqual([]);
  expect(changedIn(before, draftOf([all]))).toEqual(["instance.read"]);
  expect(changedIn(before, {})).toEqual(["instance.read"]);
});

test("chosen departments without a department are unfinished", () => {
  expect(isUnfinished(draftOf([freshGrant("instance.read", "chosen")]))).toBe(true);
  expect(isUnfinished(draftOf([{ ...freshGrant("instance.read", "chosen"), departmentIds: ["1"] }]))).toBe(false);
});
