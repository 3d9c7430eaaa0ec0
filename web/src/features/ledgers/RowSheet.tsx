import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Ledger, LedgerColumn, LedgerRecord } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Field, Fields } from "@/ui/controls/Field";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./Ledgers.module.css";
import { useRowCommands } from "./useLedgers";
import { ValueInput } from "./ValueInput";

interface Props {
  ledger: Ledger;
  /** The row to change; a new one without it. */
  record?: LedgerRecord;
  onDone: (record: LedgerRecord) => void;
  onClose: () => void;
}

const changeable = (column: LedgerColumn): boolean => column.mayFill && !column.isComputed;

/** A row as a form: a new one, or all cells of one that is there. What is wrong stands at its field. */
export function RowSheet({ ledger, record, onDone, onClose }: Props) {
  const { t } = useTranslation("ledgers");
  const { change, insert, refresh } = useRowCommands(ledger.key);
  const [values, setValues] = useState<Record<string, unknown>>({});
  const command = record ? change : insert;
  const send = () => {
    if (record) change.mutate({ row: record.row, values }, { onSuccess: onDone, onError: (found) => found.status === 409 && refresh() });
    else insert.mutate(values, { onSuccess: onDone });
  };
  const columns = ledger.columns.filter(changeable);
  const problems = command.error?.problems ?? [];
  const placed = new Set(columns.map(({ key }) => `/${key}`));
  const general = command.error && problems.every((one) => placed.has(one.path)) && problems.length > 0 ? [] : problems.filter((one) => !placed.has(one.path));
  return (
    <Dialog
      title={record ? t("row.changeTitle", { title: record.title }) : t("row.addTitle", { name: ledger.name })}
      isWide
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("row.cancel")}</Button>
          <Button kind="filled" busy={command.isPending} disabled={Object.keys(values).length === 0} onPress={send}>
            {record ? t("row.save") : t("row.add")}
          </Button>
        </>
      }
    >
      <Fields>
        {columns.map((column) => {
          const own = problems.filter((one) => one.path === `/${column.key}`);
          const value = column.key in values ? values[column.key] : (record?.row.values[column.key] ?? null);
          return (
            <Field
              key={column.key}
              label={column.name}
              isRequired={column.isRequired && column.type !== "serial"}
              hint={
                own.length > 0 ? (
                  <span role="alert" className={styles["wrong"]}>
                    {own.map(({ detail }) => detail).join(" ")}
                  </span>
                ) : (
                  column.type === "serial" && !record && t("row.serial")
                )
              }
            >
              {(id) => (
                <ValueInput
                  id={id}
                  column={column}
                  value={value}
                  names={record?.names}
                  isWrong={own.length > 0}
                  onChange={(next) => setValues((old) => ({ ...old, [column.key]: next }))}
                />
              )}
            </Field>
          );
        })}
      </Fields>
      {command.error && problems.length === 0 && (
        <ProblemList problems={[{ code: command.error.code, detail: command.error.message || t("unreachable") }]} />
      )}
      <ProblemList problems={general} />
    </Dialog>
  );
}
