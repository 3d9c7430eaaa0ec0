import { moneyInCapitals } from "@/lib/money/capitals";
import { type Amount, formatMoney, splitMoney } from "@/lib/money/money";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { cx } from "@/ui/cx";

import styles from "./Money.module.css";

/** An amount: thousands, two decimals, a true minus in red. In columns without symbol. */
export function Money({ amount, hasSymbol = true }: { amount: Amount; hasSymbol?: boolean }) {
  const isNegative = splitMoney(amount)?.isNegative ?? false;
  return (
    <span className={cx(styles["money"], isNegative && styles["negative"])}>
      {formatMoney(amount, hasSymbol ? "¥" : "")}
    </span>
  );
}

/** The amount an object is about; in Chinese its capitals stand below. */
export function MoneyHeadline({ amount }: { amount: Amount }) {
  const language = useLanguage();
  const parts = splitMoney(amount);
  if (!parts) return <span>{amount}</span>;
  return (
    <span>
      <span className={cx(styles["headline"], parts.isNegative && styles["negative"])}>
        {parts.isNegative && "\u2212"}
        <span className={styles["symbol"]}>¥</span>
        {parts.whole}
        <span className={styles["cents"]}>.{parts.cents}</span>
      </span>
      {language === "zh-CN" && <span className={styles["capitals"]}>{moneyInCapitals(amount)}</span>}
    </span>
  );
}
