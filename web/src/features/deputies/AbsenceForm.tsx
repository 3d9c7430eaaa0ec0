import { useState } from "react";
import { useTranslation } from "react-i18next";

import { addAbsence } from "@/api/sdk.gen";
import type { NewAbsence } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { type DateRange, DateRangeInput } from "@/ui/controls/DateInput";
import { Field } from "@/ui/controls/Field";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./Deputies.module.css";
import { instants } from "./period";
import { useRefresh } from "./useDeputies";

/** A period in which somebody is away. */
export function AbsenceForm({ person, onClose }: { person: string; onClose: () => void }) {
  const { t } = useTranslation("deputies");
  const tell = useTell();
  const refresh = useRefresh();
  const [days, setDays] = useState<DateRange | null>(null);
  const period = instants(days);
  const save = useCommand((body: NewAbsence, headers) => addAbsence({ body, headers, throwOnError: true }), {
    onDone: () => {
      refresh();
      onClose();
      tell({ text: t("absence.saved") });
    },
  });
  return (
    <form
      className={styles["form"]}
      aria-label={t("absence.new")}
      onSubmit={(event) => {
        event.preventDefault();
        if (period && !save.isPending) save.mutate({ personId: person, ...period });
      }}
    >
      <h2 className={styles["partName"]}>{t("absence.new")}</h2>
      <p className={styles["quiet"]}>{t("absence.lead")}</p>
      <Field label={t("period")} isRequired>
        {(id) => <DateRangeInput id={id} value={days} onChange={setDays} />}
      </Field>
      {save.error && <ProblemList problems={[{ code: save.error.code, detail: save.error.message || t("unreachable") }]} />}
      <div className={styles["foot"]}>
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button kind="filled" type="submit" busy={save.isPending} disabled={period === null}>
          {t("absence.save")}
        </Button>
      </div>
    </form>
  );
}
