import { useEffect, useRef, useState } from "react";

import { saveItemDraft } from "@/api/sdk.gen";
import { newKey } from "@/lib/api/useCommand";
import type { FormValues } from "@/lib/forms/slot";

const PAUSE_MS = 1_500;

/** Keeps what somebody types at an open item: a moment after the last change it is saved, privately. */
export function useItemDraft(itemId: string, isOn: boolean): {
  keep: (draft: { values: FormValues; comment: string }) => void;
  forget: () => void;
  savedAt: string | null;
} {
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), [itemId]);

  const keep = (draft: { values: FormValues; comment: string }) => {
    if (!isOn) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      saveItemDraft({
        path: { item_id: itemId },
        body: draft,
        headers: { "Idempotency-Key": newKey() },
        throwOnError: true,
      }).then(
        ({ data }) => setSavedAt(data.savedAt),
        () => setSavedAt(null), // the next change tries again; what was typed stays on the page
      );
    }, PAUSE_MS);
  };
  return { keep, forget: () => clearTimeout(timer.current), savedAt };
}
