import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { FormComponent, Total } from "@/lib/forms/model";
import { columnsOf, labelOf } from "@/lib/forms/schema";
import { Button } from "@/ui/act/Button";
import { Menu } from "@/ui/act/Menu";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { withExtras } from "./edits";
import { KIND_ICONS, kindOf, KINDS, mayBeColumn, startOf } from "./kinds";
import { NumberRow, Section, SwitchRow } from "./parts";

/** Columns, sums and the number of rows of a detail table. */
export function TableSection({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder, language } = useBuilderScene();
  const id = component.id ?? "";
  const columns = columnsOf(component);
  const kinds = KINDS.filter((kind) => mayBeColumn(startOf(kind)) && kind !== "serial" && kind !== "signature");
  return (
    <>
      <Section
        title={t("table.columns")}
        action={
          <Menu items={kinds.map((kind) => ({ key: kind, label: t(`kind.${kind}`), icon: KIND_ICONS[kind], onPress: () => builder.add(kind, { where: "inside", id }) }))}>
            <span>
              <Button kind="text" size="sm" icon={Plus} aria-haspopup="menu">
                {t("table.add")}
              </Button>
            </span>
          </Menu>
        }
      >
        <ul className={styles.list}>
          {columns.map((column) => (
            <li key={column.id}>
              <button type="button" className={styles.listRow} onClick={() => builder.select(column.id ?? null)}>
                <span className="truncate">{labelOf(column, language)}</span>
                <span className={styles.quiet}>{t(`kind.${kindOf(column)}`)}</span>
              </button>
            </li>
          ))}
        </ul>
        <NumberRow label={t("table.minRows")} min={0} value={component.dj?.minRows} onCommit={(value) => builder.edit(id, (one) => withExtras(one, { minRows: value }))} />
        <NumberRow label={t("table.maxRows")} min={1} value={component.dj?.maxRows} onCommit={(value) => builder.edit(id, (one) => withExtras(one, { maxRows: value }))} />
      </Section>
      <Totals component={component} />
    </>
  );
}

const isFigure = (column: FormComponent): boolean => column.type === "money" || column.type === "number" || column.type === "expression";

function Totals({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder, language } = useBuilderScene();
  const totals = component.dj?.totals ?? [];
  const figures = columnsOf(component).filter(isFigure);
  const set = (next: readonly Total[]) => builder.edit(component.id ?? "", (one) => withExtras(one, { totals: next }));
  const toggle = (column: string, isOn: boolean) => set(isOn ? [...totals, { column, kind: "sum" }] : totals.filter((total) => total.column !== column));
  const setCapitals = (column: string, capitals: boolean) => set(totals.map((total) => (total.column === column ? { ...total, capitals } : total)));
  return (
    <Section title={t("table.totals")}>
      {figures.length === 0 && <p className={styles.quiet}>{t("table.noFigures")}</p>}
      {figures.map((column) => {
        const total = totals.find((one) => one.column === column.key);
        const label = labelOf(column, language);
        return (
          <div key={column.key}>
            <SwitchRow label={t("table.sumOf", { label })} value={total !== undefined} onChange={(isOn) => toggle(column.key, isOn)} />
            {total && column.type === "money" && (
              <SwitchRow label={t("table.capitals", { label })} value={total.capitals === true} onChange={(isOn) => setCapitals(column.key, isOn)} />
            )}
          </div>
        );
      })}
    </Section>
  );
}
