import styles from "./Kbd.module.css";

const isApple = () => /Mac|iP(hone|ad|od)/.test(navigator.userAgent);

/** The modifier key as this device names it. */
export const modifierName = (): string => (isApple() ? "⌘" : "Ctrl ");

/** A key cap. */
export function Kbd({ children }: { children: string }) {
  return <kbd className={styles["kbd"]}>{children}</kbd>;
}
