import { useTranslation } from "react-i18next";

import type { LedgerColumn, LedgerTotals } from "@/api/types.gen";
import { Kbd, modifierName } from "@/ui/act/Kbd";

import styles from "./Ledgers.module.css";
import { isNumeric, numberText, symbolOf } from "./model";

const SHOWN = 3;

/** Count and sums of all rows that the filters leave, and the keys of the grid. */
export function SumBar({ columns, totals }: { columns: readonly LedgerColumn[]; totals: LedgerTotals | undefined }) {
  const { t } = useTranslation("ledgers");
  const summed = columns.filter((column) => isNumeric(column) && totals?.sums[column.key] !== undefined && column.key !== "year").slice(0, SHOWN);
  return (
    <footer className={styles["sums"]}>
      <span aria-live="polite" className="tnum">
        {t("rows", { count: totals?.count ?? 0, shown: (totals?.count ?? 0).toLocaleString("en-US") })}
      </span>
      {summed.map((column) => (
        <span key={column.key} className={styles["sum"]}>
          {t("sum", { name: column.name })}{" "}
          <strong className="tnum">
            {symbolOf(column.currency)}
            {numberText(totals?.sums[column.key], column)}
          </strong>
        </span>
      ))}
      <span className={styles["keys"]}>
        <Kbd>↑↓←→</Kbd> {t("keys.move")} <Kbd>↵</Kbd> {t("keys.edit")} <Kbd>{`${modifierName()}C`}</Kbd> {t("keys.copy")} <Kbd>Space</Kbd> {t("keys.open")}
      </span>
    </footer>
  );
}
