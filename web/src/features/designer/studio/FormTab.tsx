/** The forms of the process: what people will see, and the fields with their names and whether they must be filled in. */
import { FileText } from "lucide-react";
import { type ComponentType, useState } from "react";
import { useTranslation } from "react-i18next";

import type { FormSlotProps } from "@/lib/forms/slot";
import { Checkbox, Radio } from "@/ui/controls/Choice";
import { Segmented } from "@/ui/list/Segmented";
import { EmptyState } from "@/ui/states/State";

import type { FormSchema } from "../api/useDraft";
import { ACCESS, type Access, accessOfSteps, setAccess, type StepAccess } from "../document/accessEdit";
import { type FormField, fieldLabel, fieldsOfForm } from "../document/fields";
import { changeField, type FieldChange } from "../document/formEdit";
import { CommitInput } from "../panel/parts";
import styles from "./studio.module.css";
import { useDocument } from "./useDocument";

export interface FormTabProps {
  xml: string;
  /** On the phone there is only the preview. */
  isReadOnly: boolean;
  forms: Readonly<Record<string, FormSchema>>;
  processKey: string;
  versionId: string;
  language: string;
  Form: ComponentType<FormSlotProps>;
  onChange: (key: string, schema: FormSchema) => void;
  onXml: (xml: string) => void;
}

export function FormTab({ xml, isReadOnly, forms, processKey, versionId, language, Form, onChange, onXml }: FormTabProps) {
  const { t } = useTranslation("designer");
  const keys = Object.keys(forms);
  const [chosen, setChosen] = useState(keys[0] ?? "");
  const key = keys.includes(chosen) ? chosen : (keys[0] ?? "");
  const schema = forms[key];
  if (!schema) return <EmptyState icon={FileText} title={t("form.none")} text={t("form.noneText")} />;
  const fields = fieldsOfForm(schema);
  const access = Object.fromEntries(fields.map((field) => [field.key, "edit" as const]));
  return (
    <div className={styles.page}>
      {keys.length > 1 && (
        <Segmented label={t("form.choose")} value={key} onChange={setChosen} segments={keys.map((one) => ({ key: one, label: one }))} />
      )}
      <div className={styles.formGrid}>
        <section className={styles.card} aria-label={t("form.preview")}>
          <h2 className={styles.cardHead}>{t("form.preview")}</h2>
          <div className={styles.preview}>
            <Form key={JSON.stringify(schema)} form={schema} access={access} values={{}} mode="start" processKey={processKey} versionId={versionId} />
          </div>
        </section>
        {!isReadOnly && (
          <section className={styles.card} aria-label={t("form.fields")}>
            <h2 className={styles.cardHead}>{t("form.fields")}</h2>
            <FieldTable
              {...{ xml, fields, language, onXml }}
              onChange={(field, change) => onChange(key, changeField(schema, field, change))}
            />
          </section>
        )}
      </div>
    </div>
  );
}

interface FieldTableProps {
  xml: string;
  fields: readonly FormField[];
  language: string;
  onChange: (key: string, change: FieldChange) => void;
  onXml: (xml: string) => void;
}

function FieldTable({ xml, fields, language, onChange, onXml }: FieldTableProps) {
  const { t } = useTranslation("designer");
  const { document } = useDocument(xml);
  const [opened, setOpened] = useState<string | null>(null);
  const steps = accessOfSteps(document?.nodes ?? [], language);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("form.fieldName")}</th>
          <th scope="col">{t("form.required")}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.key}>
            <th scope="row">
              <CommitInput
                label={t("form.label", { key: field.key })}
                value={fieldLabel(field, language)}
                onCommit={(text) => onChange(field.key, language === "en-US" ? { labelEn: text } : { label: text })}
              />
              <span className={styles.muted}>
                {field.key} · {field.isComputed ? t("form.computed") : field.type}{" "}
              </span>
              <button
                type="button"
                className={styles.link}
                aria-expanded={opened === field.key}
                onClick={() => setOpened(opened === field.key ? null : field.key)}
              >
                {t("form.perStep")}
              </button>
              {opened === field.key && (
                <AccessTable
                  field={field}
                  steps={steps}
                  language={language}
                  onSet={(step, access) => void setAccess(xml, step, field.key, access).then(onXml)}
                />
              )}
            </th>
            <td>
              <Checkbox
                checked={field.isRequired}
                disabled={field.isComputed}
                aria-label={t("form.makeRequired", { field: fieldLabel(field, language) })}
                onChange={(event) => onChange(field.key, { isRequired: event.target.checked })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface AccessTableProps {
  field: FormField;
  steps: readonly StepAccess[];
  language: string;
  onSet: (step: string, access: Access) => void;
}

/** At which step a field is filled in, read, or not seen. */
function AccessTable({ field, steps, language, onSet }: AccessTableProps) {
  const { t } = useTranslation("designer");
  return (
    <table className={styles.access} aria-label={t("form.perStep")}>
      <thead>
        <tr>
          <th scope="col">{t("form.step")}</th>
          {ACCESS.map((value) => (
            <th key={value} scope="col">
              {t(`access.${value}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.id}>
            <th scope="row">{step.name}</th>
            {ACCESS.map((value) => (
              <td key={value}>
                <Radio
                  checked={(step.stated[field.key] ?? step.usual) === value}
                  disabled={value === "edit" && field.isComputed}
                  aria-label={t("form.setAccess", { step: step.name, field: fieldLabel(field, language), access: t(`access.${value}`) })}
                  onChange={() => onSet(step.id, value)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
