import { CircleAlert } from "lucide-react";

import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./ProblemList.module.css";

export interface ShownProblem {
  code: string;
  /** The sentence, in the reader's language. */
  detail: string;
  path?: string | null;
  severity?: "error" | "hint" | "warning";
}

/** What is wrong, a line each; with `onJump` a line leads to its place. */
export function ProblemList(props: { problems: readonly ShownProblem[]; onJump?: (problem: ShownProblem) => void }) {
  if (props.problems.length === 0) return null;
  return (
    <div role="alert">
    <ul className={styles["list"]}>
      {props.problems.map((problem) => (
        <li
          key={`${problem.code}${problem.path ?? ""}${problem.detail}`}
          className={cx(styles["problem"], problem.severity === "warning" && styles["warning"])}
        >
          <span className={styles["icon"]}>
            <Icon of={CircleAlert} size={14} />
          </span>
          {props.onJump && problem.path ? (
            <button type="button" className={styles["jump"]} onClick={() => props.onJump?.(problem)}>
              {problem.detail}
            </button>
          ) : (
            <span>{problem.detail}</span>
          )}
        </li>
      ))}
    </ul>
    </div>
  );
}
