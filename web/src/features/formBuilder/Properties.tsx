import { FileText } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { FormComponent } from "@/lib/forms/model";
import { isTable, keyOf, labelOf } from "@/lib/forms/schema";
import { Icon } from "@/ui/Icon";

import { AccessSection } from "./AccessSection";
import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { ChoicesSection } from "./ChoicesSection";
import { FormatSection } from "./FormatSection";
import { FormSettings } from "./FormSettings";
import { hasChoices, isDecoration, KIND_ICONS, kindOf } from "./kinds";
import { NameSection } from "./NameSection";
import { RulesSection } from "./RulesSection";
import { TableSection } from "./TableSection";
import { TechnicalSection } from "./TechnicalSection";
import { ValueSection } from "./ValueSection";
import { VisibilitySection } from "./VisibilitySection";

/** What is chosen, in business words; with nothing chosen, the form itself. */
export function Properties() {
  const { t } = useTranslation("formBuilder");
  const { builder, language } = useBuilderScene();
  const { selected } = builder;
  if (!selected?.id) {
    return (
      <aside className={styles.properties} aria-label={t("panel.form")}>
        <PanelHead icon={FileText} title={t("panel.form")} fact="" />
        <FormSettings />
      </aside>
    );
  }
  const kind = kindOf(selected);
  const fact = isField(selected) ? (keyOf(selected) ?? "") : "";
  return (
    <aside className={styles.properties} aria-label={t("panel.label")} key={selected.id}>
      <PanelHead icon={KIND_ICONS[kind]} title={labelOf(selected, language) || t(`kind.${kind}`)} fact={fact} />
      <NameSection component={selected} />
      <Contents component={selected} />
      <VisibilitySection component={selected} />
      {isField(selected) && (
        <>
          <AccessSection component={selected} />
          <RulesSection component={selected} />
          <TechnicalSection component={selected} />
        </>
      )}
    </aside>
  );
}

const isField = (component: FormComponent): boolean => !isDecoration(component) && component.type !== "group";

/** What a value is and where it comes from; of a table, its columns. */
function Contents({ component }: { component: FormComponent }) {
  if (isTable(component)) return <TableSection component={component} />;
  if (!isField(component)) return null;
  return (
    <>
      <ValueSection component={component} />
      {hasChoices(component) && <ChoicesSection component={component} />}
      <FormatSection component={component} />
    </>
  );
}

function PanelHead({ icon, title, fact }: { icon: typeof FileText; title: string; fact: string }) {
  return (
    <header className={styles.panelHead}>
      <Icon of={icon} />
      <h2 className={`${styles.panelTitle ?? ""} truncate`} title={title}>
        {title}
      </h2>
      <span className={styles.quiet}>{fact}</span>
    </header>
  );
}
