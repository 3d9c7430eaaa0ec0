import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { findSyntaxError } from "@/lib/feel/evaluate";
import type { FormSchema, Language } from "@/lib/forms/model";
import { columnsOf, fieldsOf, isTable, labelOf } from "@/lib/forms/schema";
import { Menu, type MenuEntry } from "@/ui/act/Menu";
import { Icon } from "@/ui/Icon";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { asFormula } from "./edits";
import { unknownNames } from "./formulas";

const FUNCTIONS = ["sum", "count", "max", "min", "today", "working_days", "date", "contains", "not"] as const;

interface FeelFieldProps {
  label: string;
  value: string;
  onCommit: (value: string) => void;
  placeholder?: string;
  /** The table whose columns may be named alone. */
  tableId?: string | null;
}

/** A formula: told while it is typed where it stops being one, and which names the form does not have. */
export function FeelField({ label, value, onCommit, placeholder, tableId = null }: FeelFieldProps) {
  const { t } = useTranslation("formBuilder");
  const { builder, language } = useBuilderScene();
  const [typed, setTyped] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const shown = typed ?? value;
  const error = shown.trim() === "" ? null : findSyntaxError(asFormula(shown));
  const strangers = error ? [] : unknownNames(shown, builder.schema, tableId);
  const commit = () => {
    if (typed !== null && asFormula(typed) !== value) onCommit(asFormula(typed));
    setTyped(null);
  };
  const insert = (text: string) => {
    const at = area.current?.selectionStart ?? shown.length;
    const next = `${shown.slice(0, at)}${text}${shown.slice(area.current?.selectionEnd ?? at)}`;
    setTyped(next);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  return (
    <div className={styles.feel} data-broken={error !== null || undefined}>
      <textarea
        ref={area}
        className={styles.feelText}
        aria-label={label}
        aria-invalid={error !== null}
        spellCheck={false}
        rows={Math.min(6, Math.max(1, shown.split("\n").length, Math.ceil(shown.length / 30)))}
        value={shown}
        placeholder={placeholder}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Escape") setTyped(null);
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) commit();
        }}
      />
      <Menu items={entries(builder.schema, language, tableId, t("feel.initiator")).map((entry) => (entry === "divider" ? entry : { ...entry, onPress: () => insert(entry.key) }))}>
        <button type="button" className={styles.insert} aria-haspopup="menu" onPointerDown={(event) => event.preventDefault()}>
          <Icon of={Plus} size={14} /> {t("feel.insert")}
        </button>
      </Menu>
      <div role="status">
        {error && <p className={styles.error}>{t("feel.broken", { place: shown.replace(/^=/, "").slice(error.from, error.from + 12) || "…" })}</p>}
        {strangers.length > 0 && <p className={styles.warning}>{t("feel.unknown", { names: strangers.join("、") })}</p>}
      </div>
    </div>
  );
}

/** What can be put into a formula; pressing one is added where it is shown. */
function entries(
  schema: FormSchema,
  language: Language,
  tableId: string | null,
  initiator: string,
): readonly (Omit<MenuEntry, "onPress"> | "divider")[] {
  const entry = (text: string, label: string) => ({ key: text, label, ...(label !== text && { note: text }) });
  const fields = fieldsOf(schema.components).flatMap((field) => {
    const own = entry(field.key, labelOf(field, language));
    if (!isTable(field)) return [own];
    const isHere = field.id === tableId;
    return [own, ...columnsOf(field).map((column) => entry(isHere ? column.key : `${field.key}.${column.key}`, `${labelOf(field, language)} · ${labelOf(column, language)}`))];
  });
  return [...fields, "divider" as const, entry("initiator.name", initiator), ...FUNCTIONS.map((name) => entry(`${name}()`, `${name}()`))];
}
