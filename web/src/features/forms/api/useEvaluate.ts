import { useCallback } from "react";

import { evaluateForm } from "@/api/sdk.gen";
import type { FieldProblem } from "@/api/types.gen";

import type { Evaluate, FormProblem } from "../model";

/** Ask the server what follows from a form's values: of a process to be started, or of the task with `itemId`. */
export function useEvaluate(processKey: string, place: { versionId?: string; itemId?: string }): Evaluate {
  const { versionId, itemId } = place;
  return useCallback(
    async (values, signal) => {
      const { data } = await evaluateForm({
        path: { process_key: processKey },
        body: { values: { ...values }, versionId: versionId ?? null, itemId: itemId ?? null },
        signal,
        throwOnError: true,
      });
      return { computed: data.computed, access: data.access, options: data.options, problems: data.problems.map(formProblem) };
    },
    [processKey, versionId, itemId],
  );
}

/** A problem of the server as the form shows it: its sentence is already in the reader's language. */
export function formProblem({ path, code, severity, params, detail }: FieldProblem): FormProblem {
  const { rule } = params;
  return { path, code, severity, params, detail, ...(typeof rule === "string" && { rule }) };
}
