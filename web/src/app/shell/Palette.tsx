import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { FileText, Inbox, Keyboard, LifeBuoy, LogOut, Moon, Search, Sun, UserRound } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { listItems, readCatalogue, searchInstances } from "@/api/sdk.gen";
import { useChangePreferences } from "@/lib/session/preferences";
import { useSession } from "@/lib/session/SessionContext";
import { CommandPalette, type PaletteEntry } from "@/ui/command/CommandPalette";
import { keyCaps } from "@/ui/command/ShortcutsHelp";
import { useTheme } from "@/ui/theme/ThemeProvider";

import { isPage, pageEntry } from "./navigation";
import { useSignOut } from "./PersonMenu";

const FOUND = 6;

/** Everything one can find or run: pages, requests to start, own to-dos, settings. */
export function Palette({ onClose, onHelp, onReport }: { onClose: () => void; onHelp: () => void; onReport: () => void }) {
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  const pages = usePages();
  const commands = useCommands(onHelp, onReport);
  const starts = useStarts();
  const found = [...useFound(wanted), ...useRequests(wanted)];
  return (
    <CommandPalette entries={[...pages, ...commands, ...starts]} found={found} onQuery={setQuery} onClose={onClose} />
  );
}

function usePages(): PaletteEntry[] {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const { navigation } = useSession();
  return navigation
    .flatMap((group) => group.items.map((item) => item.key))
    .filter(isPage)
    .map((page) => {
      const { to, icon, keys } = pageEntry(page);
      return {
        key: `page-${page}`,
        group: t("palette.pages"),
        label: t(`page.${page}`),
        icon,
        alias: page,
        keys: keys ? keyCaps(keys).join(" ") : undefined,
        run: () => void navigate({ to }),
      };
    });
}

function useCommands(onHelp: () => void, onReport: () => void): PaletteEntry[] {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const change = useChangePreferences();
  const signOut = useSignOut();
  const { isDark } = useTheme();
  const group = t("palette.commands");
  return [
    {
      key: "theme",
      group,
      label: isDark ? t("palette.toLight") : t("palette.toDark"),
      icon: isDark ? Sun : Moon,
      alias: "theme dark light",
      run: () => change({ theme: isDark ? "light" : "dark" }),
    },
    { key: "help", group, label: t("me.shortcuts"), icon: Keyboard, keys: "?", run: onHelp },
    { key: "report", group, label: t("me.report"), icon: LifeBuoy, alias: "report problem", run: onReport },
    { key: "account", group, label: t("page.account"), icon: UserRound, run: () => void navigate({ to: "/account" }) },
    { key: "out", group, label: t("me.signOut"), icon: LogOut, run: () => void signOut() },
  ];
}

function useStarts(): PaletteEntry[] {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ["catalogue"],
    queryFn: async ({ signal }) => (await readCatalogue({ signal, throwOnError: true })).data,
  });
  return (data?.items ?? []).map((card) => ({
    key: `start-${card.processKey}`,
    group: t("page.start"),
    label: card.name,
    note: card.category,
    alias: card.description,
    icon: pageEntry("start").icon,
    run: () => void navigate({ to: "/start/$processKey", params: { processKey: card.processKey } }),
  }));
}

/** Every request that I may see, by its words; the last line leads to the whole list. */
function useRequests(query: string): PaletteEntry[] {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ["instances", "palette", query],
    enabled: query !== "",
    queryFn: async ({ signal }) => (await searchInstances({ query: { q: query, limit: FOUND }, signal, throwOnError: true })).data,
  });
  if (query === "") return [];
  const group = t("palette.requests");
  return [
    ...(data?.items ?? []).map((row) => ({
      key: `request-${row.id}`,
      group,
      label: row.title,
      note: [row.number, row.process.name].join(" · "),
      icon: FileText,
      run: () => void navigate({ to: "/requests/$instanceId", params: { instanceId: row.id } }),
    })),
    {
      key: "search",
      group,
      label: t("palette.searchAll", { query }),
      icon: Search,
      run: () => void navigate({ to: "/search", search: { q: query } }),
    },
  ];
}

function useFound(query: string): PaletteEntry[] {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ["items", "find", query],
    enabled: query !== "",
    queryFn: async ({ signal }) =>
      (await listItems({ query: { box: "todo", q: query, limit: FOUND }, signal, throwOnError: true })).data,
  });
  return (query ? (data?.items ?? []) : []).map((item) => ({
    key: `item-${item.id}`,
    group: t("page.todo"),
    label: item.title,
    note: [item.initiator?.name, item.process.name].filter(Boolean).join(" · "),
    icon: Inbox,
    run: () => void navigate({ to: "/todo/$itemId", params: { itemId: item.id } }),
  }));
}
