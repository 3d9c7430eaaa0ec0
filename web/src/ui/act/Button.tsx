import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ReactNode, Ref } from "react";

import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./Button.module.css";

/** At most one `filled` in a region; `danger` is for what cannot be undone. */
export type ButtonKind = "filled" | "outlined" | "text" | "link" | "danger" | "dangerText";

export interface ButtonProps {
  children: ReactNode;
  onPress?: (() => void) | undefined;
  kind?: ButtonKind;
  size?: "sm" | "md" | "lg";
  icon?: LucideIcon;
  type?: "button" | "submit";
  /** The command is under way: a second press does nothing. */
  busy?: boolean;
  disabled?: boolean;
  /** Why it is disabled, or what it will do. */
  hint?: string | undefined;
  /** A single key that presses it, announced to screen readers. */
  shortcut?: string;
  wide?: boolean;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
  "aria-expanded"?: boolean;
  "aria-haspopup"?: "menu" | "dialog";
}

/** A button that says what it does. Disabled ones stay reachable by keyboard, so that their hint can be read. */
export function Button(props: ButtonProps) {
  const { children, onPress, kind = "outlined", size = "md", icon, type = "button", busy, disabled, hint, ...rest } = props;
  const { shortcut, wide, className, ref, ...aria } = rest;
  const isOff = Boolean(disabled) || Boolean(busy);
  return (
    <button
      {...aria}
      ref={ref}
      type={type}
      className={cx(styles["button"], styles[kind], styles[size], wide && styles["wide"], className)}
      aria-disabled={isOff || undefined}
      aria-busy={busy || undefined}
      aria-keyshortcuts={shortcut}
      title={hint}
      onClick={(event) => {
        if (isOff) event.preventDefault();
        else onPress?.();
      }}
    >
      {busy ? <Icon of={LoaderCircle} className={styles["spin"] ?? ""} /> : icon && <Icon of={icon} />}
      {children}
    </button>
  );
}
