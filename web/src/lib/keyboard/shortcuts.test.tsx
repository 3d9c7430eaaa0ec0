import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";

import { switchSingleKeys, useShortcuts } from "./shortcuts";

const approve = vi.fn();
const goTo = vi.fn();
const find = vi.fn();

function Page() {
  useShortcuts([
    { keys: "a", label: "approve", group: "task", run: approve },
    { keys: "g t", label: "to-do", group: "everywhere", run: goTo },
    { keys: "mod+k", label: "find", group: "everywhere", run: find },
  ]);
  return <input aria-label="opinion" />;
}

beforeEach(() => {
  vi.clearAllMocks();
  switchSingleKeys(true);
  render(<Page />);
});

test("a single key works outside of inputs", () => {
  fireEvent.keyDown(document.body, { key: "a" });

  expect(approve).toHaveBeenCalledOnce();
});

test("a letter typed into a field is a letter", () => {
  fireEvent.keyDown(screen.getByLabelText("opinion"), { key: "a" });

  expect(approve).not.toHaveBeenCalled();
});

test("two keys after one another go to a page", () => {
  fireEvent.keyDown(document.body, { key: "g" });
  fireEvent.keyDown(document.body, { key: "t" });

  expect(goTo).toHaveBeenCalledOnce();
});

test("a key with Ctrl works inside of inputs and when single keys are off", () => {
  switchSingleKeys(false);

  fireEvent.keyDown(document.body, { key: "a" });
  fireEvent.keyDown(screen.getByLabelText("opinion"), { key: "k", ctrlKey: true });

  expect(approve).not.toHaveBeenCalled();
  expect(find).toHaveBeenCalledOnce();
});
