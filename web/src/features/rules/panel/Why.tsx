import { Check, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { TableAnswer } from "@/api/types.gen";
import { Icon } from "@/ui/Icon";

import { spoken, spokenCell } from "../feel/values";
import styles from "../rules.module.css";

/** Rules that are told about before the rest is folded. */
const SHOWN = 6;

/** Why it is this rule: for the rules before it, the cell that said no. */
export function Why({ table }: { table: TableAnswer }) {
  const { t } = useTranslation("rules");
  const [isOpen, setOpen] = useState(false);
  const last = Math.max(...table.matched, 0) || table.rules.length;
  const told = table.rules.filter((rule) => isOpen || rule.number <= last || table.matched.includes(rule.number));
  const shown = isOpen ? told : nearest(told, table.matched);
  const folded = table.rules.length - shown.length;
  return (
    <section className={styles.panelPart} aria-label={t("why.title")}>
      <h3 className={styles.panelHead}>{t("why.title")}</h3>
      <ul className={styles.why}>
        {shown.map((rule) => {
          const isMatch = rule.misses.length === 0;
          return (
            <li key={rule.ruleId || rule.number} data-match={isMatch}>
              <Icon of={isMatch ? Check : X} size={14} />
              <span className={styles.whyRule}>{t("why.rule", { number: rule.number })}</span>
              <span>{isMatch ? t("why.all") : <Miss table={table} column={rule.misses[0] ?? 0} test={rule.tests[0] ?? ""} />}</span>
            </li>
          );
        })}
      </ul>
      {folded > 0 && (
        <button type="button" className={styles.link} onClick={() => setOpen(true)}>
          {t("why.folded", { count: folded })}
        </button>
      )}
    </section>
  );
}

/** The rules that matched and those just before them. */
function nearest<Rule extends { number: number }>(rules: readonly Rule[], matched: readonly number[]): Rule[] {
  if (rules.length <= SHOWN) return [...rules];
  const first = rules.filter((rule) => matched.includes(rule.number));
  const rest = rules.filter((rule) => !matched.includes(rule.number)).slice(-Math.max(SHOWN - first.length, 1));
  return [...rest, ...first].sort((left, right) => left.number - right.number);
}

function Miss({ table, column, test }: { table: TableAnswer; column: number; test: string }) {
  const { t } = useTranslation("rules");
  const input = table.inputs[column];
  return <>{t("why.miss", { column: input?.name ?? "", value: spoken(input?.text ?? ""), test: spokenCell(test) })}</>;
}
