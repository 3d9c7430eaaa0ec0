import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { Icon } from "@/ui/Icon";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { Section, TextRow } from "./parts";
import { RulesSection } from "./RulesSection";

/** The form as a whole: its title, who sees what, its rules, what is wrong with it. */
export function FormSettings() {
  const { t } = useTranslation("formBuilder");
  const { builder, problems, onMatrix, onImport, steps } = useBuilderScene();
  const title = builder.schema.dj?.title ?? {};
  return (
    <>
      <div className={styles.section}>
        <TextRow label={t("form.title")} value={title["zh-CN"] ?? ""} onCommit={(text) => builder.setTitle("zh-CN", text)} />
        <TextRow label={t("form.titleEn")} value={title["en-US"] ?? ""} onCommit={(text) => builder.setTitle("en-US", text)} />
        <div className={styles.buttons}>
          {steps.length > 0 && (
            <Button size="sm" onPress={onMatrix} aria-haspopup="dialog">
              {t("access.all")}
            </Button>
          )}
          <Button size="sm" onPress={onImport} aria-haspopup="dialog">
            {t("import.open")}
          </Button>
        </div>
      </div>
      {problems.length > 0 && (
        <Section title={t("form.problems", { count: problems.length })}>
          <ul className={styles.list}>
            {problems.map((problem, index) => (
              <li key={index}>
                <button type="button" className={styles.listRow} disabled={problem.id === null} onClick={() => builder.select(problem.id)}>
                  <Icon of={TriangleAlert} size={14} className={styles[problem.severity] ?? ""} />
                  <span>{problem.detail}</span>
                </button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <RulesSection component={null} />
      <p className={`${styles.section ?? ""} ${styles.hint ?? ""}`}>{t("form.keys")}</p>
    </>
  );
}
