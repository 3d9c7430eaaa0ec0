import { useTranslation } from "react-i18next";

import { cx } from "@/ui/cx";

import styles from "./Skeleton.module.css";

const WIDTHS = ["62%", "47%", "55%", "38%", "66%", "51%", "43%", "58%"];

const Bar = ({ width }: { width: string }) => <div className={styles["bar"]} style={{ width }} />;

/** A list that is on its way, in the shape of the list. */
export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation("ui");
  return (
    <div className={styles["skeleton"]} role="status" aria-label={t("loading")}>
      {WIDTHS.slice(0, rows).map((width, index) => (
        <div key={width} className={styles["row"]}>
          <div className={styles["dot"]} />
          <div className={styles["lines"]}>
            <Bar width={width} />
            <Bar width={WIDTHS[(index + 3) % WIDTHS.length] ?? "40%"} />
          </div>
          <div style={{ width: 64 }}>
            <Bar width="100%" />
          </div>
        </div>
      ))}
    </div>
  );
}

/** An object that is on its way: title, path, fields. */
export function DetailSkeleton() {
  const { t } = useTranslation("ui");
  return (
    <div className={cx(styles["skeleton"], styles["block"])} role="status" aria-label={t("loading")}>
      <Bar width="18%" />
      <Bar width="46%" />
      <Bar width="32%" />
      <div style={{ height: 24 }} />
      <Bar width="100%" />
      <div style={{ height: 24 }} />
      {WIDTHS.slice(0, 5).map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  );
}
