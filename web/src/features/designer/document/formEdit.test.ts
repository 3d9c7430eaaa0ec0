import { expect, test } from "vitest";

import { freeFormKey, NO_HISTORY, redoOnce, remember, undoOnce } from "./formEdit";

test("a change is done, undone and done again", () => {
  const [before, changed] = [{ id: "a" }, { id: "b" }];
  const history = remember(NO_HISTORY, before);

  const undone = undoOnce(history, changed);
  expect(undone?.document).toBe(before);

  const redone = undone && redoOnce(undone.history, undone.document);
  expect(redone?.document).toBe(changed);
  expect(redone?.history).toEqual(history);
  expect(undoOnce(NO_HISTORY, before)).toBeNull();
  expect(redoOnce(NO_HISTORY, before)).toBeNull();
});

test("another form of a process gets a key that is still free", () => {
  expect(freeFormKey([], "trip")).toBe("trip");
  expect(freeFormKey(["trip", "trip_2"], "trip")).toBe("trip_3");
});
