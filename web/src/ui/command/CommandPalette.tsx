import { type LucideIcon, Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Kbd } from "@/ui/act/Kbd";
import { Icon } from "@/ui/Icon";

import styles from "./CommandPalette.module.css";

export interface PaletteEntry {
  key: string;
  group: string;
  label: string;
  note?: string | undefined;
  icon: LucideIcon;
  keys?: string | undefined;
  /** Words that lead here besides the label. */
  alias?: string | undefined;
  run: () => void;
}

const fits = (entry: PaletteEntry, query: string): boolean =>
  `${entry.label} ${entry.note ?? ""} ${entry.alias ?? ""}`.toLowerCase().includes(query);

/** Find or run from the keyboard: what the page offers is filtered, what the server finds is added by the caller. */
export function CommandPalette(props: {
  entries: readonly PaletteEntry[];
  /** Already fitting the query. */
  found: readonly PaletteEntry[];
  onQuery: (query: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("ui");
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  const [index, setIndex] = useState(0);

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);

  const wanted = query.trim().toLowerCase();
  const shown = [...props.entries.filter((entry) => !wanted || fits(entry, wanted)), ...(wanted ? props.found : [])];
  const current = shown[Math.min(index, shown.length - 1)];

  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    props.onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") run(current);
    else if (event.key === "ArrowDown") setIndex((at) => Math.min(at + 1, shown.length - 1));
    else if (event.key === "ArrowUp") setIndex((at) => Math.max(0, Math.min(at, shown.length - 1) - 1));
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className={styles["dialog"]}
      aria-label={t("palette.title")}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <div className={styles["top"]}>
        <Icon of={Search} size={18} />
        <input
          className={styles["input"]}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? `${id}-${current.key}` : undefined}
          aria-label={t("palette.title")}
          placeholder={t("palette.placeholder")}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setIndex(0);
            props.onQuery(event.target.value.trim());
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={`${id}-list`} className={styles["list"]} role="listbox" aria-label={t("palette.title")}>
        {shown.length === 0 && <p className={styles["nothing"]}>{t("palette.nothing", { query: query.trim() })}</p>}
        {shown.map((entry, at) => (
          <div key={entry.key} role="presentation">
            {shown[at - 1]?.group !== entry.group && (
              <div className={styles["group"]} role="presentation">
                {entry.group}
              </div>
            )}
            <div
              id={`${id}-${entry.key}`}
              className={styles["entry"]}
              role="option"
              tabIndex={-1}
              aria-selected={entry === current}
              onMouseMove={() => setIndex(at)}
              onClick={() => run(entry)}
              onKeyDown={onKeyDown}
            >
              <Icon of={entry.icon} />
              <span className={styles["label"]}>{entry.label}</span>
              {entry.note && <span className={styles["note"]}>{entry.note}</span>}
              {entry.keys && <Kbd>{entry.keys}</Kbd>}
            </div>
          </div>
        ))}
      </div>
      <div className={styles["foot"]}>{t("palette.hint")}</div>
    </dialog>
  );
}
