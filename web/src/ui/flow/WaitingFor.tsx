import { Users } from "lucide-react";
import type { ReactNode } from "react";

import { Icon } from "@/ui/Icon";
import { Avatar, ForSeal, type PersonValue } from "@/ui/text/Person";

import styles from "./WaitingFor.module.css";

export interface Awaited {
  key: string;
  person: PersonValue;
  /** Shown instead of the name: 你. */
  called?: string | undefined;
  onBehalfOf?: PersonValue | null | undefined;
  /** Read or not, how much time is left. */
  detail: ReactNode;
  /** A verdict or a button. */
  right?: ReactNode;
}

/** Whom it waits for: a line each, and the rule in one sentence. */
export function WaitingFor(props: {
  title: string;
  due?: ReactNode;
  people: readonly Awaited[];
  rule?: string | null | undefined;
}) {
  return (
    <section className={styles["card"]} aria-label={props.title}>
      <div className={styles["head"]}>
        <h2 className={styles["title"]}>{props.title}</h2>
        {props.due}
      </div>
      <ul className={styles["card"]}>
        {props.people.map((awaited) => (
          <li key={awaited.key} className={styles["line"]}>
            <Avatar person={awaited.person} size={28} />
            <div className={styles["text"]}>
              <div className={styles["who"]}>
                <span>{awaited.called ?? awaited.person.name}</span>
                {awaited.onBehalfOf && (
                  <>
                    <ForSeal />
                    <span>{awaited.onBehalfOf.name}</span>
                  </>
                )}
                {awaited.person.note && <span className={styles["detail"]}>{awaited.person.note}</span>}
              </div>
              <div className={styles["detail"]}>{awaited.detail}</div>
            </div>
            {awaited.right}
          </li>
        ))}
      </ul>
      {props.rule && (
        <p className={styles["rule"]}>
          <span className={styles["ruleIcon"]}>
            <Icon of={Users} />
          </span>
          {props.rule}
        </p>
      )}
    </section>
  );
}
