import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";

import { ApiProblem } from "./problem";
import { useCommand } from "./useCommand";

const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
);

/** Sends as often as there are outcomes and tells which keys went along. */
async function keysOf(outcomes: (number | "done")[]): Promise<string[]> {
  const keys: string[] = [];
  const rest = [...outcomes];
  const { result } = renderHook(
    () =>
      useCommand<null, null>((_, headers) => {
        keys.push(headers["Idempotency-Key"]);
        const outcome = rest.shift();
        return outcome === "done" ? Promise.resolve({ data: null }) : Promise.reject(new ApiProblem(outcome ?? 500, {}));
      }),
    { wrapper },
  );
  for (const outcome of outcomes) {
    act(() => result.current.mutate(null));
    await waitFor(() => expect(result.current.isPending).toBe(false));
    await waitFor(() => expect(result.current.status).toBe(outcome === "done" ? "success" : "error"));
  }
  return keys;
}

test("after a time-out or a fault of the server the same command goes out again", async () => {
  const [first, second, third] = await keysOf([0, 503, "done"]);

  expect(second).toBe(first);
  expect(third).toBe(first);
});

test("after a refusal and after a success the next command is a new one", async () => {
  const keys = await keysOf([409, "done", "done"]);

  expect(new Set(keys).size).toBe(3);
});
