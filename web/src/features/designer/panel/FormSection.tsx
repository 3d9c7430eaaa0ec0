import { FileText } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Radio } from "@/ui/controls/Choice";

import { ACCESS, type Access, withAccess } from "../document/accessEdit";
import { readOne } from "../document/extensions";
import { fieldLabel } from "../document/fields";
import { sayFields } from "../document/sentences";
import { readAccess, readStep } from "../document/step";
import styles from "./panel.module.css";
import { CommitInput, Row, Section } from "./parts";
import { useNaming } from "./useNaming";
import { usePanel } from "./usePanel";

/** What the step may fill in, read, and not see. */
export function FormSection() {
  const { t } = useTranslation("designer");
  const { element, editor, language, fields, onOpenForm } = usePanel();
  const owner = element.businessObject;
  const naming = useNaming([owner], language, fields);
  const access = readAccess(owner);
  const usual = readStep(owner).kind === "start" ? "edit" : "read";
  const rest = fields.filter((field) => !access[field.key]).length;
  const sentence = [sayFields(owner, naming), t(`fields.rest.${usual}`, { count: rest })].filter(Boolean).join(t("stop"));
  const key = readOne(owner, "dj:Form")?.["key"];

  const setAccess = (field: string, value: Access) => editor.setAll(element, "dj:Field", withAccess(owner, field, value));
  return (
    <Section
      icon={FileText}
      title={t("section.form")}
      sentence={sentence}
      action={
        <button type="button" className={styles.link} onClick={onOpenForm}>
          {t("fields.editForm")}
        </button>
      }
      isFolded
    >
      {fields.length === 0 ? (
        <p className={styles.hint}>{t("fields.none")}</p>
      ) : (
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t("fields.field")}</th>
              {ACCESS.map((value) => (
                <th key={value} scope="col">
                  {t(`access.${value}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.key}>
                <th scope="row">{fieldLabel(field, language)}</th>
                {ACCESS.map((value) => (
                  <td key={value}>
                    <Radio
                      checked={(access[field.key] ?? usual) === value}
                      disabled={value === "edit" && field.isComputed}
                      aria-label={t("fields.set", { field: fieldLabel(field, language), access: t(`access.${value}`) })}
                      onChange={() => setAccess(field.key, value)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Row label={t("fields.formKey")} hint={t("fields.formKeyHint")}>
        <CommitInput
          label={t("fields.formKey")}
          value={typeof key === "string" ? key : ""}
          onCommit={(value) => editor.setAll(element, "dj:Form", value ? [{ ...readOne(owner, "dj:Form"), key: value }] : [])}
        />
      </Row>
    </Section>
  );
}
