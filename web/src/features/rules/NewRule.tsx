import { useState } from "react";
import { useTranslation } from "react-i18next";

import { saveDecisionDraft } from "@/api/sdk.gen";
import type { RuleDraft } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Input } from "@/ui/controls/Input";
import { ProblemList } from "@/ui/states/ProblemList";

import { firstModel, identityOf, isRuleKey } from "./dmn/template";
import styles from "./rules.module.css";

interface NewRuleProps {
  /** A file that was chosen; null for a table from nothing. */
  xml: string | null;
  taken: readonly string[];
  onClose: () => void;
  onMade: (ruleKey: string) => void;
}

/** Nothing stands under this key so far: that is revision 0. */
const FIRST = '"0"';

/** Name and key of a new model, or those of a file; then the studio opens. */
export function NewRule({ xml, taken, onClose, onMade }: NewRuleProps) {
  const { t } = useTranslation("rules");
  const isImport = xml !== null;
  const found = isImport ? identityOf(xml) : NOTHING;
  const [name, setName] = useState((found ?? NOTHING).name);
  const [key, setKey] = useState((found ?? NOTHING).key);
  const isReady = found !== null && isRuleKey(key) && !taken.includes(key) && name.trim() !== "";
  const create = useCommand<RuleDraft>(
    (_ask, headers) =>
      saveDecisionDraft({
        path: { decision_key: key },
        body: { xml: xml ?? firstModel(key, name.trim()) },
        headers: { ...headers, "If-Match": FIRST },
        throwOnError: true,
      }),
    { onDone: (draft) => onMade(draft.key) },
  );
  return (
    <Dialog
      title={t(isImport ? "make.importTitle" : "make.title")}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("make.cancel")}</Button>
          <Button kind="filled" busy={create.isPending} disabled={!isReady} onPress={() => create.mutate()}>
            {t(isImport ? "make.import" : "make.create")}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {create.error && <ProblemList problems={[{ code: create.error.code, detail: create.error.message }]} />}
        {!found && <ProblemList problems={[{ code: "rules.file.no_model", detail: t("make.noModel") }]} />}
        <label className={styles.field}>
          <span>{t("make.name")}</span>
          <Input value={name} disabled={isImport} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </label>
        <KeyField value={key} isTaken={taken.includes(key)} onChange={setKey} />
      </div>
    </Dialog>
  );
}

const NOTHING = { key: "", name: "" };

function KeyField({ value, isTaken, onChange }: { value: string; isTaken: boolean; onChange: (key: string) => void }) {
  const { t } = useTranslation("rules");
  return (
    <label className={styles.field}>
      <span>{t("make.key")}</span>
      <Input value={value} placeholder="hotel_limit" status={isTaken ? "error" : ""} onChange={(event) => onChange(event.target.value.trim())} />
      <span className={isTaken ? styles.wrong : styles.faint}>{t(isTaken ? "make.taken" : "make.keyHint")}</span>
    </label>
  );
}
