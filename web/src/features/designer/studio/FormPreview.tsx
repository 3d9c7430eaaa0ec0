import { useTranslation } from "react-i18next";

import type { FormSchema } from "../api/useDraft";
import { fieldsOfForm } from "../document/fields";
import type { FormTabProps } from "./FormTab";
import styles from "./studio.module.css";

/** What people will see, to look at on a small screen. */
export function FormPreview({ schema, Form, processKey, versionId }: FormTabProps & { schema: FormSchema }) {
  const { t } = useTranslation("designer");
  const access = Object.fromEntries(fieldsOfForm(schema).map((field) => [field.key, "edit" as const]));
  return (
    <div className={styles.page}>
      <section className={styles.card} aria-label={t("form.preview")}>
        <h2 className={styles.cardHead}>{t("form.preview")}</h2>
        <div className={styles.preview}>
          <Form key={JSON.stringify(schema)} form={schema} access={access} values={{}} mode="start" processKey={processKey} versionId={versionId} isTrial />
        </div>
      </section>
    </div>
  );
}
