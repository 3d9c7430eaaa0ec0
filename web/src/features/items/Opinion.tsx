import { type Ref, useId } from "react";
import { useTranslation } from "react-i18next";

import { CompletingArea } from "@/ui/controls/CompletingArea";

import styles from "./Item.module.css";
import { PHRASES, SIGNS, useCompletions } from "./useCompletions";

const MAX = 2_000;
const AT_HAND = 3;

export interface OpinionHandle {
  focus: () => void;
}

/** The opinion that goes with a decision: "@" names colleagues, who are told of it, "/" takes a phrase. */
export function Opinion(props: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
  hasPhrases?: boolean;
  hasLabel?: boolean;
  onConfirm?: () => void;
  ref?: Ref<OpinionHandle> | undefined;
  rows?: number;
  isWrong?: boolean;
}) {
  const { t } = useTranslation("items");
  const id = useId();
  const { value, onChange, ref } = props;
  const completing = useCompletions();
  return (
    <div className={styles["fill"]}>
      {props.hasLabel && (
        <label htmlFor={id} className={styles["label"]}>
          {props.label}
        </label>
      )}
      <CompletingArea
        id={id}
        ref={ref}
        label={props.label}
        hasVisibleLabel={props.hasLabel ?? false}
        placeholder={props.placeholder}
        signs={SIGNS}
        {...completing}
        minRows={props.rows ?? 1}
        maxLength={MAX}
        isWrong={props.isWrong ?? false}
        value={value}
        onChange={onChange}
        onConfirm={props.onConfirm}
      />
      {props.hasPhrases && (
        <div className={styles["phrases"]} style={{ marginTop: 8 }}>
          {PHRASES.slice(0, AT_HAND).map((phrase) => (
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
