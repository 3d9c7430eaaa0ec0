import { type ComponentRef, type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from "react";

import { cx } from "@/ui/cx";

import styles from "./CompletingArea.module.css";
import { Input } from "./Input";

/** What somebody has begun to name: the sign, and what follows it so far. */
export interface Begun {
  sign: string;
  query: string;
}

export interface Completion {
  key: string;
  label: string;
  note?: string | null | undefined;
  /** What stands in the text afterwards, instead of sign and query. */
  insert: string;
  onChoose?: () => void;
}

interface CompletingAreaProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  hasVisibleLabel?: boolean;
  placeholder?: string | undefined;
  id?: string;
  /** Signs that begin a completion at the start of a word: "@", "/". */
  signs: readonly string[];
  onBegun: (begun: Begun | null) => void;
  completions: readonly Completion[];
  maxLength: number;
  minRows?: number;
  maxRows?: number;
  isWrong?: boolean;
  onConfirm?: (() => void) | undefined;
  ref?: Ref<{ focus: () => void }> | undefined;
}

const LONGEST_QUERY = 20;

/** The sign and query before the caret, if the word there begins with one of the signs. */
export function begunAt(text: string, caret: number, signs: readonly string[]): (Begun & { start: number }) | null {
  const before = text.slice(0, caret);
  const start = Math.max(...signs.map((sign) => before.lastIndexOf(sign)));
  const sign = before[start];
  if (start < 0 || sign === undefined) return null;
  const query = before.slice(start + 1);
  const isWordStart = start === 0 || /[\s，。；、,.;:：]/u.test(before[start - 1] ?? "");
  if (!isWordStart || query.length > LONGEST_QUERY || /[\s，。；]/u.test(query)) return null;
  return { sign, query, start };
}

/** A text field that offers to finish what was begun with a sign. Arrows choose, Enter or Tab takes, Esc closes. */
export function CompletingArea(props: CompletingAreaProps) {
  const { value, onChange, signs, completions, ref } = props;
  const listId = useId();
  const area = useRef<ComponentRef<typeof Input.TextArea>>(null);
  const [begun, setBegun] = useState<(Begun & { start: number }) | null>(null);
  const [at, setAt] = useState(0);
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus() }));
  const isOpen = begun !== null && completions.length > 0;
  const chosen = Math.min(at, completions.length - 1);

  const look = (text: string, caret: number) => {
    const next = begunAt(text, caret, signs);
    setBegun(next);
    setAt(0);
    props.onBegun(next && { sign: next.sign, query: next.query });
  };
  const close = () => {
    setBegun(null);
    props.onBegun(null);
  };
  const take = (completion: Completion | undefined) => {
    if (!completion || !begun) return;
    const end = begun.start + 1 + begun.query.length;
    onChange(value.slice(0, begun.start) + completion.insert + value.slice(end));
    completion.onChoose?.();
    close();
    area.current?.focus();
  };
  /** What a key does to the open list; false where it does nothing to it. */
  const inList = (key: string): boolean => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step !== undefined) setAt((chosen + step + completions.length) % completions.length);
    else if (key === "Enter" || key === "Tab") take(completions[chosen]);
    else if (key === "Escape") close();
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isWithControl = event.ctrlKey || event.metaKey;
    if (event.nativeEvent.isComposing) return;
    if (isOpen && !isWithControl && inList(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && isWithControl) {
      event.preventDefault();
      props.onConfirm?.();
    } else if (event.key === "Escape") area.current?.blur();
  };
  return (
    <div className={styles["field"]}>
      <Input.TextArea
        id={props.id}
        ref={area}
        role="combobox"
        aria-label={props.hasVisibleLabel ? undefined : props.label}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? `${listId}-${chosen}` : undefined}
        placeholder={props.placeholder ?? (props.hasVisibleLabel ? undefined : props.label)}
        autoSize={{ minRows: props.minRows ?? 1, maxRows: props.maxRows ?? 8 }}
        maxLength={props.maxLength}
        status={props.isWrong ? "error" : ""}
        aria-invalid={props.isWrong}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
          look(event.target.value, event.target.selectionStart);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {isOpen && (
        <ul id={listId} role="listbox" aria-label={props.label} className={styles["list"]}>
          {completions.map((completion, index) => (
            <li
              key={completion.key}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className={cx(styles["option"], index === chosen && styles["chosen"])}
              onMouseDown={(event) => {
                event.preventDefault(); // the field keeps the focus
                take(completion);
              }}
            >
              {completion.label}
              {completion.note && <span className={styles["note"]}>{completion.note}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
