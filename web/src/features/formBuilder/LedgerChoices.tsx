import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { listLedgers } from "@/api/sdk.gen";
import type { FormComponent } from "@/lib/forms/model";

import { useBuilderScene } from "./builderScene";
import { withExtras } from "./edits";
import { FeelField } from "./FeelField";
import { PickRow, Row } from "./parts";

const SHAPE = /^=for r in rows\("([^"]+)", \{\}\) return \{value: r\.([\p{L}\p{N}_]+), label: r\.([\p{L}\p{N}_]+)\}$/u;

/** Choices that are rows of a ledger: which, what is kept, what is shown. Anything else is a formula. */
export function LedgerChoices({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const ledgers = useQuery({
    queryKey: ["ledgers"],
    queryFn: async ({ signal }) => (await listLedgers({ signal, throwOnError: true })).data.items,
  });
  const formula = component.dj?.values ?? "";
  const [, key, value, label] = SHAPE.exec(formula) ?? [];
  const ledger = ledgers.data?.find((one) => one.key === key);
  const columns = (ledger?.columns ?? []).filter((column) => !column.isSensitive).map((column) => ({ value: column.key, label: column.name }));
  const set = (next: string) => builder.edit(component.id ?? "", (one) => withExtras(one, { values: next || "=[]" }));
  const write = (ledgerKey: string, kept: string, shown: string) => set(`=for r in rows("${ledgerKey}", {}) return {value: r.${kept}, label: r.${shown}}`);
  const pickLedger = (next: string) => {
    const first = ledgers.data?.find((one) => one.key === next)?.columns.filter((column) => !column.isSensitive)[0]?.key ?? "key";
    write(next, first, first);
  };
  return (
    <>
      <PickRow
        label={t("ledger.which")}
        placeholder={t("ledger.pick")}
        value={key}
        choices={(ledgers.data ?? []).map((one) => ({ value: one.key, label: one.name }))}
        onPick={pickLedger}
      />
      {ledger && key && value && label && (
        <>
          <PickRow label={t("ledger.value")} value={value} choices={columns} onPick={(next) => write(key, next, label)} />
          <PickRow label={t("ledger.label")} value={label} choices={columns} onPick={(next) => write(key, value, next)} />
        </>
      )}
      <Row label={t("ledger.formula")} hint={t("ledger.hint")}>
        <FeelField label={t("ledger.formula")} value={formula} onCommit={set} />
      </Row>
    </>
  );
}
