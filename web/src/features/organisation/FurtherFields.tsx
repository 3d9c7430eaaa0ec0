import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { FurtherDepartment, Organisation } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { Select } from "@/ui/controls/Select";

import { DepartmentPicker } from "./DepartmentPicker";
import styles from "./Organisation.module.css";

/** Further departments of a person, each with the position there. */
export function FurtherFields(props: {
  organisation: Organisation;
  value: readonly FurtherDepartment[];
  onChange: (value: FurtherDepartment[]) => void;
}) {
  const { t } = useTranslation("organisation");
  const { organisation, value, onChange } = props;
  const change = (index: number, given: Partial<FurtherDepartment>) =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...given } : one)));
  return (
    <fieldset className={styles["further"]}>
      <legend className={styles["legend"]}>{t("fields.further")}</legend>
      {value.map((one, index) => (
        <div key={index} className={styles["furtherLine"]}>
          <DepartmentPicker
            label={t("fields.department")}
            units={organisation.departments}
            value={one.departmentId}
            onChange={(departmentId) => change(index, { departmentId })}
          />
          <Select<string>
            aria-label={t("fields.position")}
            placeholder={t("fields.position")}
            allowClear
            value={one.position || null}
            onChange={(position?: string) => change(index, { position: position ?? "" })}
            options={organisation.positions.map((post) => ({ value: post.key, label: post.name }))}
          />
          <IconButton
            icon={X}
            label={t("fields.removeFurther")}
            onPress={() => onChange(value.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          kind="link"
          size="sm"
          icon={Plus}
          onPress={() => onChange([...value, { departmentId: organisation.departments[0]?.id ?? "", position: "" }])}
        >
          {t("fields.addFurther")}
        </Button>
      </div>
    </fieldset>
  );
}
