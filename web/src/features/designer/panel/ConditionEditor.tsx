import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { findSyntaxError } from "@/lib/feel/evaluate";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";

import { type Clause, COMPARISONS, readCondition, type SimpleCondition, writeCondition } from "../document/conditions";
import { fieldLabel, type FormField } from "../document/fields";
import styles from "./panel.module.css";
import { CommitInput, Pick, Row } from "./parts";
import { usePanel } from "./usePanel";

/** A condition as a business sentence, with its FEEL below; what says more than a sentence is edited as FEEL. */
export function ConditionEditor({ feel, onChange }: { feel: string; onChange: (feel: string) => void }) {
  const { t } = useTranslation("designer");
  const { fields } = usePanel();
  const simple = feel ? readCondition(feel) : { join: "and" as const, clauses: [] };
  return (
    <>
      {simple && <Clauses condition={simple} onChange={(next) => onChange(next.clauses.length > 0 ? writeCondition(next) : "")} />}
      {!simple && <p className={styles.hint}>{t("condition.complex")}</p>}
      <Row label={t("condition.feel")} hint={fields.length > 0 ? t("condition.feelHint") : undefined}>
        <CommitInput label={t("condition.feel")} value={feel} isLong isCode error={feelError(feel, t("condition.notFeel"))} onCommit={(text) => onChange(asExpression(text))} />
      </Row>
    </>
  );
}

/** An expression begins with `=`; whoever leaves it out means it. */
export function asExpression(text: string): string {
  const body = text.trim().replace(/^=\s*/, "");
  return body === "" ? "" : `=${body}`;
}

export function feelError(feel: string, words: string): string | null {
  if (!feel.startsWith("=")) return null;
  return findSyntaxError(feel) ? words : null;
}

function Clauses({ condition, onChange }: { condition: SimpleCondition; onChange: (condition: SimpleCondition) => void }) {
  const { t } = useTranslation("designer");
  const { fields } = usePanel();
  const { clauses } = condition;
  const first = fields[0];
  const blank: Clause | null = first ? { field: first.key, comparison: isNumeric(first) ? ">" : "=", value: isNumeric(first) ? 0 : "" } : null;
  const set = (index: number, clause: Clause) => onChange({ ...condition, clauses: clauses.with(index, clause) });
  return (
    <div className={styles.stack}>
      {clauses.length > 1 && (
        <Pick
          label={t("condition.join")}
          value={condition.join}
          choices={(["and", "or"] as const).map((value) => ({ value, label: t(`condition.${value}`) }))}
          onPick={(join) => onChange({ ...condition, join })}
        />
      )}
      {clauses.map((clause, index) => (
        <ClauseRow
          key={index}
          clause={clause}
          onChange={(next) => set(index, next)}
          onRemove={() => onChange({ ...condition, clauses: clauses.filter((_, at) => at !== index) })}
        />
      ))}
      {blank && (
        <Button size="sm" kind="text" icon={Plus} onPress={() => onChange({ ...condition, clauses: [...clauses, blank] })}>
          {t("condition.add")}
        </Button>
      )}
    </div>
  );
}

const isNumeric = (field: FormField): boolean => field.type === "number" || field.type === "money";

function ClauseRow({ clause, onChange, onRemove }: { clause: Clause; onChange: (clause: Clause) => void; onRemove: () => void }) {
  const { t } = useTranslation("designer");
  const { fields, language } = usePanel();
  const field = fields.find((one) => one.key === clause.field);
  const known = fields.map((one) => ({ value: one.key, label: fieldLabel(one, language) }));
  const choices = field ? known : [{ value: clause.field, label: clause.field }, ...known];
  return (
    <div className={styles.clause}>
      <Pick label={t("condition.field")} value={clause.field} choices={choices} onPick={(key) => onChange({ ...clause, field: key })} />
      <Pick
        label={t("condition.comparison")}
        value={clause.comparison}
        choices={COMPARISONS.map((value) => ({ value, label: t(`compare.${value}`) }))}
        onPick={(comparison) => onChange({ ...clause, comparison })}
      />
      {field && field.options.length > 0 ? (
        <Pick label={t("condition.value")} value={String(clause.value)} choices={field.options} onPick={(value) => onChange({ ...clause, value })} />
      ) : (
        <CommitInput label={t("condition.value")} value={String(clause.value)} onCommit={(text) => onChange({ ...clause, value: typedLike(clause.value, text, field) })} />
      )}
      <IconButton icon={X} size="sm" label={t("condition.remove")} onPress={onRemove} />
    </div>
  );
}

/** Digits are a number, unless the field holds text. */
function typedLike(before: Clause["value"], text: string, field: FormField | undefined): Clause["value"] {
  if (field?.type === "checkbox" || text === "true" || text === "false") return text === "true";
  const isText = field ? !isNumeric(field) : typeof before === "string";
  const number = Number(text);
  return isText || text.trim() === "" || Number.isNaN(number) ? text : number;
}
