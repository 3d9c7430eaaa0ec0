import { FileUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { readDecisionSheet } from "@/api/sdk.gen";
import type { ReadSheet } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "../rules.module.css";

interface SheetImportProps {
  ruleKey: string;
  decision: string;
  onClose: () => void;
  onTake: (xml: string) => void;
}

/** A sheet read as this table: what it would change and which cells cannot be read, before it is taken. */
export function SheetImport({ ruleKey, decision, onClose, onTake }: SheetImportProps) {
  const { t } = useTranslation("rules");
  const [read, setRead] = useState<ReadSheet | null>(null);
  const upload = useCommand<ReadSheet, File>(
    (file, headers) => readDecisionSheet({ path: { decision_key: ruleKey, decision_id: decision }, body: { file: file as unknown as string }, headers, throwOnError: true }),
    { onDone: setRead },
  );
  const xml = read?.xml ?? null;
  const isSound = xml !== null && read?.problems.length === 0;
  return (
    <Dialog
      title={t("sheet.title")}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("sheet.cancel")}</Button>
          <Button kind="filled" disabled={!isSound} onPress={() => xml !== null && onTake(xml)}>
            {t("sheet.take")}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>{t("sheet.text")}</p>
        <div>
          <Button icon={FileUp} busy={upload.isPending} onPress={() => choose((file) => upload.mutate(file))}>
            {t("sheet.choose")}
          </Button>
        </div>
        {upload.error && <ProblemList problems={[{ code: upload.error.code, detail: upload.error.message }]} />}
        {read && <p aria-live="polite">{t("sheet.found", { added: read.added, removed: read.removed, kept: read.kept })}</p>}
        {read && <ProblemList problems={read.problems.map((problem) => ({ ...problem, path: problem.cell, detail: t("sheet.cell", { cell: problem.cell, detail: problem.detail }) }))} />}
      </div>
    </Dialog>
  );
}

function choose(onFile: (file: File) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".xlsx,.xls,.ods";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) onFile(file);
  });
  input.click();
}
