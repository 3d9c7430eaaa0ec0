import type { ReactNode } from "react";

import { cx } from "@/ui/cx";

import styles from "./ActionBar.module.css";
import { Kbd } from "./Kbd";

/** The decisions at the foot of an object: they never scroll away. */
export function ActionBar(props: {
  label: string;
  opinion?: ReactNode;
  children: ReactNode;
  hints?: readonly { label: string; keys: string }[];
  isOneLine?: boolean;
}) {
  return (
    <section className={cx(styles["bar"], props.isOneLine && styles["oneLine"])} aria-label={props.label}>
      {props.opinion && <div className={styles["opinion"]}>{props.opinion}</div>}
      {props.children}
      {props.hints && props.hints.length > 0 && (
        <div className={styles["hints"]} aria-hidden="true">
          {props.hints.map(({ label, keys }) => (
            <span key={keys} className={styles["hint"]}>
              {label}
              <Kbd>{keys}</Kbd>
            </span>
          ))}
        </div>
      )}
    </section>
  );
}
