import type { LucideIcon } from "lucide-react";
import type { Ref } from "react";

import { Tooltip } from "@/ui/controls/Overlay";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./Button.module.css";

export interface IconButtonProps {
  icon: LucideIcon;
  /** What it does: read aloud and shown as a hint. Decisions never are icons alone. */
  label: string;
  onPress?: () => void;
  kind?: "text" | "outlined";
  size?: "sm" | "md" | "lg";
  iconSize?: number;
  disabled?: boolean;
  shortcut?: string;
  ref?: Ref<HTMLButtonElement>;
  "aria-expanded"?: boolean;
  "aria-pressed"?: boolean;
  "aria-haspopup"?: "menu" | "dialog";
}

/** A square button for tools beside content. */
export function IconButton(props: IconButtonProps) {
  const { icon, label, onPress, kind = "text", size = "md", iconSize, disabled, shortcut, ref, ...aria } = props;
  return (
    <Tooltip title={shortcut ? `${label} ${shortcut}` : label} mouseEnterDelay={0.4}>
      <button
        {...aria}
        ref={ref}
        type="button"
        className={cx(styles["button"], styles[kind], styles[size], styles["square"])}
        aria-label={label}
        aria-disabled={disabled || undefined}
        aria-keyshortcuts={shortcut}
        onClick={(event) => {
          if (disabled) event.preventDefault();
          else onPress?.();
        }}
      >
        <Icon of={icon} {...(iconSize !== undefined && { size: iconSize })} />
      </button>
    </Tooltip>
  );
}
