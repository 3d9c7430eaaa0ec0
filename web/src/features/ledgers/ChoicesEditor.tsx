import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { Input } from "@/ui/controls/Input";

import type { ColumnDraft } from "./design";
import styles from "./Ledgers.module.css";

type Choices = ColumnDraft["choices"];

/** The values that a choice column may hold, with what they are called. */
export function ChoicesEditor({ choices, onChange }: { choices: Choices; onChange: (choices: Choices) => void }) {
  const { t } = useTranslation("ledgers");
  const put = (index: number, patch: Partial<Choices[number]>) => onChange(choices.map((one, at) => (at === index ? { ...one, ...patch } : one)));
  return (
    <>
      <ul className={styles["conditions"]} aria-label={t("design.choices")}>
        {choices.map((one, index) => (
          <li key={index} className={styles["condition"]}>
            <Input aria-label={t("design.choiceLabel", { number: index + 1 })} placeholder={t("design.nameZh")} value={one.label["zh-CN"] ?? ""} onChange={(event) => put(index, { label: { ...one.label, "zh-CN": event.target.value } })} />
            <Input aria-label={t("design.choiceValue", { number: index + 1 })} placeholder={t("design.value")} value={one.value} onChange={(event) => put(index, { value: event.target.value })} />
            <Input aria-label={t("design.choiceLabelEn", { number: index + 1 })} placeholder={t("design.nameEn")} value={one.label["en-US"] ?? ""} onChange={(event) => put(index, { label: { ...one.label, "en-US": event.target.value } })} />
            <IconButton icon={Trash2} label={t("design.dropChoice", { number: index + 1 })} onPress={() => onChange(choices.toSpliced(index, 1))} />
          </li>
        ))}
      </ul>
      <Button kind="text" icon={Plus} onPress={() => onChange([...choices, { value: "", label: {} }])}>
        {t("design.addChoice")}
      </Button>
    </>
  );
}
