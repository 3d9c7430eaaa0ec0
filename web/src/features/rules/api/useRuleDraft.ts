/** The draft of a decision model. */
import { useCallback } from "react";

import { readDecisionDraft, saveDecisionDraft } from "@/api/sdk.gen";
import type { RuleDraft } from "@/api/types.gen";
import { type SavedDraft, useSavedDraft } from "@/lib/drafts/useSavedDraft";

export interface RuleDraftHandle extends Omit<SavedDraft<RuleDraft, string>, "change" | "document" | "saved"> {
  /** The document as it stands here. */
  xml: string | undefined;
  change: (xml: string) => void;
}

export const draftKey = (key: string) => ["decisions", key, "draft"] as const;

export function useRuleDraft(key: string): RuleDraftHandle {
  const path = { decision_key: key };
  const handle = useSavedDraft<RuleDraft, string>({
    queryKey: draftKey(key),
    read: async (signal) => (await readDecisionDraft({ path, ...(signal && { signal }), throwOnError: true })).data,
    write: async (xml, revision) =>
      (await saveDecisionDraft({ path, body: { xml }, headers: { "If-Match": `"${revision}"` }, throwOnError: true })).data,
    documentOf: ({ xml }) => xml,
  });
  const { change } = handle;
  return { ...handle, xml: handle.document, change: useCallback((xml: string) => change(() => xml), [change]) };
}
