import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FormComponent, Option } from "@/lib/forms/model";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { Input } from "@/ui/controls/Input";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { optionsFromOutline, outlineOf } from "./cascade";
import { without, wordsOrNone } from "./edits";
import { LedgerChoices } from "./LedgerChoices";
import { Section, TextInput } from "./parts";

/** What can be chosen: a list of its own, a tree, or rows of a ledger. */
export function ChoicesSection({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const set = (values: readonly Option[]) => builder.edit(component.id ?? "", (one) => ({ ...one, values }));
  return (
    <Section title={t("options.title")}>
      {component.dj?.values !== undefined ? (
        <LedgerChoices component={component} />
      ) : component.type === "cascade" ? (
        <Outline options={component.values ?? []} onChange={set} />
      ) : (
        <Options options={component.values ?? []} onChange={set} />
      )}
    </Section>
  );
}

interface OptionsProps {
  options: readonly Option[];
  onChange: (options: readonly Option[]) => void;
}

function Options({ options, onChange }: OptionsProps) {
  const { t } = useTranslation("formBuilder");
  const [isPasting, setPasting] = useState(false);
  const set = (index: number, option: Option) => onChange(options.with(index, option));
  const add = () => {
    const number = options.length + 1;
    const taken = new Set(options.map((option) => String(option.value)));
    let value = number;
    while (taken.has(`${value}`)) value += 1;
    onChange([...options, { value: `${value}`, label: t("options.nth", { number }) }]);
  };
  const take = (added: readonly Option[]) => {
    onChange([...options, ...added]);
    setPasting(false);
  };
  if (isPasting) return <Pasting onDone={take} />;
  return (
    <>
      <ul className={styles.options}>
        {options.map((option, index) => (
          <li key={String(option.value)} className={styles.optionRow}>
            <TextInput label={t("options.label", { number: index + 1 })} value={option.label} onCommit={(label) => set(index, { ...option, label })} />
            <TextInput
              label={t("options.labelEn", { number: index + 1 })}
              placeholder="English"
              value={option.dj?.label?.["en-US"] ?? ""}
              onCommit={(text) => set(index, withEnglish(option, text))}
            />
            <IconButton size="sm" iconSize={14} icon={X} label={t("options.remove", { label: option.label })} onPress={() => onChange(options.toSpliced(index, 1))} />
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button kind="text" size="sm" icon={Plus} onPress={add}>
          {t("options.add")}
        </Button>
        <Button kind="text" size="sm" onPress={() => setPasting(true)}>
          {t("options.paste")}
        </Button>
      </div>
    </>
  );
}

function withEnglish(option: Option, text: string): Option {
  const rest = without(option, "dj");
  const label = wordsOrNone({ ...option.dj?.label, "en-US": text });
  return label ? { ...rest, dj: { label } } : rest;
}

/** Many at once: a line each, as they stand in a list or a column of a sheet. */
function Pasting({ onDone }: { onDone: (options: readonly Option[]) => void }) {
  const { t } = useTranslation("formBuilder");
  const [text, setText] = useState("");
  const lines = [...new Set(text.split(/[\n、,，;；]/).map((line) => line.trim()).filter(Boolean))];
  return (
    <>
      <Input.TextArea aria-label={t("options.paste")} autoSize={{ minRows: 4, maxRows: 12 }} placeholder={t("options.pasteHint")} value={text} onChange={(event) => setText(event.target.value)} />
      <div className={styles.buttons}>
        <Button size="sm" kind="filled" onPress={() => onDone(lines.map((line) => ({ value: line, label: line })))}>
          {t("options.take", { count: lines.length })}
        </Button>
        <Button size="sm" kind="text" onPress={() => onDone([])}>
          {t("options.cancel")}
        </Button>
      </div>
    </>
  );
}

function Outline({ options, onChange }: OptionsProps) {
  const { t } = useTranslation("formBuilder");
  return (
    <>
      <TextInput label={t("options.outline")} isLong value={outlineOf(options)} onCommit={(text) => onChange(optionsFromOutline(text, options))} />
      <p className={styles.hint}>{t("options.outlineHint")}</p>
    </>
  );
}
