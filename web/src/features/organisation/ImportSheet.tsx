import { FileSpreadsheet } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { importOrganisation, planImport } from "@/api/sdk.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { useTell } from "@/ui/act/Toasts";
import { ProblemList } from "@/ui/states/ProblemList";

import { Report } from "./ImportReport";
import styles from "./Organisation.module.css";
import { useRefresh } from "./useOrganisation";

/** The generated client calls every part of a form a string; files are sent as they are. */
const asSent = (file: File): string => file as unknown as string;

/** An Excel file: first what it would do, every mistake by row; then all of it at once. */
export function ImportSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("organisation");
  const tell = useTell();
  const refresh = useRefresh();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const plan = useCommand((given: File, headers) => planImport({ body: { file: asSent(given) }, headers, throwOnError: true }));
  const carry = useCommand(
    (given: File, headers) => importOrganisation({ body: { file: asSent(given) }, headers, throwOnError: true }),
    {
      onDone: (done) => {
        refresh();
        onClose();
        tell({ text: t("import.done", { count: done.changeCount }) });
      },
    },
  );
  const report = plan.data;
  const error = plan.error ?? carry.error;
  const choose = (given: File | undefined) => {
    if (!given) return;
    setFile(given);
    plan.mutate(given);
  };
  return (
    <Dialog
      title={t("import.title")}
      isWide
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("import.cancel")}</Button>
          <Button
            kind="filled"
            busy={carry.isPending}
            disabled={!report?.isFine || report.changeCount === 0}
            onPress={() => file && carry.mutate(file)}
          >
            {report?.isFine ? t("import.carry", { count: report.changeCount }) : t("import.carryNone")}
          </Button>
        </>
      }
    >
      <p className={styles["quiet"]}>
        {t("import.lead")}{" "}
        <a className={styles["link"]} href="/api/v1/organisation/export.xlsx" download>
          {t("import.template")}
        </a>
      </p>
      <div className={styles["drop"]}>
        <label className="sr-only" htmlFor={id}>
          {t("import.file")}
        </label>
        <input
          ref={input}
          id={id}
          className="sr-only"
          type="file"
          accept=".xlsx"
          onChange={(event) => {
            choose(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <Button icon={FileSpreadsheet} busy={plan.isPending} onPress={() => input.current?.click()}>
          {file ? t("import.another") : t("import.choose")}
        </Button>
        {file && <span className={styles["quiet"]}>{file.name}</span>}
      </div>
      {error && (
        <ProblemList problems={[{ code: error.code, detail: error.message || t("unreachable") }]} />
      )}
      {report && <Report report={report} from="import" />}
    </Dialog>
  );
}
