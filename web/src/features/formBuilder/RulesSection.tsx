import { Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FormComponent, FormRule } from "@/lib/forms/model";
import { wordsIn } from "@/lib/forms/schema";
import { IconButton } from "@/ui/act/IconButton";
import { Menu } from "@/ui/act/Menu";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { accessKeyOf } from "./naming";
import { Section } from "./parts";
import { RuleDialog } from "./RuleDialog";

/** Rules over several fields: those at a field, or all of them. Each carries the words people will read. */
export function RulesSection({ component }: { component: FormComponent | null }) {
  const { t } = useTranslation("formBuilder");
  const { builder, language, problems } = useBuilderScene();
  const [opened, setOpened] = useState<number | "new" | null>(null);
  const rules = builder.schema.dj?.rules ?? [];
  const key = component ? accessKeyOf(builder.schema, component.id ?? "") : undefined;
  const shown = rules.flatMap((rule, index) => (component === null || rule.field === key ? [{ rule, index }] : []));
  const save = (rule: FormRule) => {
    builder.setRules(opened === "new" || opened === null ? [...rules, rule] : rules.with(opened, rule));
    setOpened(null);
  };
  return (
    <Section title={t("rules.title")} action={<IconButton size="sm" icon={Plus} label={t("rules.add")} onPress={() => setOpened("new")} aria-haspopup="dialog" />}>
      {shown.length === 0 && <p className={styles.quiet}>{t("rules.none")}</p>}
      <ul className={styles.list}>
        {shown.map(({ rule, index }) => (
          <li key={rule.id} className={styles.rule} data-faulty={problems.some((problem) => problem.rule === index) || undefined}>
            <button type="button" className={styles.ruleText} onClick={() => setOpened(index)}>
              <code className="truncate">{rule.check.replace(/^=/, "")}</code>
              <span className={styles.hint}>{t("rules.says", { words: wordsIn(language, undefined, rule.message) })}</span>
              {problems.filter((problem) => problem.rule === index).map((problem) => (
                <span key={problem.detail} className={styles.error}>
                  {problem.detail}
                </span>
              ))}
            </button>
            <Menu
              items={[
                { key: "edit", label: t("rules.edit"), icon: Pencil, onPress: () => setOpened(index) },
                { key: "remove", label: t("rules.remove"), icon: Trash2, onPress: () => builder.setRules(rules.toSpliced(index, 1)) },
              ]}
            >
              <span>
                <IconButton size="sm" icon={Ellipsis} label={t("rules.more")} aria-haspopup="menu" />
              </span>
            </Menu>
          </li>
        ))}
      </ul>
      {opened !== null && <RuleDialog rule={opened === "new" ? null : (rules[opened] ?? null)} field={key} onSave={save} onClose={() => setOpened(null)} />}
    </Section>
  );
}
