import { SlidersHorizontal } from "lucide-react";
import { useTranslation } from "react-i18next";

import { NumberInput } from "@/ui/controls/NumberInput";

import styles from "./panel.module.css";
import { Row, Section } from "./parts";
import { SwitchRow } from "./SwitchRow";
import { usePanel } from "./usePanel";

/** What any activity can be besides: something that undoes another one, something that needs several tokens. */
export function ActivitySection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const owner = element.businessObject;
  const isUndoing = owner.get("isForCompensation") === true;
  return (
    <Section icon={SlidersHorizontal} title={t("section.activity")} sentence={isUndoing ? t("activity.undoes") : undefined} isFolded>
      <SwitchRow
        label={t("activity.isForCompensation")}
        hint={t("activity.compensationHint")}
        isOn={isUndoing}
        onChange={(isOn) => editor.setProperties(element, { isForCompensation: isOn || undefined })}
      />
      {(["startQuantity", "completionQuantity"] as const).map((name) => (
        <Row key={name} label={t(`activity.${name}`)} hint={t(`activity.${name}Hint`)}>
          <NumberInput<number>
            className={styles.wide}
            min={1}
            aria-label={t(`activity.${name}`)}
            value={Number(owner.get(name) ?? 1)}
            changeOnWheel={false}
            onChange={(next) => editor.setProperties(element, { [name]: next && next > 1 ? next : undefined })}
          />
        </Row>
      ))}
    </Section>
  );
}
