import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { listen } from "@/lib/api/live";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useSession } from "@/lib/session/SessionContext";
import { DetailSkeleton } from "@/ui/states/Skeleton";

import { type Layers, LayersProvider } from "./layers";
import { isPage, pageEntry } from "./navigation";

const Palette = lazy(() => import("./Palette").then((module) => ({ default: module.Palette })));
const ReportSheet = lazy(() =>
  import("@/features/reports/ReportSheet").then((module) => ({ default: module.ReportSheet })),
);
const ShortcutsHelp = lazy(() =>
  import("@/ui/command/ShortcutsHelp").then((module) => ({ default: module.ShortcutsHelp })),
);

/** What every page shares, with or without navigation: live refresh, keys, the palette and the help over it. */
export function Frame() {
  const queries = useQueryClient();
  const [layer, setLayer] = useState<"palette" | "help" | "report" | null>(null);
  const layers = useMemo<Layers>(
    () => ({ find: () => setLayer("palette"), help: () => setLayer("help"), report: () => setLayer("report") }),
    [],
  );
  const close = () => setLayer(null);
  useEffect(() => listen(queries), [queries]);
  usePageKeys(layers);
  return (
    <LayersProvider value={layers}>
      <Suspense fallback={<DetailSkeleton />}>
        <Outlet />
      </Suspense>
      <Suspense>
        {layer === "palette" && <Palette onClose={close} onHelp={layers.help} onReport={layers.report} />}
        {layer === "report" && <ReportSheet onClose={close} />}
        {layer === "help" && <ShortcutsHelp onClose={close} />}
      </Suspense>
    </LayersProvider>
  );
}

function usePageKeys({ find, help }: Layers): void {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const { navigation } = useSession();
  const pages = navigation.flatMap((group) => group.items.map((item) => item.key)).filter(isPage);
  useShortcuts([
    { keys: "mod+k", label: t("find"), group: "everywhere", run: find },
    { keys: "?", label: t("me.shortcuts"), group: "everywhere", run: help },
    ...pages.flatMap((page) => {
      const { to, keys } = pageEntry(page);
      return keys ? [{ keys, label: t(`page.${page}`), group: "everywhere" as const, run: () => void navigate({ to }) }] : [];
    }),
  ]);
}
