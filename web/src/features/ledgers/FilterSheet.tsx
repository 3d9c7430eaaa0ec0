import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Ledger, LedgerColumn } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { IconButton } from "@/ui/act/IconButton";
import { Select } from "@/ui/controls/Select";

import styles from "./Ledgers.module.css";
import { type Filter, type Test, testsOf } from "./model";
import { ValueInput } from "./ValueInput";

const MAX_FILTERS = 20;

interface Props {
  ledger: Ledger;
  filters: readonly Filter[];
  onApply: (filters: Filter[]) => void;
  onClose: () => void;
}

const isReady = (filter: Filter): boolean => filter.test === "empty" || (filter.value !== undefined && filter.value !== null && filter.value !== "");

/** Conditions on columns; all of them must hold. */
export function FilterSheet({ ledger, filters, onApply, onClose }: Props) {
  const { t } = useTranslation("ledgers");
  const columns = ledger.columns.filter((column) => column.maySort);
  const [rows, setRows] = useState<Filter[]>(() => (filters.length > 0 ? [...filters] : fresh(columns)));
  const change = (index: number, patch: Partial<Filter>) => setRows((old) => old.map((row, at) => (at === index ? { ...row, ...patch } : row)));
  return (
    <Dialog
      title={t("filter.title")}
      isWide
      onClose={onClose}
      footer={
        <>
          <Button onPress={() => onApply([])}>{t("filter.clear")}</Button>
          <Button kind="filled" onPress={() => onApply(rows.filter(isReady))}>
            {t("filter.apply")}
          </Button>
        </>
      }
    >
      <ul className={styles["conditions"]}>
        {rows.map((row, index) => (
          <li key={index} className={styles["condition"]}>
            <Condition row={row} columns={columns} onChange={(patch) => change(index, patch)} />
            <IconButton icon={Trash2} label={t("filter.drop", { number: index + 1 })} onPress={() => setRows((old) => old.toSpliced(index, 1))} />
          </li>
        ))}
      </ul>
      <Button kind="text" icon={Plus} disabled={rows.length >= MAX_FILTERS} onPress={() => setRows((old) => [...old, ...fresh(columns)])}>
        {t("filter.add")}
      </Button>
    </Dialog>
  );
}

function fresh(columns: readonly LedgerColumn[]): Filter[] {
  const first = columns[0];
  return first ? [{ column: first.key, test: testsOf(first)[0] ?? "is" }] : [];
}

function Condition(props: { row: Filter; columns: readonly LedgerColumn[]; onChange: (patch: Partial<Filter>) => void }) {
  const { t } = useTranslation("ledgers");
  const { row, columns, onChange } = props;
  const column = columns.find((one) => one.key === row.column) ?? columns[0];
  if (!column) return null;
  return (
    <>
      <Select<string>
        aria-label={t("filter.column")}
        showSearch={{ optionFilterProp: "label" }}
        value={column.key}
        options={columns.map((one) => ({ value: one.key, label: one.name }))}
        onChange={(key) => {
          const next = columns.find((one) => one.key === key);
          onChange({ column: key, value: undefined, test: (next && testsOf(next)[0]) ?? "is" });
        }}
      />
      <Select<Test>
        aria-label={t("filter.test")}
        value={row.test}
        options={testsOf(column).map((test) => ({ value: test, label: t(`test.${test}`) }))}
        onChange={(test) => onChange({ test, ...(test === "empty" && { value: true }) })}
      />
      {row.test === "empty" ? (
        <span />
      ) : (
        <ValueInput key={column.key} column={{ ...column, isRequired: false }} value={row.value} names={undefined} onChange={(value) => onChange({ value })} />
      )}
    </>
  );
}
