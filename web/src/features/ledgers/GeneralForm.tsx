import { useTranslation } from "react-i18next";

import { Field, Fields } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { Select } from "@/ui/controls/Select";

import type { Draft } from "./design";
import styles from "./Ledgers.module.css";
import { useRoleOptions } from "./useDesign";

interface Props {
  draft: Draft;
  isNew: boolean;
  hasRows: boolean;
  onChange: (draft: Draft) => void;
}

const wide = { width: "100%" };

/** The ledger as a whole: name, what names a row, who sees and writes it. */
export function GeneralForm({ draft, isNew, hasRows, onChange }: Props) {
  const { t, i18n } = useTranslation("ledgers");
  const roles = useRoleOptions();
  const language = i18n.language === "en-US" ? "en-US" : "zh-CN";
  const options = (types?: readonly string[]) =>
    draft.columns
      .filter((one) => !one.sensitive && (types === undefined || types.includes(one.type)))
      .map((one) => ({ value: one.key, label: one.label[language] ?? one.label["zh-CN"] ?? one.key }));
  const many = (label: string, key: "primary" | "title" | "readers" | "writers", choices: { value: string; label: string }[], hint: string, isOff = false) => (
    <Field label={label} hint={hint}>
      {(id) => (
        <Select<string[]>
          id={id}
          style={wide}
          mode="multiple"
          disabled={isOff}
          value={draft[key]}
          options={choices}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(value) => onChange({ ...draft, [key]: value })}
        />
      )}
    </Field>
  );
  const one = (label: string, key: "own" | "department", types: readonly string[], hint: string) => (
    <Field label={label} hint={hint}>
      {(id) => (
        <Select<string>
          id={id}
          style={wide}
          allowClear
          value={draft[key] || null}
          options={options(types)}
          onChange={(value: string | undefined) => onChange({ ...draft, [key]: value ?? "" })}
        />
      )}
    </Field>
  );
  return (
    <>
      <section className={styles["formPart"]}>
        <h2>{t("design.what")}</h2>
        <Fields>
          <Field label={t("design.nameZh")} isRequired>
            {(id) => <Input id={id} value={draft.name["zh-CN"] ?? ""} onChange={(event) => onChange({ ...draft, name: { ...draft.name, "zh-CN": event.target.value } })} />}
          </Field>
          <Field label={t("design.nameEn")}>
            {(id) => <Input id={id} value={draft.name["en-US"] ?? ""} onChange={(event) => onChange({ ...draft, name: { ...draft.name, "en-US": event.target.value } })} />}
          </Field>
          <Field label={t("design.category")}>
            {(id) => <Input id={id} value={draft.category["zh-CN"] ?? ""} onChange={(event) => onChange({ ...draft, category: { ...draft.category, "zh-CN": event.target.value } })} />}
          </Field>
          <Field label={t("design.categoryEn")}>
            {(id) => <Input id={id} value={draft.category["en-US"] ?? ""} onChange={(event) => onChange({ ...draft, category: { ...draft.category, "en-US": event.target.value } })} />}
          </Field>
          <Field label={t("design.key")} isRequired hint={t("design.keyHint")}>
            {(id) => (
              <Input id={id} className={styles["mono"] ?? ""} readOnly={!isNew} value={draft.key} onChange={(event) => onChange({ ...draft, key: event.target.value.trim() })} />
            )}
          </Field>
        </Fields>
      </section>
      <section className={styles["formPart"]}>
        <h2>{t("design.naming")}</h2>
        <Fields>
          {many(t("design.primary"), "primary", options(), hasRows ? t("design.primaryKept") : t("design.primaryHint"), hasRows)}
          {many(t("design.titleColumns"), "title", options(), t("design.titleHint"))}
        </Fields>
      </section>
      <section className={styles["formPart"]}>
        <h2>{t("design.who")}</h2>
        <Fields>
          {many(t("design.readers"), "readers", roles, t("design.readersHint"))}
          {many(t("design.writers"), "writers", roles, t("design.writersHint"))}
          {one(t("design.own"), "own", ["person"], t("design.ownHint"))}
          {one(t("design.department"), "department", ["department"], t("design.departmentHint"))}
        </Fields>
      </section>
    </>
  );
}
