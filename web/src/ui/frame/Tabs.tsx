import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";

import styles from "./Tabs.module.css";

export interface Tab {
  key: string;
  label: string;
  count?: number | undefined;
  content: ReactNode;
}

/** Underlined tabs with counts. Arrow keys walk along. */
export function Tabs(props: {
  label: string;
  tabs: readonly Tab[];
  current: string;
  onChange: (key: string) => void;
  panelClassName?: string | undefined;
}) {
  const id = useId();
  const bar = useRef<HTMLDivElement>(null);
  const shown = props.tabs.find((tab) => tab.key === props.current) ?? props.tabs[0];
  if (!shown) return null;

  const walk = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = (props.tabs.indexOf(shown) + step + props.tabs.length) % props.tabs.length;
    const next = props.tabs[index];
    if (!next) return;
    props.onChange(next.key);
    bar.current?.querySelectorAll<HTMLElement>("[role=tab]")[index]?.focus();
  };

  return (
    <>
      <div ref={bar} className={styles["tabs"]} role="tablist" tabIndex={-1} aria-label={props.label} onKeyDown={walk}>
        {props.tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            className={styles["tab"]}
            aria-selected={tab.key === shown.key}
            aria-controls={`${id}-panel`}
            tabIndex={tab.key === shown.key ? 0 : -1}
            onClick={() => props.onChange(tab.key)}
          >
            {tab.label}
            {tab.count !== undefined && tab.count > 0 && <span>{tab.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown.key}`} className={props.panelClassName}>
        {shown.content}
      </div>
    </>
  );
}
