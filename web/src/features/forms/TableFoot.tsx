import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { FormComponent, FormValues, Total } from "@/lib/forms/model";
import { labelOf, wordsIn } from "@/lib/forms/schema";
import { moneyInCapitals } from "@/lib/money/capitals";
import { formatMoney } from "@/lib/money/money";

import styles from "./detail.module.css";
import { useScene } from "./scene";
import { totalOf } from "./totals";

/** Under the rows: adding one more, and the sums. */
export function TableFoot(props: {
  component: FormComponent;
  columns: readonly (FormComponent & { key: string })[];
  rows: readonly FormValues[];
  onAdd: (() => void) | null;
}) {
  const { t } = useTranslation("forms");
  const { language } = useScene();
  const { onAdd } = props;
  const totals = props.component.dj?.totals ?? [];
  if (!onAdd && totals.length === 0) return null;
  return (
    <div className={styles.foot}>
      {onAdd && (
        <button type="button" className={styles.add} onClick={() => onAdd()}>
          <Plus size={16} aria-hidden /> {t("table.add")}
        </button>
      )}
      <dl className={styles.totals}>
        {totals.map((total) => {
          const column = props.columns.find((one) => one.key === total.column);
          const figure = totalOf(total, props.rows);
          const isMoney = column?.type === "money" && total.kind !== "count";
          return (
            <div key={`${total.column}-${total.kind ?? "sum"}`} className={styles.total}>
              <dt>
                {wordsIn(language, undefined, total.label) ||
                  (isSum(totals) ? t("table.totalOnly") : t(`table.total.${total.kind ?? "sum"}`, { label: column ? labelOf(column, language) : total.column }))}
              </dt>
              <dd className="tnum">{isMoney ? formatMoney(figure) : figure}</dd>
              {total.capitals && isMoney && language === "zh-CN" && (
                <dd className={styles.capitals}>{moneyInCapitals(figure)}</dd>
              )}
            </div>
          );
        })}
      </dl>
    </div>
  );
}

/** A single sum needs no name of its column. */
const isSum = (totals: readonly Total[]): boolean => totals.length === 1 && (totals[0]?.kind ?? "sum") === "sum";
