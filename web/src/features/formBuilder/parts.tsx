/** Building blocks of the panel: sections, rows, inputs that commit when they are left. */
import { type ReactNode, useId, useState } from "react";

import { Switch } from "@/ui/controls/Choice";
import { Input } from "@/ui/controls/Input";
import { NumberInput } from "@/ui/controls/NumberInput";
import { Select } from "@/ui/controls/Select";

import styles from "./builder.module.css";

export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.sectionHead}>
        <h3 id={id} className={styles.sectionTitle}>
          {title}
        </h3>
        {action}
      </div>
      {children}
    </section>
  );
}

export function Row({ label, hint, children }: { label: string; hint?: string | undefined; children: ReactNode }) {
  return (
    <div className={styles.propertyRow}>
      <span className={styles.propertyName}>{label}</span>
      <div className={styles.property}>
        {children}
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
    </div>
  );
}

/** A text that becomes one edit when it is left or Enter is pressed; Esc takes it back. */
export function TextInput(props: {
  label: string;
  value: string;
  onCommit: (value: string) => void;
  placeholder?: string | undefined;
  isLong?: boolean;
  error?: string | null | undefined;
  id?: string;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    if (typed !== null && typed !== props.value) props.onCommit(typed);
    setTyped(null);
  };
  const shared = {
    id: props.id,
    "aria-label": props.label,
    "aria-invalid": Boolean(props.error),
    status: props.error ? ("error" as const) : ("" as const),
    value: typed ?? props.value,
    placeholder: props.placeholder,
    onBlur: commit,
    onKeyDown: (event: { key: string }) => {
      if (event.key === "Escape") setTyped(null);
    },
  };
  return (
    <>
      {props.isLong ? (
        <Input.TextArea {...shared} autoSize={{ minRows: 2, maxRows: 10 }} onChange={(event) => setTyped(event.target.value)} />
      ) : (
        <Input {...shared} onChange={(event) => setTyped(event.target.value)} onPressEnter={commit} />
      )}
      {props.error && <p className={styles.error}>{props.error}</p>}
    </>
  );
}

export function TextRow(props: { label: string; value: string; onCommit: (value: string) => void; hint?: string; isLong?: boolean; placeholder?: string; id?: string }) {
  return (
    <Row label={props.label} hint={props.hint}>
      <TextInput {...props} />
    </Row>
  );
}

export function SwitchRow({ label, value, onChange, hint }: { label: string; value: boolean; onChange: (value: boolean) => void; hint?: string }) {
  return (
    <div className={styles.switchRow}>
      <span>
        {label}
        {hint && <span className={styles.hint}> {hint}</span>}
      </span>
      <Switch size="small" checked={value} aria-label={label} onChange={onChange} />
    </div>
  );
}

export function NumberRow(props: { label: string; value: number | undefined; onCommit: (value: number | undefined) => void; min?: number }) {
  return (
    <Row label={props.label}>
      <NumberInput<number>
        className={styles.wide}
        aria-label={props.label}
        value={props.value ?? null}
        {...(props.min !== undefined && { min: props.min, precision: 0 })}
        onChange={(value) => props.onCommit(value ?? undefined)}
      />
    </Row>
  );
}

export function PickRow<Value extends string>(props: {
  label: string;
  value: Value | undefined;
  choices: readonly { value: Value; label: string }[];
  onPick: (value: Value) => void;
  placeholder?: string;
}) {
  return (
    <Row label={props.label}>
      <Select<Value>
        className={styles.wide}
        aria-label={props.label}
        value={props.value}
        placeholder={props.placeholder}
        options={[...props.choices]}
        onChange={(value) => props.onPick(value)}
        popupMatchSelectWidth={false}
      />
    </Row>
  );
}
