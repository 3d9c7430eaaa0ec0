import { useTranslation } from "react-i18next";

import { activeShortcuts, type Shortcut, switchSingleKeys, useSingleKeysOn } from "@/lib/keyboard/shortcuts";
import { Dialog } from "@/ui/act/Dialog";
import { Kbd, modifierName } from "@/ui/act/Kbd";
import { Switch } from "@/ui/controls/Choice";

import styles from "./ShortcutsHelp.module.css";

const NAMES: Record<string, string> = { escape: "Esc", enter: "↵", shift: "⇧", arrowdown: "↓", arrowup: "↑" };

/** The key caps of `shift+x`, `g t`, `mod+k`. */
export function keyCaps(keys: string): string[] {
  return keys
    .split(" ")
    .map((stroke) =>
      stroke
        .split("+")
        .map((key) => (key === "mod" ? modifierName() : (NAMES[key] ?? key.toUpperCase())))
        .join(""),
    );
}

const GROUPS = ["everywhere", "list", "task", "canvas"] as const;

/** All keys that work on this page, and the switch that turns single keys off. */
export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("ui");
  const isOn = useSingleKeysOn();
  const shortcuts = new Map(activeShortcuts().map((shortcut) => [shortcut.keys, shortcut]));
  const inGroup = (group: Shortcut["group"]) => [...shortcuts.values()].filter((shortcut) => shortcut.group === group);
  return (
    <Dialog title={t("shortcuts.title")} onClose={onClose} isWide>
      <label className={styles["off"]} htmlFor="single-keys">
        <Switch id="single-keys" size="small" checked={isOn} onChange={switchSingleKeys} />
        {t("shortcuts.single")}
      </label>
      <div className={styles["groups"]}>
        {GROUPS.filter((group) => inGroup(group).length > 0).map((group) => (
          <section key={group} aria-label={t(`shortcuts.${group}`)}>
            <h3 className={styles["title"]}>{t(`shortcuts.${group}`)}</h3>
            {inGroup(group).map((shortcut) => (
              <div key={shortcut.keys} className={styles["line"]}>
                <span>{shortcut.label}</span>
                <span className={styles["keys"]}>
                  {keyCaps(shortcut.keys).map((cap) => (
                    <Kbd key={cap}>{cap}</Kbd>
                  ))}
                </span>
              </div>
            ))}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
