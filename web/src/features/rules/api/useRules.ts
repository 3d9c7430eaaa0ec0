/** Questions about decision models. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import {
  evaluateDecision,
  lintDecision,
  listDecisionCases,
  listDecisions,
  readDecision,
  readDecisionVersion,
  runDecisionCases,
} from "@/api/sdk.gen";
import type { RuleFinding } from "@/api/types.gen";

/** Pause in editing after which the document is checked. */
const CHECK_AFTER_MS = 500;

export const useRuleList = () =>
  useQuery({
    queryKey: ["decisions"],
    queryFn: async ({ signal }) => (await listDecisions({ signal, throwOnError: true })).data,
  });

export const useRuleDetail = (key: string) =>
  useQuery({
    queryKey: ["decisions", key],
    queryFn: async ({ signal }) => (await readDecision({ path: { decision_key: key }, signal, throwOnError: true })).data,
    retry: false,
  });

/** Everything about this model is asked anew: after it was deployed, restored or withdrawn. */
export function useRefreshRules(key: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ["decisions"], predicate: ({ queryKey }) => queryKey[1] === undefined || queryKey[1] === key });
}

export const useRuleVersion = (key: string, version: number | null) =>
  useQuery({
    queryKey: ["decisions", key, "version", version],
    queryFn: async ({ signal }) =>
      (await readDecisionVersion({ path: { decision_key: key, version: `${version ?? 0}` }, signal, throwOnError: true })).data,
    enabled: version !== null,
    staleTime: Infinity,
  });

/** What the server finds wrong or doubtful; the last answer stays until the next one is there. */
export function useReport(key: string, xml: string | undefined) {
  const asked = useSettled(xml, CHECK_AFTER_MS);
  const query = useQuery({
    queryKey: ["decisions", key, "lint", asked],
    queryFn: async ({ signal }) =>
      (await lintDecision({ path: { decision_key: key }, body: { xml: asked ?? "" }, signal, throwOnError: true })).data,
    enabled: asked !== undefined,
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  const findings: readonly RuleFinding[] = query.data?.findings ?? [];
  return {
    findings,
    parts: query.data?.parts ?? [],
    errorCount: findings.filter(({ severity }) => severity === "error").length,
    isChecking: query.isFetching || asked !== xml,
    hasFailed: query.isError,
  };
}

export type Report = ReturnType<typeof useReport>;

/** What a decision of the document gives for these inputs (FEEL). */
export function useAnswer(key: string, ask: { xml: string; decision: string; inputs: Record<string, string> } | null) {
  const asked = useSettled(ask ?? undefined, CHECK_AFTER_MS);
  return useQuery({
    queryKey: ["decisions", key, "answer", asked],
    queryFn: async ({ signal }) => {
      const body = { xml: asked?.xml ?? "", decision: asked?.decision ?? "", inputs: asked?.inputs ?? {} };
      return (await evaluateDecision({ path: { decision_key: key }, body, signal, throwOnError: true })).data;
    },
    enabled: asked !== undefined,
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
}

export const useCases = (key: string) =>
  useQuery({
    queryKey: ["decisions", key, "cases"],
    queryFn: async ({ signal }) => (await listDecisionCases({ path: { decision_key: key }, signal, throwOnError: true })).data.items,
  });

/** Whether the document fulfils every test case. */
export function useCaseResults(key: string, xml: string | undefined, caseCount: number) {
  const asked = useSettled(xml, CHECK_AFTER_MS);
  return useQuery({
    queryKey: ["decisions", key, "cases", "run", asked, caseCount],
    queryFn: async ({ signal }) =>
      (await runDecisionCases({ path: { decision_key: key }, body: { xml: asked ?? null }, signal, throwOnError: true })).data,
    enabled: asked !== undefined && caseCount > 0,
    retry: false,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
}

/** A value once it has stopped changing for a while; the first one at once. */
function useSettled<Value>(value: Value | undefined, afterMs: number): Value | undefined {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState({ text, value });
  useEffect(() => {
    if (text === settled.text) return undefined;
    const timer = setTimeout(() => setSettled({ text, value }), settled.value === undefined ? 0 : afterMs);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `text` stands for `value`
  }, [text, settled, afterMs]);
  return settled.value;
}
