import type { ReactNode } from "react";

import { cx } from "@/ui/cx";

import styles from "./SplitView.module.css";
import { useIsNarrow } from "./useWidth";

/** List and detail side by side; below 1024 px and where there is none the list alone, the detail is a page of its own. */
export function SplitView({ list, detail }: { list: ReactNode; detail: ReactNode | null }) {
  const isNarrow = useIsNarrow() || detail === null;
  return (
    <div className={cx(styles["split"], isNarrow && styles["single"])}>
      <div className={styles["list"]}>{list}</div>
      {!isNarrow && <div className={styles["detail"]}>{detail}</div>}
    </div>
  );
}

/** An object with its side panel; below 1024 px the caller shows the panel as a tab. */
export function WithSidePanel(props: { children: ReactNode; panel: ReactNode; label: string; isSunken?: boolean }) {
  const isNarrow = useIsNarrow();
  return (
    <div className={styles["side"]}>
      <div className={styles["detail"]}>{props.children}</div>
      {!isNarrow && (
        <aside className={cx(styles["panel"], props.isSunken && styles["sunken"])} aria-label={props.label}>
          {props.panel}
        </aside>
      )}
    </div>
  );
}
