import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { LedgerColumn, LedgerNames } from "@/api/types.gen";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";
import { Person } from "@/ui/text/Person";

import styles from "./Grid.module.css";
import { cellText, isNumeric, symbolOf } from "./model";

/** What people have written themselves is in no language of ours. */
const written = (column: LedgerColumn) => (column.type === "text" || column.type === "reference" ? { "data-data": true } : {});

/** A value in its column: numbers right, people with their mark, sensitive ones as a mask. */
export function CellView(props: {
  column: LedgerColumn;
  value: unknown;
  names: LedgerNames | undefined;
  /** Outside the grid money carries its symbol. */
  hasSymbol?: boolean;
}) {
  const { t } = useTranslation("ledgers");
  const { column, value, names } = props;
  const text = cellText(value, column, names, { yes: t("yes"), no: t("no") });
  const person = column.type === "person" && typeof value === "string" ? names?.people[value] : undefined;
  if (text === "") return null;
  if (column.isSensitive)
    return (
      <span className={styles["masked"]} title={t("masked")}>
        <Icon of={Lock} size={14} />
        <span>{text}</span>
      </span>
    );
  if (person) return <Person person={{ id: person.id, name: person.name }} />;
  const isNegative = isNumeric(column) && text.startsWith("\u2212");
  return (
    <span
      className={cx(styles["text"], isNumeric(column) && "tnum", isNegative && styles["negative"])}
      title={text}
      {...written(column)}
    >
      {props.hasSymbol && column.type === "money" && symbolOf(column.currency)}
      {text}
    </span>
  );
}
