import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { listDepartments } from "@/api/sdk.gen";
import type { LedgerColumn, LedgerNames } from "@/api/types.gen";
import { Input } from "@/ui/controls/Input";
import { PersonPicker } from "@/ui/controls/PersonPicker";
import { Select } from "@/ui/controls/Select";

import { FilesInput } from "./FilesInput";
import { useOptions } from "./useLedgers";

export interface ValueInputProps {
  id?: string;
  column: LedgerColumn;
  value: unknown;
  names: LedgerNames | undefined;
  onChange: (value: unknown) => void;
  isWrong?: boolean;
  /** In a cell of the grid: begins at once, lists open by themselves. */
  isInCell?: boolean;
}

const wide = { width: "100%" };
const LOCAL_CHARS = 16;

const asText = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

function localInstant(value: unknown): string {
  const at = new Date(asText(value));
  if (asText(value) === "" || Number.isNaN(at.getTime())) return asText(value).slice(0, LOCAL_CHARS);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, LOCAL_CHARS);
}

/** The control for a value, by the type of its column. */
export function ValueInput(props: ValueInputProps) {
  switch (props.column.type) {
    case "choice":
    case "yes_no":
      return <ChoiceInput {...props} />;
    case "person":
      return <PersonInput {...props} />;
    case "department":
      return <DepartmentInput {...props} />;
    case "reference":
      return <ReferenceInput {...props} />;
    case "attachment":
      return <FilesInput {...props} />;
    default:
      return <TextInput {...props} />;
  }
}

const DECIMAL = { inputMode: "decimal" } as const;
/** How the browser lets a type be entered; all others as text. */
const ENTERED: Partial<Record<LedgerColumn["type"], { type: string } | { inputMode: "decimal" }>> = {
  date: { type: "date" },
  instant: { type: "datetime-local" },
  number: DECIMAL,
  money: DECIMAL,
};

function TextInput({ id, column, value, onChange, isWrong, isInCell }: ValueInputProps) {
  const { t } = useTranslation("ledgers");
  const shown = column.type === "instant" ? localInstant(value) : asText(value);
  return (
    <Input
      {...(id !== undefined && { id })}
      aria-label={column.name}
      aria-invalid={isWrong ?? false}
      {...(isWrong && { status: "error" as const })}
      autoFocus={isInCell ?? false}
      {...ENTERED[column.type]}
      {...(column.isSensitive && !isInCell && { placeholder: t("row.sensitive") })}
      value={shown.startsWith("****") ? "" : shown}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
    />
  );
}

function ChoiceInput({ id, column, value, onChange, isWrong, isInCell }: ValueInputProps) {
  const { t } = useTranslation("ledgers");
  const options =
    column.type === "yes_no"
      ? [
          { value: "true", label: t("yes") },
          { value: "false", label: t("no") },
        ]
      : column.choices;
  const chosen = typeof value === "boolean" ? String(value) : asText(value);
  return (
    <Select<string>
      {...(id !== undefined && { id })}
      style={wide}
      aria-label={column.name}
      {...(isWrong && { status: "error" as const })}
      allowClear={column.type === "choice" && !column.isRequired}
      autoFocus={isInCell ?? false}
      defaultOpen={isInCell ?? false}
      showSearch={options.length > 8 ? { optionFilterProp: "label" } : false}
      value={chosen || null}
      onChange={(next: string | undefined) => onChange(column.type === "yes_no" ? next === "true" : (next ?? null))}
      options={options}
    />
  );
}

function PersonInput({ id, column, value, names, onChange }: ValueInputProps) {
  const known = names?.people[asText(value)];
  const [picked, setPicked] = useState(known ? { id: known.id, name: known.name } : null);
  return (
    <PersonPicker
      {...(id !== undefined && { id })}
      label={column.name}
      isClearable={!column.isRequired}
      value={picked}
      onChange={(person) => {
        setPicked(person);
        onChange(person?.id ?? null);
      }}
    />
  );
}

function DepartmentInput({ id, column, value, onChange, isInCell }: ValueInputProps) {
  const { data } = useQuery({
    queryKey: ["departments"],
    queryFn: async ({ signal }) => (await listDepartments({ signal, throwOnError: true })).data,
  });
  return (
    <Select<string>
      {...(id !== undefined && { id })}
      style={wide}
      aria-label={column.name}
      allowClear={!column.isRequired}
      autoFocus={isInCell ?? false}
      defaultOpen={isInCell ?? false}
      showSearch={{ optionFilterProp: "label" }}
      value={asText(value) || null}
      onChange={(next: string | undefined) => onChange(next ?? null)}
      options={(data?.items ?? []).map((one) => ({ value: one.code, label: one.name }))}
    />
  );
}

function ReferenceInput({ id, column, value, names, onChange, isInCell }: ValueInputProps) {
  const [typed, setTyped] = useState("");
  const found = useOptions(column.reference, typed);
  const key = asText(value);
  const known = names?.rows[column.reference]?.[key];
  const options = found.map((one) => ({ value: one.key, label: one.title }));
  if (key && !options.some((one) => one.value === key)) options.unshift({ value: key, label: known ?? key });
  return (
    <Select<string>
      {...(id !== undefined && { id })}
      style={wide}
      aria-label={column.name}
      allowClear={!column.isRequired}
      autoFocus={isInCell ?? false}
      defaultOpen={isInCell ?? false}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={key || null}
      onChange={(next: string | undefined) => onChange(next ?? null)}
      options={options}
    />
  );
}
