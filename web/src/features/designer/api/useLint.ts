import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { lintModel } from "@/api/sdk.gen";
import type { LintProblem } from "@/api/types.gen";

import type { DraftDocument } from "./useDraft";

/** Pause in designing after which the model is checked. */
const CHECK_AFTER_MS = 700;

export interface Findings {
  problems: readonly LintProblem[];
  errorCount: number;
  warningCount: number;
  hintCount: number;
  isChecking: boolean;
  hasFailed: boolean;
}

/** What the server finds wrong with the model as it stands here. The last answer stays until the next one is there. */
export function useLint(document: DraftDocument | undefined): Findings {
  const asked = useSettled(document, CHECK_AFTER_MS);
  const query = useQuery({
    queryKey: ["lint", asked],
    queryFn: async ({ signal }) => {
      const body = asked && { xml: asked.xml, forms: { ...asked.forms }, decisions: { ...asked.decisions } };
      return body ? (await lintModel({ body, signal, throwOnError: true })).data.problems : [];
    },
    enabled: asked !== undefined,
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: (before) => before,
  });
  const problems = useMemo(() => eachOnce(query.data ?? []), [query.data]);
  const count = (severity: LintProblem["severity"]) => problems.filter((problem) => problem.severity === severity).length;
  return {
    problems,
    errorCount: count("error"),
    warningCount: count("warning"),
    hintCount: count("hint"),
    isChecking: query.isFetching || asked !== document,
    hasFailed: query.isError,
  };
}

/** Two rooms may find the same: it is said once, with the correction that one of them offers. */
function eachOnce(problems: readonly LintProblem[]): readonly LintProblem[] {
  const found = new Map<string, LintProblem>();
  for (const problem of problems) {
    const key = `${problem.elementId}|${problem.detail}`;
    if (!found.get(key)?.fix) found.set(key, problem);
  }
  return [...found.values()];
}

/** A value once it has stopped changing for a while; the first one at once. */
function useSettled<Value>(value: Value | undefined, afterMs: number): Value | undefined {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (value === settled) return undefined;
    const timer = setTimeout(() => setSettled(value), settled === undefined ? 0 : afterMs);
    return () => clearTimeout(timer);
  }, [value, settled, afterMs]);
  return settled;
}
