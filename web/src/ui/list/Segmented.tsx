import { type KeyboardEvent, useRef } from "react";

import { cx } from "@/ui/cx";

import styles from "./Filters.module.css";

export interface Segment<Key extends string> {
  key: Key;
  label: string;
  count?: number | undefined;
  tone?: "red" | "amber" | undefined;
}

/** One of a few, side by side; counters of a list are its segments. */
export function Segmented<Key extends string>(props: {
  label: string;
  segments: readonly Segment<Key>[];
  value: Key;
  onChange: (key: Key) => void;
  /** Counters of a list become pills on the phone. */
  isPillsOnPhone?: boolean;
}) {
  const bar = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = props.segments.findIndex((segment) => segment.key === props.value);
    const index = (at + step + props.segments.length) % props.segments.length;
    const next = props.segments[index];
    if (!next) return;
    props.onChange(next.key);
    bar.current?.querySelectorAll<HTMLElement>("[role=radio]")[index]?.focus();
  };
  return (
    <div ref={bar} className={cx(styles["segments"], props.isPillsOnPhone && styles["pills"])} role="radiogroup" tabIndex={-1} aria-label={props.label} onKeyDown={walk}>
      {props.segments.map((segment) => (
        <button
          key={segment.key}
          type="button"
          role="radio"
          className={styles["segment"]}
          aria-checked={segment.key === props.value}
          tabIndex={segment.key === props.value ? 0 : -1}
          onClick={() => props.onChange(segment.key)}
        >
          {segment.label}
          {segment.count !== undefined && (
            <span className={cx(styles["number"], "tnum", segment.count > 0 && segment.tone && styles[segment.tone])}>
              {segment.count}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
