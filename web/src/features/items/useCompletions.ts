import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { listPeople } from "@/api/sdk.gen";
import type { Begun, Completion } from "@/ui/controls/CompletingArea";

import { remember } from "./mentions";

const FOUND = 8;
export const PHRASES = ["files", "amount", "unclear", "fine", "asTold"] as const;
export const SIGNS = ["@", "/"] as const;

/** What finishes "@" (colleagues) and "/" (phrases that are often needed). */
export function useCompletions(): { onBegun: (begun: Begun | null) => void; completions: readonly Completion[] } {
  const { t } = useTranslation("items");
  const [begun, onBegun] = useState<Begun | null>(null);
  const people = useQuery({
    queryKey: ["people", begun?.query ?? ""],
    enabled: begun?.sign === "@",
    queryFn: async ({ signal }) =>
      (await listPeople({ query: { q: begun?.query ?? "", limit: FOUND }, signal, throwOnError: true })).data,
  });
  if (begun?.sign === "/") {
    const phrases = PHRASES.map((key) => ({ key, label: t(`phrase.${key}`) }));
    const found = phrases.filter(({ label }) => label.toLowerCase().includes(begun.query.toLowerCase()));
    return { onBegun, completions: found.map(({ key, label }) => ({ key, label, insert: label })) };
  }
  if (begun?.sign !== "@") return { onBegun, completions: [] };
  const found = people.data?.items ?? [];
  return {
    onBegun,
    completions: found.map(({ id, name, department, position }) => ({
      key: id,
      label: name,
      note: [department, position].filter(Boolean).join(" · "),
      insert: `@${name} `,
      onChoose: () => remember(name, id),
    })),
  };
}
