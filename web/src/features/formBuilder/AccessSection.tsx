import { useTranslation } from "react-i18next";

import type { FormComponent } from "@/lib/forms/model";
import { labelOf } from "@/lib/forms/schema";
import { Button } from "@/ui/act/Button";
import { Radio } from "@/ui/controls/Choice";

import { ACCESS, accessAt, mayBeEdited } from "./access";
import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { accessKeyOf } from "./naming";
import { Section } from "./parts";

/** At which step the field is filled in, read, or not seen. */
export function AccessSection({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder, steps, language, onAccess, onMatrix } = useBuilderScene();
  const key = accessKeyOf(builder.schema, component.id ?? "");
  const field = labelOf(component, language);
  if (steps.length === 0) return null;
  return (
    <Section
      title={t("access.title")}
      action={
        <Button kind="link" size="sm" onPress={onMatrix} aria-haspopup="dialog">
          {t("access.all")}
        </Button>
      }
    >
      <table className={styles.access}>
        <thead>
          <tr>
            <th scope="col">{t("access.step")}</th>
            {ACCESS.map((access) => (
              <th key={access} scope="col">
                {t(`access.${access}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step.id}>
              <th scope="row">{step.name}</th>
              {ACCESS.map((access) => (
                <td key={access}>
                  <Radio
                    checked={accessAt(step, key, component) === access}
                    disabled={access === "edit" && !mayBeEdited(component)}
                    aria-label={t("access.set", { step: step.name, field, access: t(`access.${access}`) })}
                    onChange={() => onAccess(step.id, [key], access)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
