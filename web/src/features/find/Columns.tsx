import { Columns3 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FieldColumn } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Checkbox } from "@/ui/controls/Choice";

import styles from "./Find.module.css";
import { fieldColumn, PLAIN_COLUMNS, USUAL_COLUMNS } from "./model";

interface ColumnsProps {
  columns: readonly string[];
  fields: readonly FieldColumn[];
  onColumns: (columns: readonly string[]) => void;
}

/** Which columns the list shows, also fields of the form where one process is chosen. */
export function ColumnsButton({ columns, fields, onColumns }: ColumnsProps) {
  const { t } = useTranslation("find");
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState(columns);
  return (
    <>
      <Button
        icon={Columns3}
        aria-haspopup="dialog"
        onPress={() => {
          setChosen(columns);
          setIsOpen(true);
        }}
      >
        {t("columns.button")}
      </Button>
      {isOpen && (
        <Dialog
          title={t("columns.title")}
          onClose={() => setIsOpen(false)}
          footer={
            <>
              <Button onPress={() => setChosen(USUAL_COLUMNS)}>{t("columns.usual")}</Button>
              <Button
                kind="filled"
                disabled={chosen.length === 0}
                onPress={() => {
                  onColumns(chosen);
                  setIsOpen(false);
                }}
              >
                {t("columns.show")}
              </Button>
            </>
          }
        >
          <ColumnBoxes chosen={chosen} fields={fields.filter((field) => field.isSearchable)} onChange={setChosen} />
          {fields.length === 0 && <p className={styles["hint"]}>{t("columns.oneProcess")}</p>}
        </Dialog>
      )}
    </>
  );
}

/** A box a column; the order is the usual one. */
export function ColumnBoxes(props: {
  chosen: readonly string[];
  fields: readonly FieldColumn[];
  onChange: (columns: readonly string[]) => void;
}) {
  const { t } = useTranslation("find");
  const all = [
    ...PLAIN_COLUMNS.map((key) => ({ key, label: t(`column.${key}`) })),
    ...props.fields.map((field) => ({ key: fieldColumn(field.key), label: field.label })),
  ];
  const toggle = (key: string, isOn: boolean) =>
    props.onChange(all.map((one) => one.key).filter((one) => (one === key ? isOn : props.chosen.includes(one))));
  return (
    <div className={styles["boxes"]} role="group" aria-label={t("columns.title")}>
      {all.map((one) => (
        <Checkbox key={one.key} checked={props.chosen.includes(one.key)} onChange={(event) => toggle(one.key, event.target.checked)}>
          {one.label}
        </Checkbox>
      ))}
    </div>
  );
}
