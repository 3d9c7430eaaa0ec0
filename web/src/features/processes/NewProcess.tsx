import { useState } from "react";
import { useTranslation } from "react-i18next";

import { saveDraft } from "@/api/sdk.gen";
import type { Draft } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { useSession } from "@/lib/session/SessionContext";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Input } from "@/ui/controls/Input";
import { ProblemList } from "@/ui/states/ProblemList";

import { ImportReport, useImport } from "./ImportReport";
import { firstDocument, firstForm, identityOf, isProcessKey } from "./newProcess";
import styles from "./processes.module.css";

interface NewProcessProps {
  /** A file that was chosen; null for a process from nothing. */
  xml: string | null;
  taken: readonly string[];
  onClose: () => void;
  onMade: (processKey: string) => void;
}

/** A draft without a version yet. Nothing stands under its key so far: that is revision 0. */
const FIRST = '"0"';

/** Name and key of a new process, or those of a file; then the studio opens. */
export function NewProcess({ xml, taken, onClose, onMade }: NewProcessProps) {
  const { t } = useTranslation("processes");
  const found = xml === null ? null : identityOf(xml);
  const [name, setName] = useState(found ? found.name : "");
  const [key, setKey] = useState(found ? found.key : "");
  const isImport = xml !== null;
  const { person } = useSession();
  const imported = useImport(found ? xml : null);
  const create = useCommand<Draft>(
    (_ask, headers) =>
      saveDraft({
        path: { process_key: key },
        body: firstDraft(imported.data?.xml ?? xml, key, name.trim(), person.login),
        headers: { ...headers, "If-Match": FIRST },
        throwOnError: true,
      }),
    { onDone: (draft) => onMade(draft.processKey) },
  );
  const isKnown = isImport ? imported.isSuccess : isComplete(key, name);
  return (
    <Dialog
      isWide={isImport}
      title={isImport ? t("make.importTitle") : t("make.title")}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("make.cancel")}</Button>
          <Button
            kind="filled"
            busy={create.isPending}
            disabled={!isKnown || taken.includes(key)}
            onPress={() => create.mutate()}
          >
            {isImport ? t("make.import") : t("make.create")}
          </Button>
        </>
      }
    >
      <div className={styles.make}>
        {create.error && <ProblemList problems={[{ code: create.error.code, detail: create.error.message }]} />}
        <label className={styles.field}>
          <span>{t("make.name")}</span>
          <Input value={name} disabled={isImport} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </label>
        <KeyField value={key} isFixed={isImport} isTaken={taken.includes(key)} onChange={setKey} />
        {isImport && <FileReport query={imported} hasProcess={found !== null} />}
      </div>
    </Dialog>
  );
}

function FileReport({ query, hasProcess }: { query: ReturnType<typeof useImport>; hasProcess: boolean }) {
  const { t } = useTranslation("processes");
  if (!hasProcess) return <ProblemList problems={[{ code: "processes.file.no_process", detail: t("make.noProcess") }]} />;
  return <ImportReport query={query} />;
}

const isComplete = (key: string, name: string): boolean => name.trim() !== "" && isProcessKey(key);

function firstDraft(xml: string | null, key: string, name: string, owner: string) {
  return xml === null
    ? { xml: firstDocument(key, name, owner), forms: { [key]: firstForm(key, name) }, decisions: {} }
    : { xml, forms: {}, decisions: {} };
}

interface KeyFieldProps {
  value: string;
  isFixed: boolean;
  isTaken: boolean;
  onChange: (key: string) => void;
}

function KeyField({ value, isFixed, isTaken, onChange }: KeyFieldProps) {
  const { t } = useTranslation("processes");
  return (
    <label className={styles.field}>
      <span>{t("make.key")}</span>
      <Input
        value={value}
        disabled={isFixed}
        placeholder="seal_request"
        status={isTaken ? "error" : ""}
        onChange={(event) => onChange(event.target.value.trim())}
      />
      <span className={isTaken ? styles.wrong : styles.faint}>{isTaken ? t("make.taken") : t("make.keyHint")}</span>
    </label>
  );
}
