import { Eye, EyeOff, PencilLine } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { BuilderStep } from "@/lib/forms/builderSlot";
import type { Access, FormComponent } from "@/lib/forms/model";
import { columnsOf, fieldsOf, isTable, labelOf } from "@/lib/forms/schema";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Menu } from "@/ui/act/Menu";
import { Icon } from "@/ui/Icon";

import { ACCESS, accessAt, mayBeEdited } from "./access";
import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { accessKeyOf } from "./naming";

const ICONS = { edit: PencilLine, read: Eye, hidden: EyeOff } as const;

/** Every field at every step: who fills it in, who reads it, who does not see it. */
export function AccessMatrix({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("formBuilder");
  const { builder, steps, language, onAccess } = useBuilderScene();
  const lines = fieldsOf(builder.schema.components).flatMap((field): readonly FormComponent[] => [field, ...(isTable(field) ? columnsOf(field) : [])]);
  const keys = (access: Access) =>
    lines.filter((one) => access !== "edit" || mayBeEdited(one)).map((one) => accessKeyOf(builder.schema, one.id ?? ""));
  return (
    <Dialog title={t("access.title")} isWide onClose={onClose} footer={<Button onPress={onClose}>{t("access.done")}</Button>}>
      <div className={styles.matrixFrame}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t("access.field")}</th>
              {steps.map((step) => (
                <th key={step.id} scope="col">
                  <Menu items={ACCESS.map((access) => ({ key: access, label: t("access.allOf", { access: t(`access.${access}`) }), icon: ICONS[access], onPress: () => onAccess(step.id, keys(access), access) }))}>
                    <button type="button" className={styles.stepName} aria-haspopup="menu">
                      {step.name}
                    </button>
                  </Menu>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => {
              const key = accessKeyOf(builder.schema, line.id ?? "");
              return (
                <tr key={key}>
                  <th scope="row" data-column={key.includes(".") || undefined}>
                    {labelOf(line, language)}
                  </th>
                  {steps.map((step) => (
                    <td key={step.id}>
                      <Cell step={step} line={line} name={key} />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}

function Cell({ step, line, name }: { step: BuilderStep; line: FormComponent; name: string }) {
  const { t } = useTranslation("formBuilder");
  const { language, onAccess } = useBuilderScene();
  const now = accessAt(step, name, line);
  const choices = ACCESS.filter((access) => access !== "edit" || mayBeEdited(line));
  return (
    <div className={styles.accessCell}>
      {choices.map((access) => (
        <button
          key={access}
          type="button"
          className={styles.accessButton}
          aria-pressed={now === access}
          aria-label={t("access.set", { step: step.name, field: labelOf(line, language), access: t(`access.${access}`) })}
          title={t(`access.${access}`)}
          onClick={() => onAccess(step.id, [name], access)}
        >
          <Icon of={ICONS[access]} size={14} />
        </button>
      ))}
    </div>
  );
}
