import { useTranslation } from "react-i18next";

import { Checkbox } from "@/ui/controls/Choice";
import { Field, Fields } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { Select } from "@/ui/controls/Select";

import { ChoicesEditor } from "./ChoicesEditor";
import { checkOf, type ColumnDraft, type Draft, isAlone, renamed, TYPES, withAlone, withCheck } from "./design";
import { ColumnAccess, type PartProps } from "./ColumnAccess";
import styles from "./Ledgers.module.css";
import { useLedgers } from "./useLedgers";

interface Props {
  draft: Draft;
  column: ColumnDraft;
  /** Rows hold values of it: its type and whether it is sensitive stay. */
  isKept: boolean;
  onChange: (draft: Draft) => void;
  onRename: (key: string) => void;
}

const wide = { width: "100%" };
const CURRENCIES = ["CNY", "USD", "EUR", "HKD", "JPY", "GBP"] as const;

/** One column: what it is called, of which type, what must hold, who sees it. */
export function ColumnForm({ draft, column, isKept, onChange, onRename }: Props) {
  const { t } = useTranslation("ledgers");
  const put = (patch: Partial<ColumnDraft>) =>
    onChange({ ...draft, columns: draft.columns.map((one) => (one.key === column.key ? { ...one, ...patch } : one)) });
  const check = checkOf(draft, column.key);
  return (
    <>
      <section className={styles["formPart"]}>
        <h2>{t("design.what")}</h2>
        <Fields>
          <Field label={t("design.nameZh")} isRequired>
            {(id) => <Input id={id} value={column.label["zh-CN"] ?? ""} onChange={(event) => put({ label: { ...column.label, "zh-CN": event.target.value } })} />}
          </Field>
          <Field label={t("design.nameEn")}>
            {(id) => <Input id={id} value={column.label["en-US"] ?? ""} onChange={(event) => put({ label: { ...column.label, "en-US": event.target.value } })} />}
          </Field>
          <Field label={t("design.type")} hint={isKept && t("design.typeKept")}>
            {(id) => (
              <Select<ColumnDraft["type"]>
                id={id}
                style={wide}
                disabled={isKept}
                value={column.type}
                options={TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
                onChange={(type) => put({ type, currency: type === "money" ? "CNY" : "" })}
              />
            )}
          </Field>
          <TypeFields column={column} onPut={put} />
        </Fields>
        {column.type === "choice" && <ChoicesEditor choices={column.choices} onChange={(choices) => put({ choices })} />}
      </section>
      <section className={styles["formPart"]}>
        <h2>{t("design.rules")}</h2>
        <div className={styles["switches"]}>
          <Checkbox checked={column.required} onChange={(event) => put({ required: event.target.checked })}>
            {t("design.required")}
          </Checkbox>
          <Checkbox checked={isAlone(draft, column.key)} onChange={(event) => onChange(withAlone(draft, column.key, event.target.checked))}>
            {t("design.unique")}
          </Checkbox>
          <Checkbox checked={column.sensitive} disabled={isKept} onChange={(event) => put({ sensitive: event.target.checked })}>
            {t("design.sensitive")}
          </Checkbox>
        </div>
        <Fields>
          <Field label={t("design.check")} hint={t("design.checkHint")}>
            {(id) => (
              <Input id={id} className={styles["mono"] ?? ""} value={check?.check ?? ""} onChange={(event) => onChange(withCheck(draft, column.key, { check: event.target.value }))} />
            )}
          </Field>
          {check && (
            <Field label={t("design.checkMessage")}>
              {(id) => (
                <Input
                  id={id}
                  value={check.message["zh-CN"] ?? ""}
                  onChange={(event) => onChange(withCheck(draft, column.key, { message: { ...check.message, "zh-CN": event.target.value } }))}
                />
              )}
            </Field>
          )}
          <Field label={t("design.default")} hint={t("design.feel")}>
            {(id) => <Input id={id} className={styles["mono"] ?? ""} value={column.default} onChange={(event) => put({ default: event.target.value })} />}
          </Field>
          <Field label={t("design.compute")} hint={t("design.computeHint")}>
            {(id) => <Input id={id} className={styles["mono"] ?? ""} value={column.compute} onChange={(event) => put({ compute: event.target.value })} />}
          </Field>
        </Fields>
      </section>
      <ColumnAccess column={column} onPut={put} />
      <details className={styles["technical"]}>
        <summary>{t("design.technical")}</summary>
        <Field label={t("design.columnKey")} hint={isKept && t("design.typeKept")}>
          {(id) => (
            <Input
              id={id}
              className={styles["mono"] ?? ""}
              readOnly={isKept}
              value={column.key}
              onChange={(event) => {
                const key = event.target.value.trim();
                if (key === "" || draft.columns.some((one) => one.key === key)) return;
                onChange(renamed(draft, column.key, key));
                onRename(key);
              }}
            />
          )}
        </Field>
      </details>
    </>
  );
}

function TypeFields({ column, onPut }: PartProps) {
  const { t } = useTranslation("ledgers");
  const ledgers = useLedgers();
  switch (column.type) {
    case "number":
    case "money":
      return (
        <>
          {column.type === "money" && (
            <Field label={t("design.currency")}>
              {(id) => (
                <Select<string>
                  id={id}
                  style={wide}
                  value={column.currency || "CNY"}
                  options={CURRENCIES.map((one) => ({ value: one, label: t(`currency.${one}`) }))}
                  onChange={(currency) => onPut({ currency })}
                />
              )}
            </Field>
          )}
          <Field label={t("design.decimals")}>
            {(id) => (
              <Select<number>
                id={id}
                style={wide}
                allowClear
                value={column.decimals}
                options={[0, 1, 2, 3, 4, 6].map((one) => ({ value: one, label: String(one) }))}
                onChange={(decimals: number | undefined) => onPut({ decimals: decimals ?? null })}
              />
            )}
          </Field>
        </>
      );
    case "reference":
      return (
        <Field label={t("design.reference")} isRequired>
          {(id) => (
            <Select<string>
              id={id}
              style={wide}
              value={column.reference || null}
              options={(ledgers.data?.items ?? []).map((one) => ({ value: one.key, label: one.name }))}
              onChange={(reference) => onPut({ reference })}
            />
          )}
        </Field>
      );
    case "serial":
      return (
        <Field label={t("design.prefix")}>
          {(id) => <Input id={id} value={column.prefix} onChange={(event) => onPut({ prefix: event.target.value })} />}
        </Field>
      );
    default:
      return null;
  }
}
