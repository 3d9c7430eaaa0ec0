import { keepPreviousData, QueryClient } from "@tanstack/react-query";

import { asProblem } from "./problem";

const FRESH_MS = 10_000;
/** The truth is polled; notices of the server only make it sooner. */
const POLL_MS = 30_000;
const TRIES = 2;

/** Where server data live. Keys begin with the topic that the server names when they change. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        placeholderData: keepPreviousData,
        retry: (count, cause) => count < TRIES && asProblem(cause).isTemporary,
        throwOnError: false,
      },
      mutations: { retry: false },
    },
  });
}

export const polled = { refetchInterval: POLL_MS } as const;
