import { useTranslation } from "react-i18next";

import type { FormComponent } from "@/lib/forms/model";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { said, withExtraWords, withWords } from "./edits";
import { isDecoration, kindOf } from "./kinds";
import { TextRow } from "./parts";

const WITH_PLACEHOLDER = new Set(["line", "lines", "select", "tags", "ledger", "cascade"]);

/** What it is called, in both languages, and what stands under it. */
export function NameSection({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const id = component.id ?? "";
  if (component.type === "separator" || component.type === "spacer") return null;
  if (isDecoration(component)) return <NoteWords component={component} />;
  const own = component.label ?? component.dateLabel ?? component.timeLabel ?? "";
  return (
    <div className={styles.section}>
      <TextRow id="builder-label" label={t("name.label")} value={own} onCommit={(text) => builder.setLabel(id, "zh-CN", text)} />
      <TextRow label={t("name.labelEn")} value={said(component.dj?.label, "en-US")} onCommit={(text) => builder.setLabel(id, "en-US", text)} />
      {component.type !== "group" && <HintWords component={component} />}
      {WITH_PLACEHOLDER.has(kindOf(component)) && (
        <TextRow
          label={t("name.placeholder")}
          value={said(component.dj?.placeholder, "zh-CN")}
          onCommit={(text) => builder.edit(id, (one) => withExtraWords(one, "placeholder", "zh-CN", text))}
        />
      )}
    </div>
  );
}

function HintWords({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const id = component.id ?? "";
  return (
    <>
      <TextRow label={t("name.hint")} value={component.description ?? ""} onCommit={(text) => builder.edit(id, (one) => withWords(one, "description", "zh-CN", text))} />
      <TextRow label={t("name.hintEn")} value={said(component.dj?.description, "en-US")} onCommit={(text) => builder.edit(id, (one) => withWords(one, "description", "en-US", text))} />
    </>
  );
}

function NoteWords({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const id = component.id ?? "";
  return (
    <div className={styles.section}>
      <TextRow label={t("name.text")} isLong value={component.text ?? ""} onCommit={(text) => builder.edit(id, (one) => withWords(one, "text", "zh-CN", text))} />
      <TextRow label={t("name.textEn")} isLong value={said(component.dj?.text, "en-US")} onCommit={(text) => builder.edit(id, (one) => withWords(one, "text", "en-US", text))} />
    </div>
  );
}
