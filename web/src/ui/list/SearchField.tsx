import { Search, X } from "lucide-react";
import { type Ref, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { Kbd } from "@/ui/act/Kbd";
import { Icon } from "@/ui/Icon";

import styles from "./Filters.module.css";

const PAUSE_MS = 250;

/** Search while typing: what was typed is asked for after a short pause, Esc clears it. */
export function SearchField(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  shortcut?: string;
  inputRef?: Ref<HTMLInputElement>;
  onLeave?: () => void;
}) {
  const { t } = useTranslation("ui");
  const { value, onChange, inputRef } = props;
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }

  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);

  const clear = () => {
    setTyped("");
    onChange("");
  };
  return (
    <div className={styles["search"]} role="search">
      <Icon of={Search} />
      <input
        ref={inputRef}
        type="search"
        className={styles["input"]}
        aria-label={props.label}
        placeholder={props.placeholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          clear();
          event.currentTarget.blur();
          props.onLeave?.();
        }}
      />
      {typed ? (
        <button type="button" className={styles["cross"]} aria-label={t("clear")} onClick={clear}>
          <Icon of={X} size={14} />
        </button>
      ) : (
        props.shortcut && <Kbd>{props.shortcut}</Kbd>
      )}
    </div>
  );
}
