import { Link, useLocation } from "@tanstack/react-router";
import { Bell, LifeBuoy, type LucideIcon, Search } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useCompany, useSession } from "@/lib/session/SessionContext";
import { Kbd, modifierName } from "@/ui/act/Kbd";
import { Tooltip } from "@/ui/controls/Overlay";
import { cx } from "@/ui/cx";
import { Logo } from "@/ui/frame/Logo";
import { Icon } from "@/ui/Icon";

import { isOpen, isPage, pageEntry, type PageKey } from "./navigation";
import { PersonMenu } from "./PersonMenu";
import styles from "./Shell.module.css";
import { useCounts } from "./useCounts";
import { useOpenIncidents } from "./useOpenIncidents";
import { useUnreadNotices } from "./useUnreadNotices";

/** The navigation at the left; a rail of icons when there is little room. */
export function Sidebar(props: {
  isRail: boolean;
  onFind: () => void;
  onHelp: () => void;
  onReport: () => void;
}) {
  const { t } = useTranslation("app");
  const { navigation } = useSession();
  const company = useCompany() || t("product");
  const groups = navigation.map((group) => ({ key: group.key, pages: group.items.map((item) => item.key).filter(isPage) }));
  return (
    <div className={styles["sidebar"]}>
      <div className={styles["company"]} title={company}>
        <Logo />
        {!props.isRail && <span className="truncate">{company}</span>}
      </div>
      <button
        type="button"
        className={styles["find"]}
        aria-label={t("find")}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={props.onFind}
      >
        <Icon of={Search} />
        {!props.isRail && (
          <>
            <span className={styles["findWord"]}>{t("find")}</span>
            <Kbd>{`${modifierName()}K`}</Kbd>
          </>
        )}
      </button>
      <nav className={styles["nav"]} aria-label={t("navigation")}>
        {groups
          .filter((group) => group.pages.length > 0)
          .map((group) => (
            <div key={group.key} className={styles["group"]}>
              {!props.isRail && <h2 className={styles["groupName"]}>{t(`group.${group.key as "work"}`)}</h2>}
              {group.pages.map((page) => {
                const Line = page === "incidents" ? IncidentsEntry : Entry;
                return <Line key={page} page={page} isRail={props.isRail} />;
              })}
            </div>
          ))}
      </nav>
      <div className={styles["foot"]}>
        <ReportEntry isRail={props.isRail} onReport={props.onReport} />
        <NoticesEntry isRail={props.isRail} />
        <PersonMenu isRail={props.isRail} onHelp={props.onHelp} />
      </div>
    </div>
  );
}

function Entry({ page, isRail }: { page: PageKey; isRail: boolean }) {
  const { t } = useTranslation("app");
  const counts = useCounts();
  const entry = pageEntry(page);
  return (
    <SideLink
      to={entry.to}
      icon={entry.icon}
      label={t(`page.${page}`)}
      count={(counts && entry.count?.(counts)) ?? 0}
      isRail={isRail}
    />
  );
}

/** What stands still is counted in red. */
function IncidentsEntry({ page, isRail }: { page: PageKey; isRail: boolean }) {
  const { t } = useTranslation("app");
  const { to, icon } = pageEntry(page);
  return <SideLink to={to} icon={icon} label={t(`page.${page}`)} count={useOpenIncidents()} isRail={isRail} isAlert />;
}

function NoticesEntry({ isRail }: { isRail: boolean }) {
  const { t } = useTranslation("app");
  return <SideLink to="/notices" icon={Bell} label={t("page.notices")} count={useUnreadNotices()} isRail={isRail} />;
}

function ReportEntry({ isRail, onReport }: { isRail: boolean; onReport: () => void }) {
  const { t } = useTranslation("app");
  const label = t("me.report");
  const button = (
    <button type="button" className={styles["entry"]} aria-haspopup="dialog" aria-label={label} onClick={onReport}>
      <Icon of={LifeBuoy} />
      {!isRail && <span className={styles["word"]}>{label}</span>}
    </button>
  );
  return isRail ? (
    <Tooltip title={label} placement="right">
      {button}
    </Tooltip>
  ) : (
    button
  );
}

/** One line of the navigation; on the rail an icon with its name in a hint. */
function SideLink(props: { to: string; icon: LucideIcon; label: string; count: number; isRail: boolean; isAlert?: boolean }) {
  const { to, icon, label, count, isRail, isAlert } = props;
  const { pathname } = useLocation();
  const current = isOpen(pathname, to) ? "page" : undefined;
  if (isRail) {
    return (
      <Tooltip title={label} placement="right">
        <Link to={to} className={styles["entry"]} aria-current={current} aria-label={label}>
          <Icon of={icon} />
          {count > 0 && <span className={cx(styles["badge"], isAlert && styles["alert"])} />}
        </Link>
      </Tooltip>
    );
  }
  return (
    <Link to={to} className={styles["entry"]} aria-current={current}>
      <Icon of={icon} />
      <span className={styles["word"]}>{label}</span>
      {count > 0 && <span className={cx(styles["count"], isAlert && styles["alert"])}>{count}</span>}
    </Link>
  );
}
