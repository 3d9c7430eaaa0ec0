import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { useRef } from "react";

import type { ApiProblem } from "./problem";
import { asProblem } from "./problem";

/** A new idempotency key; works on plain http too, where `crypto.randomUUID` does not exist. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Options<Answer, Ask> {
  onDone?: (answer: Answer, ask: Ask) => void;
  onProblem?: (problem: ApiProblem, ask: Ask) => void;
}

/**
 * Sends a command. Its key is made when the page opens, so that a double press, a replaying proxy and a retry after
 * a time-out are one command; after an answer, also a refusal, the next one gets a new key.
 */
export function useCommand<Answer, Ask = void>(
  send: (ask: Ask, headers: { "Idempotency-Key": string }) => Promise<{ data: Answer }>,
  options: Options<Answer, Ask> = {},
): UseMutationResult<Answer, ApiProblem, Ask> {
  const key = useRef<string | null>(null);
  return useMutation<Answer, ApiProblem, Ask>({
    mutationFn: async (ask) => {
      key.current ??= newKey();
      try {
        const { data } = await send(ask, { "Idempotency-Key": key.current });
        key.current = null;
        return data;
      } catch (cause) {
        const problem = asProblem(cause);
        if (!problem.isTemporary) key.current = null;
        throw problem;
      }
    },
    onSuccess: (answer, ask) => options.onDone?.(answer, ask),
    onError: (problem, ask) => options.onProblem?.(problem, ask),
  });
}
