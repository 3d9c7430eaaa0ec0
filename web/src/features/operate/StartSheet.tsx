import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { listProcesses, startByHand } from "@/api/sdk.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Select } from "@/ui/controls/Select";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./operate.module.css";
import type { ScopedVariables } from "./repair";
import { VariableEditor } from "./VariableEditor";

/** Starts a process without its form, with the variables that it needs. */
export function StartSheet({ processKey, onClose, onStarted }: { processKey: string; onClose: () => void; onStarted: (instanceId: string) => void }) {
  const { t } = useTranslation("operate");
  const queries = useQueryClient();
  const [key, setKey] = useState(processKey);
  const [values, setValues] = useState<ScopedVariables>({ scopeKey: 0, variables: [] });
  const processes = useQuery({
    queryKey: ["processes"],
    queryFn: async ({ signal }) => (await listProcesses({ signal, throwOnError: true })).data.items,
  });
  const variables = values.variables.filter((one) => one.name.trim() !== "");
  const start = useCommand((_: null, headers) => startByHand({ body: { processKey: key, variables }, headers, throwOnError: true }), {
    onDone: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ["operated"] });
      onStarted(id);
    },
  });
  const parts = start.error?.problems.map(({ code, detail, path }) => ({ code, detail, path })) ?? [];
  return (
    <Dialog
      title={t("start.title")}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("repair.back")}</Button>
          <Button kind="filled" busy={start.isPending} disabled={key === ""} onPress={() => start.mutate(null)}>
            {t("start.confirm")}
          </Button>
        </>
      }
    >
      <div className={styles["sheet"]}>
        {start.error && <ProblemList problems={[{ code: start.error.code, detail: start.error.message }, ...parts]} />}
        <p className={styles["quiet"]}>{t("start.note")}</p>
        <label className={styles["field"]}>
          <span>{t("list.process")}</span>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            value={key || undefined}
            placeholder={t("start.choose")}
            options={(processes.data ?? []).filter((one) => one.version).map((one) => ({ value: one.key, label: one.name }))}
            onChange={setKey}
          />
        </label>
        <VariableEditor scopes={[]} value={values} onChange={setValues} isFixed={false} />
      </div>
    </Dialog>
  );
}
