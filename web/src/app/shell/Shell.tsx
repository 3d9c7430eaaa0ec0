import { Outlet } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";

import { cx } from "@/ui/cx";
import { useWidth } from "@/ui/frame/useWidth";
import { DetailSkeleton } from "@/ui/states/Skeleton";

import { useLayers } from "./layers";
import { PhoneTabs } from "./PhoneTabs";
import styles from "./Shell.module.css";
import { Sidebar } from "./Sidebar";
import { StaleNotice } from "./StaleNotice";

/** Navigation at the left, one sheet of content; on the phone content and tabs. */
export function Shell() {
  const { t } = useTranslation("app");
  const width = useWidth();
  const { find, help, report } = useLayers();
  const isPhone = width === "phone";
  const isRail = width === "narrow" || width === "rail";
  return (
    <div className={cx(styles["shell"], isRail && styles["rail"], isPhone && styles["phone"])}>
      <a className={styles["skip"]} href="#content">
        {t("skip")}
      </a>
      {!isPhone && <Sidebar isRail={isRail} onFind={find} onHelp={help} onReport={report} />}
      <main id="content" className={styles["sheet"]} tabIndex={-1}>
        <StaleNotice />
        <Suspense fallback={<DetailSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      {isPhone && <PhoneTabs />}
    </div>
  );
}
