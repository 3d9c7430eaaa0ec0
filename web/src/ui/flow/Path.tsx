import { Check, FastForward, GitBranch, TriangleAlert, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./Path.module.css";

export type PathState = "done" | "now" | "expected" | "failed" | "returned" | "skipped";

export interface PathStep {
  id: string;
  name: string;
  state: PathState;
  /** Who, in one line. */
  who?: ReactNode;
  /** When, or for how long. */
  when?: ReactNode;
  /** Why it goes this way, said before the step. */
  condition?: string | null;
  note?: string | null;
}

function Mark({ state }: { state: PathState }) {
  const icon = { done: Check, failed: TriangleAlert, returned: Undo2, skipped: FastForward, now: null, expected: null }[state];
  return <span className={styles["mark"]}>{icon && <Icon of={icon} size={11} weight={3} />}</span>;
}

function StateWord({ state }: { state: PathState }) {
  const { t } = useTranslation("ui");
  return <span className="sr-only">{t(`path.${state}`)}</span>;
}

/** The way of a request from left to right: walked solid, now a ring, expected dashed. */
export function Path({ steps, label }: { steps: readonly PathStep[]; label: string }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways: the keyboard must reach it
    <ol className={styles["path"]} aria-label={label} tabIndex={0}>
      {steps.map((step, index) => (
        <li
          key={step.id}
          className={cx(styles["step"], styles[step.state])}
          aria-current={step.state === "now" ? "step" : undefined}
        >
          {index < steps.length - 1 && <span className={styles["way"]} />}
          <Mark state={step.state} />
          <div className={cx(styles["name"], "truncate")} title={step.name}>
            {step.name}
            <StateWord state={step.state} />
          </div>
          {step.who && <div className={cx(styles["under"], "truncate")}>{step.who}</div>}
          {step.when && <div className={cx(styles["under"], "truncate")}>{step.when}</div>}
        </li>
      ))}
    </ol>
  );
}

/** The same way from top to bottom, with people and the reasons between the steps. */
export function TallPath({ steps, label }: { steps: readonly PathStep[]; label: string }) {
  return (
    <ol className={styles["tall"]} aria-label={label}>
      {steps.map((step, index) => (
        <li key={step.id} className={cx(styles["tallStep"], styles[step.state])}>
          {index < steps.length - 1 && <span className={styles["tallWay"]} />}
          {step.condition && (
            <div className={styles["condition"]}>
              <span className={styles["lead"]} />
              <Icon of={GitBranch} size={14} />
              {step.condition}
            </div>
          )}
          <div className={styles["tallBody"]}>
            <Mark state={step.state} />
            <div className={styles["tallHead"]}>
              <span>
                {step.name}
                <StateWord state={step.state} />
              </span>
              {step.when && <span className={styles["tallTime"]}>{step.when}</span>}
            </div>
            {step.who && <div className={styles["people"]}>{step.who}</div>}
            {step.note && <div className={styles["note"]}>{step.note}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The same way as one line of dots, for a list. */
export function MiniPath({ steps, label }: { steps: readonly Pick<PathStep, "id" | "name" | "state">[]; label: string }) {
  const names = steps.map((step) => step.name).join(" → ");
  return (
    <span className={styles["mini"]} role="img" aria-label={label} title={names}>
      {steps.map((step, index) => (
        <span key={step.id} className={styles["mini"]}>
          {index > 0 && <span className={cx(styles["dash"], steps[index - 1]?.state === "done" && styles["done"])} />}
          <span className={cx(styles["dot"], styles[step.state])} />
        </span>
      ))}
    </span>
  );
}
