import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { OperationsView, ScopeView } from "@/api/types.gen";

import styles from "./operate.module.css";

/** One table of the tabs. */
export function Table({ label, heads, children }: { label: string; heads: readonly string[]; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways: the keyboard must reach it
    <div className={styles["tableBox"]} role="region" aria-label={label} tabIndex={0}>
      <table className={styles["table"]} aria-label={label}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Scopes by the name of what they belong to. */
export function useScopeName(view: OperationsView) {
  const { t } = useTranslation("operate");
  return (key: number): string => {
    const scope = view.scopes.find((one) => one.key === key);
    if (!scope || scope.key === 0) return t("scope.process");
    return scopeName(scope, t("scope.turn", { turn: scope.turn ?? 0 }));
  };
}

const scopeName = (scope: ScopeView, turn: string): string =>
  scope.turn === null ? scope.element.name : `${scope.element.name} · ${turn}`;
