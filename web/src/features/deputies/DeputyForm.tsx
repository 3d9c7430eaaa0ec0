import { useState } from "react";
import { useTranslation } from "react-i18next";

import { addDeputy } from "@/api/sdk.gen";
import type { NewDeputy } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Checkbox } from "@/ui/controls/Choice";
import { type DateRange, DateRangeInput } from "@/ui/controls/DateInput";
import { Field, Fields } from "@/ui/controls/Field";
import { NumberInput } from "@/ui/controls/NumberInput";
import { PersonPicker, type Picked } from "@/ui/controls/PersonPicker";
import { Select } from "@/ui/controls/Select";
import { Segmented } from "@/ui/list/Segmented";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./Deputies.module.css";
import { instants } from "./period";
import { useMeaning, useProcesses, useRefresh } from "./useDeputies";

const KINDS = ["act", "assist"] as const;
type Kind = (typeof KINDS)[number];

/** A new rule; below it what it will mean, in sentences, with what may go wrong. */
export function DeputyForm({ person, me, onClose }: { person: string; me: string; onClose: () => void }) {
  const { t } = useTranslation("deputies");
  const tell = useTell();
  const refresh = useRefresh();
  const processes = useProcesses();
  const [deputy, setDeputy] = useState<Picked | null>(null);
  const [days, setDays] = useState<DateRange | null>(null);
  const [kind, setKind] = useState<Kind>("act");
  const [limit, setLimit] = useState<number | null>(null);
  const [keys, setKeys] = useState<string[]>([]);
  const [movesOpen, setMovesOpen] = useState(false);
  const period = instants(days);
  const rule: NewDeputy | null =
    deputy && period
      ? {
          personId: person,
          deputyId: deputy.id,
          ...period,
          kind,
          amountLimit: limit,
          processes: keys,
          movesOpen: movesOpen && kind === "act",
        }
      : null;
  const meaning = useMeaning(rule);
  const save = useCommand((body: NewDeputy, headers) => addDeputy({ body, headers, throwOnError: true }), {
    onDone: () => {
      refresh();
      onClose();
      tell({ text: t("deputy.saved", { name: deputy?.name ?? "" }) });
    },
  });
  return (
    <form
      className={styles["form"]}
      aria-label={t("deputy.new")}
      onSubmit={(event) => {
        event.preventDefault();
        if (rule && !save.isPending) save.mutate(rule);
      }}
    >
      <h2 className={styles["partName"]}>{t("deputy.new")}</h2>
      <Field label={t("period")} isRequired>
        {(id) => <DateRangeInput id={id} value={days} onChange={setDays} />}
      </Field>
      <Fields>
        <Field label={t("deputy.who")} isRequired>
          {(id) => <PersonPicker id={id} label={t("deputy.who")} value={deputy} onChange={setDeputy} without={[me]} />}
        </Field>
        <Field label={t("deputy.processes")}>
          {(id) => (
            <Select<string[]>
              id={id}
              mode="multiple"
              placeholder={t("deputy.allProcesses")}
              showSearch={{ optionFilterProp: "label" }}
              value={keys}
              onChange={setKeys}
              options={(processes.data?.items ?? []).map((card) => ({ value: card.processKey, label: card.name }))}
            />
          )}
        </Field>
        <Field label={t("deputy.limit")} hint={t("deputy.limitHint")}>
          {(id) => (
            <NumberInput
              id={id}
              min={0}
              style={{ width: "100%" }}
              value={limit}
              onChange={(value: number | string | null) => setLimit(value === null ? null : Number(value))}
            />
          )}
        </Field>
      </Fields>
      <Segmented<Kind>
        label={t("deputy.kind")}
        segments={KINDS.map((key) => ({ key, label: t(`deputy.kinds.${key}`) }))}
        value={kind}
        onChange={setKind}
      />
      {kind === "act" && (
        <Checkbox checked={movesOpen} onChange={(event) => setMovesOpen(event.target.checked)}>
          {t("deputy.movesOpen")}
        </Checkbox>
      )}
      {rule && meaning.data && (
        <div aria-live="polite" className={styles["meaning"]}>
          <Notice title={meaning.data.sentence} />
          <ProblemList problems={meaning.data.warnings.map((detail) => ({ code: detail, detail, severity: "warning" as const }))} />
        </div>
      )}
      {save.error && <ProblemList problems={[{ code: save.error.code, detail: save.error.message || t("unreachable") }]} />}
      <div className={styles["foot"]}>
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button kind="filled" type="submit" busy={save.isPending} disabled={rule === null}>
          {t("deputy.save")}
        </Button>
      </div>
    </form>
  );
}
