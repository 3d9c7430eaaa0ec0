import { useTranslation } from "react-i18next";

import { Field, Fields } from "@/ui/controls/Field";
import { Select } from "@/ui/controls/Select";

import type { ColumnDraft } from "./design";
import styles from "./Ledgers.module.css";
import { useRoleOptions } from "./useDesign";

export interface PartProps {
  column: ColumnDraft;
  onPut: (patch: Partial<ColumnDraft>) => void;
}

const wide = { width: "100%" };

/** Which roles see a column, and which write it. */
export function ColumnAccess({ column, onPut }: PartProps) {
  const { t } = useTranslation("ledgers");
  const roles = useRoleOptions();
  const list = (label: string, key: "readers" | "writers", hint: string) => (
    <Field label={label} hint={hint}>
      {(id) => (
        <Select<string[]>
          id={id}
          style={wide}
          mode="multiple"
          value={column[key]}
          options={roles}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(value) => onPut({ [key]: value })}
        />
      )}
    </Field>
  );
  return (
    <section className={styles["formPart"]}>
      <h2>{t("design.who")}</h2>
      <Fields>
        {list(t("design.columnReaders"), "readers", column.sensitive ? t("design.revealHint") : t("design.columnReadersHint"))}
        {list(t("design.columnWriters"), "writers", t("design.columnWritersHint"))}
      </Fields>
    </section>
  );
}
