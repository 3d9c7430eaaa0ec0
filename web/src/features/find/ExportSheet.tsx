import { useState } from "react";
import { useTranslation } from "react-i18next";

import { exportInstances } from "@/api/sdk.gen";
import type { FieldColumn } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { ProblemList } from "@/ui/states/ProblemList";

import { ColumnBoxes } from "./Columns";
import styles from "./Find.module.css";
import { filterOf, type FindSearch } from "./model";

/** What is found as a spreadsheet, written in the background. */
export function ExportSheet(props: {
  search: FindSearch;
  count: string;
  columns: readonly string[];
  fields: readonly FieldColumn[];
  onBegun: (errandId: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("find");
  const [columns, setColumns] = useState(props.columns);
  const begin = useCommand(
    (_, headers) =>
      exportInstances({ body: { filter: filterOf(props.search), columns: [...columns] }, headers, throwOnError: true }),
    { onDone: ({ errandId }) => props.onBegun(errandId) },
  );
  return (
    <Dialog
      title={t("export.title", { count: props.count })}
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose}>{t("export.cancel")}</Button>
          <Button kind="filled" busy={begin.isPending} disabled={columns.length === 0} onPress={() => begin.mutate()}>
            {t("export.begin")}
          </Button>
        </>
      }
    >
      <ColumnBoxes chosen={columns} fields={props.fields} onChange={setColumns} />
      <p className={styles["hint"]}>{props.fields.length > 0 ? t("export.masked") : t("columns.oneProcess")}</p>
      {begin.error && <ProblemList problems={[{ code: begin.error.code, detail: begin.error.message }]} />}
    </Dialog>
  );
}
