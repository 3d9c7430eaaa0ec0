import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { App } from "./App";

test("the app shows its name in the reader's language", async () => {
  render(<App />);

  expect(await screen.findByText(/都江/)).toBeInTheDocument();
});
