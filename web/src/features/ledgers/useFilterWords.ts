import { useTranslation } from "react-i18next";

import type { Ledger } from "@/api/types.gen";

import { cellText, type Filter } from "./model";

/** A condition in words: 到期日 不早于 2026-11-01. */
export function useFilterWords(ledger: Ledger) {
  const { t } = useTranslation("ledgers");
  return (filter: Filter): string => {
    const column = ledger.columns.find((one) => one.key === filter.column);
    if (!column) return filter.column;
    if (filter.test === "empty") return t(filter.value === false ? "filter.isFilled" : "filter.isEmpty", { name: column.name });
    const value = cellText(filter.value === "true" ? true : filter.value, column, undefined, { yes: t("yes"), no: t("no") });
    return t("filter.words", { name: column.name, test: t(`test.${filter.test}`), value });
  };
}
