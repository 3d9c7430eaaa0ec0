import type { ReactNode } from "react";

import { cx } from "@/ui/cx";

import styles from "./Notice.module.css";

/** A note in place: what has changed, who was faster, what is left to do. Never a modal. */
export function Notice(props: {
  tone?: "slate" | "amber" | "red" | "brand";
  mark?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  isAlert?: boolean;
}) {
  return (
    <div className={cx(styles["notice"], props.tone && styles[props.tone], props.children === undefined && styles["plain"])} role={props.isAlert ? "alert" : undefined}>
      {props.mark && <span className={styles["icon"]}>{props.mark}</span>}
      <div className={styles["body"]}>
        <div className={cx(props.children !== undefined && styles["lead"])}>{props.title}</div>
        {props.children && <div className={styles["more"]}>{props.children}</div>}
      </div>
      {props.actions && <div className={styles["actions"]}>{props.actions}</div>}
    </div>
  );
}
