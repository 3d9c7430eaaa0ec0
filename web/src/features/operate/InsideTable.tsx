import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { OperationsView, ScopeView } from "@/api/types.gen";
import { PlainTable } from "@/ui/list/PlainTable";

/** One table of the tabs. */
export function Table({ label, heads, children }: { label: string; heads: readonly string[]; children: ReactNode }) {
  return (
    <PlainTable isInset label={label} heads={heads.map((head) => ({ key: head, label: head }))}>
      <tbody>{children}</tbody>
    </PlainTable>
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
