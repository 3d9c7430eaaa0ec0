import type { LucideIcon } from "lucide-react";
import type { ComponentType, ReactNode } from "react";

import { Icon } from "@/ui/Icon";

import styles from "./BottomTabs.module.css";

export interface BottomTab {
  to: string;
  label: string;
  icon: LucideIcon;
  isCurrent: boolean;
}

/** What the app's router gives for a link. */
export type LinkComponent = ComponentType<{
  to: string;
  className?: string | undefined;
  "aria-current"?: "page" | undefined;
  children: ReactNode;
}>;

/** The phone's navigation, within reach of the thumb. */
export function BottomTabs(props: { label: string; tabs: readonly BottomTab[]; link: LinkComponent }) {
  const Link = props.link;
  return (
    <nav className={styles["tabs"]} aria-label={props.label}>
      {props.tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} className={styles["tab"]} aria-current={tab.isCurrent ? "page" : undefined}>
          <Icon of={tab.icon} size={22} />
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
