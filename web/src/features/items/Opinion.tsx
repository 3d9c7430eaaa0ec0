import { type ComponentRef, type Ref, useId, useImperativeHandle, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Input } from "@/ui/controls/Input";

import styles from "./Item.module.css";

const MAX = 2_000;
const PHRASES = ["files", "amount", "unclear"] as const;

export interface OpinionHandle {
  focus: () => void;
}

/** The opinion that goes with a decision; with phrases that are often needed. */
export function Opinion(props: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  hasPhrases?: boolean;
  hasLabel?: boolean;
  onConfirm?: () => void;
  ref?: Ref<OpinionHandle>;
  rows?: number;
  isWrong?: boolean;
}) {
  const { t } = useTranslation("items");
  const id = useId();
  const { value, onChange, ref } = props;
  const area = useRef<ComponentRef<typeof Input.TextArea>>(null);
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus() }));
  return (
    <div className={styles["fill"]}>
      {props.hasLabel && (
        <label htmlFor={id} className={styles["label"]}>
          {props.label}
        </label>
      )}
      <Input.TextArea
        id={id}
        ref={area}
        aria-label={props.hasLabel ? undefined : props.label}
        placeholder={props.hasLabel ? undefined : props.label}
        autoSize={{ minRows: props.rows ?? 1, maxRows: 8 }}
        maxLength={MAX}
        status={props.isWrong ? "error" : ""}
        aria-invalid={props.isWrong}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            props.onConfirm?.();
          }
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      {props.hasPhrases && (
        <div className={styles["phrases"]} style={{ marginTop: 8 }}>
          {PHRASES.map((phrase) => (
            <button
              key={phrase}
              type="button"
              className={styles["phrase"]}
              onClick={() => onChange(value ? t("phrase.join", { before: value, phrase: t(`phrase.${phrase}`) }) : t(`phrase.${phrase}`))}
            >
              {t(`phrase.${phrase}`)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
