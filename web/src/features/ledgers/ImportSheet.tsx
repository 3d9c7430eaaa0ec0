import { FileSpreadsheet, TriangleAlert } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { importLedger, planLedgerImport } from "@/api/sdk.gen";
import type { Ledger, SheetReport } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { useTell } from "@/ui/act/Toasts";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./Ledgers.module.css";
import { useRowCommands } from "./useLedgers";

/** The generated client calls every part of a form a string; files are sent as they are. */
const asSent = (file: File): string => file as unknown as string;

/** A spreadsheet: first what it would do, every mistake by row; then, once nothing is wrong, all of it. */
export function ImportSheet({ ledger, onClose }: { ledger: Ledger; onClose: () => void }) {
  const { t } = useTranslation("ledgers");
  const tell = useTell();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { refresh } = useRowCommands(ledger.key);
  const [file, setFile] = useState<File | null>(null);
  const path = { ledger_key: ledger.key };
  const plan = useCommand((given: File, headers) => planLedgerImport({ path, body: { file: asSent(given) }, headers, throwOnError: true }));
  const carry = useCommand(
    (given: File, headers) => importLedger({ path, body: { file: asSent(given) }, headers, throwOnError: true }),
    {
      onDone: (done) => {
        refresh();
        onClose();
        tell({ text: t("import.done", { added: done.newCount, changed: done.changedCount, same: done.sameCount }) });
      },
      onProblem: refresh,
    },
  );
  const report = plan.data;
  const error = plan.error ?? carry.error;
  const count = report?.isFine ? report.newCount + report.changedCount : 0;
  const choose = (given: File | undefined) => {
    if (!given) return;
    setFile(given);
    carry.reset();
    plan.mutate(given);
  };
  return (
    <Dialog
      title={t("import.title", { name: ledger.name })}
      isWide
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("import.cancel")}</Button>
          <Button kind="filled" busy={carry.isPending} disabled={count === 0} onPress={() => file && carry.mutate(file)}>
            {count > 0 ? t("import.carry", { count }) : t("import.carryNone")}
          </Button>
        </>
      }
    >
      <p className={styles["quiet"]}>{t("import.lead")}</p>
      <div className={styles["drop"]}>
        <label className="sr-only" htmlFor={id}>
          {t("import.file")}
        </label>
        <input
          ref={input}
          id={id}
          className="sr-only"
          type="file"
          tabIndex={-1}
          accept=".xlsx,.xls,.ods"
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
      {error && <ProblemList problems={[{ code: error.code, detail: error.message || t("unreachable") }]} />}
      {report && <Report report={report} />}
    </Dialog>
  );
}

function Report({ report }: { report: SheetReport }) {
  const { t } = useTranslation("ledgers");
  return (
    <div aria-live="polite" className={styles["report"]}>
      <p>{t("import.counts", { rows: report.rowCount, added: report.newCount, changed: report.changedCount, same: report.sameCount })}</p>
      {report.unknownHeadings.length > 0 && <p className={styles["care"]}>{t("import.unknown", { names: report.unknownHeadings.join("、") })}</p>}
      {report.problemCount > 0 && (
        <>
          <Notice tone="red" isAlert mark={<Icon of={TriangleAlert} />} title={t("import.problems", { count: report.wrongCount })}>
            {t("import.nothingYet")}
          </Notice>
          <div className={styles["problemBox"]}>
            <table className={styles["problems"]}>
              <thead>
                <tr>
                  <th scope="col">{t("import.row")}</th>
                  <th scope="col">{t("import.column")}</th>
                  <th scope="col">{t("import.problem")}</th>
                </tr>
              </thead>
              <tbody>
                {report.problems.map((one) => (
                  <tr key={`${one.row}${one.column}${one.problem.code}`}>
                    <td className="tnum">{t("import.rowNumber", { row: one.row })}</td>
                    <td>{one.column}</td>
                    <td>{one.problem.detail}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {report.problemCount > report.problems.length && <p className={styles["quiet"]}>{t("import.andMore", { count: report.problemCount - report.problems.length })}</p>}
        </>
      )}
    </div>
  );
}
