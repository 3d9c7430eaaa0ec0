import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FieldColumn } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { IconButton } from "@/ui/act/IconButton";
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

/** A box a column, those shown first and in their order; arrows move them. */
export function ColumnBoxes(props: {
  chosen: readonly string[];
  fields: readonly FieldColumn[];
  onChange: (columns: readonly string[]) => void;
}) {
  const { t } = useTranslation("find");
  const { chosen, onChange } = props;
  const all = [
    ...PLAIN_COLUMNS.map((key) => ({ key, label: t(`column.${key}`) })),
    ...props.fields.map((field) => ({ key: fieldColumn(field.key), label: field.label })),
  ];
  const shown = chosen.flatMap((key) => all.find((one) => one.key === key) ?? []);
  const hidden = all.filter((one) => !chosen.includes(one.key));
  const move = (key: string, by: number) => {
    const rest = chosen.filter((one) => one !== key);
    onChange(rest.toSpliced(chosen.indexOf(key) + by, 0, key));
  };
  return (
    <ul className={styles["boxes"]} aria-label={t("columns.title")}>
      {[...shown, ...hidden].map(({ key, label }, index) => (
        <li key={key} className={styles["box"]}>
          <Checkbox
            checked={chosen.includes(key)}
            onChange={(event) => onChange(event.target.checked ? [...chosen, key] : chosen.filter((one) => one !== key))}
          >
            {label}
          </Checkbox>
          {index < shown.length && (
            <span className={styles["moves"]}>
              <IconButton size="sm" icon={ArrowUp} label={t("columns.earlier", { name: label })} disabled={index === 0} onPress={() => move(key, -1)} />
              <IconButton size="sm" icon={ArrowDown} label={t("columns.later", { name: label })} disabled={index === shown.length - 1} onPress={() => move(key, 1)} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
