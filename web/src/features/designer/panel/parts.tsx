/** Building blocks of the panel: sections that fold, rows of name and control, inputs that commit when left. */
import { ChevronDown, ChevronRight, type LucideIcon } from "lucide-react";
import { type ReactNode, useId, useState } from "react";

import { Input } from "@/ui/controls/Input";
import { Select } from "@/ui/controls/Select";
import { Icon } from "@/ui/Icon";

import styles from "./panel.module.css";

/** A part of the panel; `sentence` says in words what is set, also while it is folded. */
export function Section(props: {
  icon: LucideIcon;
  title: string;
  sentence?: string | undefined;
  action?: ReactNode;
  isFolded?: boolean;
  children: ReactNode;
}) {
  const [isOpen, setIsOpen] = useState(!props.isFolded);
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.sectionHead}>
        <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Icon of={props.icon} />
          <h3 id={id} className={styles.sectionTitle}>
            {props.title}
          </h3>
        </button>
        {props.action}
        <button type="button" className={styles.chevron} tabIndex={-1} aria-hidden onClick={() => setIsOpen(!isOpen)}>
          <Icon of={isOpen ? ChevronDown : ChevronRight} size={14} />
        </button>
      </div>
      {props.sentence && <p className={styles.sentence}>{props.sentence}</p>}
      {isOpen && <div className={styles.sectionBody}>{props.children}</div>}
    </section>
  );
}

export function Row({ label, hint, children }: { label: string; hint?: string | undefined; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <div className={styles.rowLabel}>{label}</div>
      <div className={styles.rowControl}>
        {children}
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
    </div>
  );
}

/** A text that becomes one edit when the field is left or Enter pressed; Esc takes it back. */
export function CommitInput(props: {
  label: string;
  value: string;
  onCommit: (value: string) => void;
  placeholder?: string;
  isLong?: boolean;
  isCode?: boolean;
  error?: string | null;
  /** Looks like a heading until somebody comes near. */
  isHeading?: boolean;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? props.value;
  const commit = () => {
    if (draft !== null && draft !== props.value) props.onCommit(draft);
    setDraft(null);
  };
  const shared = {
    "aria-label": props.label,
    "aria-invalid": Boolean(props.error),
    status: props.error ? ("error" as const) : ("" as const),
    value: shown,
    placeholder: props.placeholder,
    className: props.isCode ? styles.code : props.isHeading ? styles.headName : undefined,
    onBlur: commit,
  };
  return (
    <>
      {props.isLong ? (
        <Input.TextArea
          {...shared}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") setDraft(null);
          }}
        />
      ) : (
        <Input
          {...shared}
          variant={props.isHeading ? "borderless" : "outlined"}
          onChange={(event) => setDraft(event.target.value)}
          onPressEnter={commit}
          onKeyDown={(event) => {
            if (event.key === "Escape") setDraft(null);
          }}
        />
      )}
      {props.error && <p className={styles.error}>{props.error}</p>}
    </>
  );
}

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

export function Pick<Value extends string>(props: {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onPick: (value: Value) => void;
}) {
  return (
    <Select<Value>
      className={styles.wide}
      aria-label={props.label}
      value={props.value}
      options={[...props.choices]}
      onChange={(value) => props.onPick(value)}
      popupMatchSelectWidth={false}
    />
  );
}

/** Several of a list of words. */
export function PickMany(props: {
  label: string;
  values: readonly string[];
  choices: readonly Choice<string>[];
  onPick: (values: readonly string[]) => void;
  placeholder?: string;
  isOpenEnded?: boolean;
}) {
  return (
    <Select<string[]>
      className={styles.wide}
      mode={props.isOpenEnded ? "tags" : "multiple"}
      aria-label={props.label}
      value={[...props.values]}
      placeholder={props.placeholder}
      options={[...props.choices]}
      showSearch={{ optionFilterProp: "label" }}
      onChange={(values) => props.onPick(values)}
    />
  );
}
