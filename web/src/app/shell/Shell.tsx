import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { listen } from "@/lib/api/live";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useSession } from "@/lib/session/SessionContext";
import { cx } from "@/ui/cx";
import { useWidth } from "@/ui/frame/useWidth";
import { DetailSkeleton } from "@/ui/states/Skeleton";

import { isPage, pageEntry } from "./navigation";
import { PhoneTabs } from "./PhoneTabs";
import styles from "./Shell.module.css";
import { Sidebar } from "./Sidebar";
import { StaleNotice } from "./StaleNotice";

const Palette = lazy(() => import("./Palette").then((module) => ({ default: module.Palette })));
const ShortcutsHelp = lazy(() =>
  import("@/ui/command/ShortcutsHelp").then((module) => ({ default: module.ShortcutsHelp })),
);

/** Navigation at the left, one sheet of content; on the phone content and tabs. */
export function Shell() {
  const { t } = useTranslation("app");
  const queries = useQueryClient();
  const width = useWidth();
  const [layer, setLayer] = useState<"palette" | "help" | null>(null);
  const close = () => setLayer(null);

  useEffect(() => listen(queries), [queries]);
  usePageKeys(
    () => setLayer("palette"),
    () => setLayer("help"),
  );

  const isPhone = width === "phone";
  const isRail = width === "narrow" || width === "rail";
  return (
    <div className={cx(styles["shell"], isRail && styles["rail"], isPhone && styles["phone"])}>
      <a className={styles["skip"]} href="#content">
        {t("skip")}
      </a>
      {!isPhone && <Sidebar isRail={isRail} onFind={() => setLayer("palette")} onHelp={() => setLayer("help")} />}
      <main id="content" className={styles["sheet"]} tabIndex={-1}>
        <StaleNotice />
        <Suspense fallback={<DetailSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      {isPhone && <PhoneTabs />}
      <Suspense>
        {layer === "palette" && <Palette onClose={close} onHelp={() => setLayer("help")} />}
        {layer === "help" && <ShortcutsHelp onClose={close} />}
      </Suspense>
    </div>
  );
}

function usePageKeys(find: () => void, help: () => void): void {
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
