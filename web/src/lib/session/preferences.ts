import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import type { SessionView } from "@/api/types.gen";
import { changeLanguage } from "@/lib/i18n/i18n";
import type { Language } from "@/lib/i18n/languages";

import { keepPreferences, sessionQuery } from "./session";

export type ThemeChoice = "light" | "dark" | "system";

const REMEMBERED = "dujiang.theme";
const listeners = new Set<() => void>();

const isTheme = (value: string | null): value is ThemeChoice => ["light", "dark", "system"].includes(value ?? "");

function rememberedTheme(): ThemeChoice {
  const value = localStorage.getItem(REMEMBERED);
  return isTheme(value) ? value : "system";
}

export function rememberTheme(theme: ThemeChoice): void {
  localStorage.setItem(REMEMBERED, theme);
  for (const listener of listeners) listener();
}

/** The theme that this browser shows, also before anybody has signed in. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, rememberedTheme);
}

/** What the person prefers wins over what this browser showed last. */
export function adopt(session: SessionView, shown: Language): void {
  if (session.theme !== rememberedTheme()) rememberTheme(session.theme);
  if (session.language !== shown) void changeLanguage(session.language);
}

/** Changes language or theme at once and keeps it for the next sign-in. */
export function useChangePreferences(): (change: { language?: Language; theme?: ThemeChoice }) => void {
  const queries = useQueryClient();
  return (change) => {
    if (change.language) void changeLanguage(change.language);
    if (change.theme) rememberTheme(change.theme);
    const session = queries.getQueryData(sessionQuery.queryKey);
    if (!session) return;
    const next = { ...session, ...change };
    queries.setQueryData(sessionQuery.queryKey, next);
    void keepPreferences({ language: next.language, theme: next.theme });
  };
}
