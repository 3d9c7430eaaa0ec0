import { type ReactNode, useId } from "react";

import { cx } from "@/ui/cx";

import styles from "./Field.module.css";

/** A label over its control; `children` gets the id that ties them together. */
export function Field(props: {
  label: string;
  hint?: ReactNode;
  isRequired?: boolean;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className={styles["field"]}>
      <label className={cx(styles["label"], props.isRequired && styles["required"])} htmlFor={id}>
        {props.label}
      </label>
      {props.children(id)}
      {props.hint && <div className={styles["hint"]}>{props.hint}</div>}
    </div>
  );
}

/** Fields of one form, two beside each other where there is room. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={styles["fields"]}>{children}</div>;
}
