import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useRef, useState } from "react";

import { previewPath, readStartForm, saveStartDraft, startInstance } from "@/api/sdk.gen";
import type { StartForm } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import { newKey, useCommand } from "@/lib/api/useCommand";
import type { FormValues } from "@/lib/forms/slot";
import type { Picked } from "@/lib/people/picks";

const DRAFT_PAUSE_MS = 1_500;

/** The empty form with its defaults, or what was left unfinished. Read once: what is typed must not be replaced. */
export function useStartForm(processKey: string) {
  return useQuery({
    queryKey: ["start-form", processKey],
    queryFn: async ({ signal }) =>
      (await readStartForm({ path: { process_key: processKey }, signal, throwOnError: true })).data,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    placeholderData: undefined,
  });
}

/** The way that a request with these values would take. */
export function usePreview(form: StartForm, values: FormValues, picked: Picked) {
  const asked = useDeferredValue(values);
  return useQuery({
    queryKey: ["preview", form.versionId, asked, picked],
    queryFn: async ({ signal }) =>
      (
        await previewPath({
          path: { process_key: form.processKey },
          body: { values: asked, versionId: form.versionId, picked },
          signal,
          throwOnError: true,
        })
      ).data,
  });
}

/** Saves what has been typed, by itself a moment after the last change and when asked. */
export function useStartDraft(form: StartForm) {
  const queries = useQueryClient();
  const [savedAt, setSavedAt] = useState(form.savedAt);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const save = async (values: FormValues) => {
    clearTimeout(timer.current);
    const { data } = await saveStartDraft({
      path: { process_key: form.processKey },
      body: { values },
      headers: { "Idempotency-Key": newKey() },
      throwOnError: true,
    });
    setSavedAt(data.savedAt);
    void queries.invalidateQueries({ queryKey: ["catalogue"] });
  };
  return {
    savedAt,
    save,
    saveSoon: (values: FormValues) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        save(values).catch(() => setSavedAt(null)); // the next change tries again
      }, DRAFT_PAUSE_MS);
    },
    forget: () => clearTimeout(timer.current),
  };
}

/** Submits the form: one opened form is one request, however often one presses. */
export function useSubmit(
  form: StartForm,
  options: { onDone: (started: { instanceId: string; number: string }) => void; onProblem: (problem: ApiProblem) => void },
) {
  const queries = useQueryClient();
  return useCommand(
    ({ values, picked }: { values: FormValues; picked: Picked }, headers) =>
      startInstance({
        body: { processKey: form.processKey, versionId: form.versionId, values, picked },
        headers,
        throwOnError: true,
      }),
    {
      onDone: (started) => {
        for (const key of ["instances", "items", "catalogue"]) void queries.invalidateQueries({ queryKey: [key] });
        options.onDone(started);
      },
      onProblem: options.onProblem,
    },
  );
}
