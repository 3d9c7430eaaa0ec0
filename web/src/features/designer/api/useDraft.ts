/** The draft of a process. */
import { useCallback } from "react";

import { readDraft, saveDraft } from "@/api/sdk.gen";
import type { Draft } from "@/api/types.gen";
import { type SavedDraft, useSavedDraft } from "@/lib/drafts/useSavedDraft";

/** A form-js schema as it is stored. */
export type FormSchema = Record<string, unknown>;

export interface DraftDocument {
  xml: string;
  /** Form schemas by key. */
  forms: Readonly<Record<string, FormSchema>>;
  /** DMN documents by key. */
  decisions: Readonly<Record<string, string>>;
}

export interface DraftHandle extends Omit<SavedDraft<Draft, DraftDocument>, "change" | "saved"> {
  savedAt: string | null;
  change: (part: Partial<DraftDocument>) => void;
}

export function useDraft(processKey: string): DraftHandle {
  const path = { process_key: processKey };
  const { change, saved, ...rest } = useSavedDraft<Draft, DraftDocument>({
    queryKey: ["processes", processKey, "draft"],
    read: async (signal) => (await readDraft({ path, ...(signal && { signal }), throwOnError: true })).data,
    write: async ({ xml, forms, decisions }, revision) =>
      (
        await saveDraft({
          path,
          body: { xml, forms: { ...forms }, decisions: { ...decisions } },
          headers: { "If-Match": `"${revision}"` },
          throwOnError: true,
        })
      ).data,
    documentOf: ({ xml, forms, decisions }) => ({ xml, forms: forms as DraftDocument["forms"], decisions }),
  });
  return {
    ...rest,
    savedAt: saved ? saved.savedAt : (rest.draft?.savedAt ?? null),
    change: useCallback((part: Partial<DraftDocument>) => change((before) => ({ ...before, ...part })), [change]),
  };
}
