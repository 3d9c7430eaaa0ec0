import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { NewVariable, OperationsView } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { Input } from "@/ui/controls/Input";
import { Select } from "@/ui/controls/Select";

import styles from "./operate.module.css";
import type { ScopedVariables } from "./repair";

type ValueType = NewVariable["type"];
const TYPES: readonly ValueType[] = ["text", "number", "yesNo", "date", "dateTime", "duration", "json", "none"];

/** Names, types and values to be set in one scope. */
export function VariableEditor(props: {
  scopes: OperationsView["scopes"];
  value: ScopedVariables;
  onChange: (value: ScopedVariables) => void;
  /** One known variable: neither its name nor its scope can be changed. */
  isFixed: boolean;
}) {
  const { t } = useTranslation("operate");
  const { value, onChange, isFixed } = props;
  const set = (at: number, change: Partial<NewVariable>) =>
    onChange({ ...value, variables: value.variables.map((one, index) => (index === at ? { ...one, ...change } : one)) });
  const scopes = props.scopes.map((scope) => ({
    value: scope.key,
    label: scope.key === 0 ? t("scope.process") : scope.turn === null ? scope.element.name : `${scope.element.name} · ${t("scope.turn", { turn: scope.turn })}`,
  }));
  return (
    <fieldset className={styles["values"]}>
      <legend>{t("values.legend")}</legend>
      {!isFixed && scopes.length > 1 && (
        <label className={styles["field"]}>
          <span>{t("values.scope")}</span>
          <Select value={value.scopeKey} options={scopes} onChange={(scopeKey) => onChange({ ...value, scopeKey })} />
        </label>
      )}
      {value.variables.map((one, index) => (
        <div key={index} className={styles["valueRow"]}>
          <Input
            aria-label={t("values.name")}
            placeholder={t("values.name")}
            value={one.name}
            readOnly={isFixed}
            onChange={(event) => set(index, { name: event.target.value })}
          />
          <Select
            aria-label={t("values.type")}
            value={one.type}
            options={TYPES.map((type) => ({ value: type, label: t(`values.types.${type}`) }))}
            onChange={(type) => set(index, { type, ...(type === "none" && { text: "" }) })}
          />
          <Value one={one} onChange={(text) => set(index, { text })} />
          {!isFixed && (
            <IconButton
              icon={X}
              label={t("values.remove")}
              onPress={() => onChange({ ...value, variables: value.variables.filter((_, at) => at !== index) })}
            />
          )}
        </div>
      ))}
      {!isFixed && (
        <Button size="sm" icon={Plus} onPress={() => onChange({ ...value, variables: [...value.variables, { name: "", type: "text", text: "" }] })}>
          {t("values.add")}
        </Button>
      )}
    </fieldset>
  );
}

function Value({ one, onChange }: { one: NewVariable; onChange: (text: string) => void }) {
  const { t } = useTranslation("operate");
  const label = t("values.value", { name: one.name });
  if (one.type === "none") return <span className={styles["quiet"]}>{t("variables.empty")}</span>;
  if (one.type === "yesNo") {
    const options = [
      { value: "true", label: t("values.yes") },
      { value: "false", label: t("values.no") },
    ];
    return <Select aria-label={label} value={one.text || undefined} options={options} onChange={onChange} />;
  }
  return (
    <Input.TextArea
      aria-label={label}
      placeholder={t(`values.hints.${one.type}`)}
      autoSize={{ minRows: 1, maxRows: 8 }}
      value={one.text ?? ""}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
