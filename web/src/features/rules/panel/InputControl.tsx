import { useTranslation } from "react-i18next";

import type { RuleInput } from "@/api/types.gen";
import { DateInput } from "@/ui/controls/DateInput";
import { Input } from "@/ui/controls/Input";
import { AutoComplete, Select } from "@/ui/controls/Select";

import { fromFeel, inputType, toFeel } from "../feel/values";
import styles from "../rules.module.css";

interface InputControlProps {
  input: RuleInput;
  /** FEEL. */
  value: string;
  onChange: (feel: string) => void;
  problem?: string | undefined;
}

/** One input of a decision: a control that fits its type; whatever is no simple value is typed as FEEL. */
export function InputControl({ input, value, onChange, problem }: InputControlProps) {
  const { t } = useTranslation("rules");
  return (
    <div className={styles.tryRow}>
      <span className={styles.tryName} title={input.name}>
        {input.name}
      </span>
      <div>
        <Control {...{ input, value, onChange }} />
        {problem && <span className={styles.wrong}>{problem}</span>}
        {isTypedAsFeel(input, value) && !problem && <span className={styles.faint}>{t("try.asFeel")}</span>}
      </div>
    </div>
  );
}

function isTypedAsFeel(input: RuleInput, value: string): boolean {
  const type = inputType(input.type);
  return input.isList || type === "other" || fromFeel(type, value) === null;
}

function Control({ input, value, onChange }: InputControlProps) {
  const { t } = useTranslation("rules");
  const type = input.isList ? "other" : inputType(input.type);
  const typed = fromFeel(type, value);
  if (type === "other" || typed === null) {
    return <Input aria-label={input.name} value={value} onChange={(event) => onChange(event.target.value)} />;
  }
  if (type === "date") return <DateInput aria-label={input.name} value={typed || null} onChange={(day) => onChange(toFeel("date", day ?? ""))} />;
  if (type === "boolean") {
    return (
      <Select
        aria-label={input.name}
        className={styles.wide}
        value={typed || undefined}
        allowClear
        options={[
          { value: "true", label: t("try.yes") },
          { value: "false", label: t("try.no") },
        ]}
        onChange={(chosen: string | undefined) => onChange(chosen ?? "")}
      />
    );
  }
  if (type === "string" && input.options.length > 0) {
    return (
      <AutoComplete
        aria-label={input.name}
        className={styles.wide}
        value={typed}
        options={input.options.map((option) => ({ value: option }))}
        onChange={(text: string) => onChange(toFeel("string", text))}
      />
    );
  }
  return <Input aria-label={input.name} inputMode={type === "number" ? "decimal" : "text"} value={typed} onChange={(event) => onChange(toFeel(type, event.target.value))} />;
}
