import { useState } from "react";
import { useTranslation } from "react-i18next";

import { findSyntaxError } from "@/lib/feel/evaluate";
import type { FormRule, Language } from "@/lib/forms/model";
import { columnsOf, fieldsOf, isTable, labelOf } from "@/lib/forms/schema";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Segmented } from "@/ui/list/Segmented";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { said, without, wordsOrNone } from "./edits";
import { FeelField } from "./FeelField";
import { PickRow, Row, TextRow } from "./parts";

const WHOLE_FORM = "";

interface RuleDialogProps {
  rule: FormRule | null;
  /** Where the message stands, for a new rule. */
  field: string | undefined;
  onSave: (rule: FormRule) => void;
  onClose: () => void;
}

/** One rule: what must be so, when it counts, and what people read when it is not so. */
export function RuleDialog({ rule, field, onSave, onClose }: RuleDialogProps) {
  const { t } = useTranslation("formBuilder");
  const { builder, language } = useBuilderScene();
  const rules = builder.schema.dj?.rules ?? [];
  const [draft, setDraft] = useState<FormRule>(() => rule ?? { id: freshId(rules), check: "", message: {}, ...(field && { field }) });
  const [isTried, setTried] = useState(false);
  const say = (in_: Language, text: string) => setDraft((before) => ({ ...before, message: wordsOrNone({ ...before.message, [in_]: text }) ?? {} }));
  const lack = lackOf(draft);
  const missing = lack && t(`rules.${lack}`);
  const save = () => {
    setTried(true);
    if (missing === null) onSave(draft);
  };
  return (
    <Dialog
      title={rule ? t("rules.edit") : t("rules.add")}
      onClose={onClose}
      isWide
      footer={
        <>
          <Button onPress={onClose}>{t("rules.cancel")}</Button>
          <Button kind="filled" onPress={save}>
            {t("rules.save")}
          </Button>
        </>
      }
    >
      <div className={styles.ruleForm}>
        <Row label={t("rules.check")} hint={t("rules.checkHint")}>
          <FeelField label={t("rules.check")} value={draft.check} onCommit={(check) => setDraft({ ...draft, check })} />
        </Row>
        <Row label={t("rules.when")}>
          <FeelField label={t("rules.when")} placeholder={t("rules.always")} value={draft.when ?? ""} onCommit={(when) => setDraft({ ...without(draft, "when"), ...(when && { when }) })} />
        </Row>
        <TextRow label={t("rules.words")} hint={t("rules.wordsHint")} isLong value={said(draft.message, "zh-CN")} onCommit={(text) => say("zh-CN", text)} />
        <TextRow label={t("rules.wordsEn")} isLong value={said(draft.message, "en-US")} onCommit={(text) => say("en-US", text)} />
        <PickRow
          label={t("rules.field")}
          value={draft.field ?? WHOLE_FORM}
          choices={[{ value: WHOLE_FORM, label: t("rules.wholeForm") }, ...useFieldChoices(language)]}
          onPick={(next) => setDraft({ ...without(draft, "field"), ...(next && { field: next }) })}
        />
        <Row label={t("rules.severity")}>
          <Segmented
            label={t("rules.severity")}
            value={draft.severity ?? "error"}
            onChange={(severity) => setDraft({ ...draft, severity })}
            segments={(["error", "warning"] as const).map((key) => ({ key, label: t(`severity.${key}`) }))}
          />
        </Row>
        {isTried && missing && (
          <p className={styles.error} role="alert">
            {missing}
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** What a rule still needs before it can be used. */
function lackOf(rule: FormRule): "needsCheck" | "broken" | "needsWords" | null {
  if (rule.check === "") return "needsCheck";
  if (findSyntaxError(rule.check)) return "broken";
  return said(rule.message, "zh-CN") === "" ? "needsWords" : null;
}

function useFieldChoices(language: Language) {
  const { builder } = useBuilderScene();
  return fieldsOf(builder.schema.components).flatMap((field) => {
    const own = { value: field.key, label: labelOf(field, language) };
    if (!isTable(field)) return [own];
    return [own, ...columnsOf(field).map((column) => ({ value: `${field.key}.${column.key}`, label: `${own.label} · ${labelOf(column, language)}` }))];
  });
}

function freshId(rules: readonly FormRule[]): string {
  let number = rules.length + 1;
  while (rules.some((rule) => rule.id === `rule_${number}`)) number += 1;
  return `rule_${number}`;
}
