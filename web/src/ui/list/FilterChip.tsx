import { ChevronDown, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Menu } from "@/ui/act/Menu";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./Filters.module.css";

export interface FilterOption {
  value: string;
  label: string;
}

/** A filter: closed it names its subject, active it is tinted and a press on the cross removes it. */
export function FilterChip(props: {
  label: string;
  options: readonly FilterOption[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  /** How the active filter reads, when its name alone would mislead: "不含：请假". */
  describe?: (name: string) => string;
}) {
  const { t } = useTranslation("ui");
  if (props.value !== undefined) {
    const name = props.options.find((option) => option.value === props.value)?.label ?? props.value;
    const chosen = props.describe?.(name) ?? name;
    return (
      <button
        type="button"
        className={cx(styles["chip"], styles["active"])}
        aria-label={t("removeFilter", { name: `${props.label} ${chosen}` })}
        onClick={() => props.onChange(undefined)}
      >
        <span className="truncate">{chosen}</span>
        <Icon of={X} size={14} />
      </button>
    );
  }
  return (
    <Menu
      placement="bottomLeft"
      items={props.options.map((option) => ({
        key: option.value,
        label: option.label,
        onPress: () => props.onChange(option.value),
      }))}
    >
      <button type="button" className={styles["chip"]} aria-haspopup="menu">
        {props.label}
        <Icon of={ChevronDown} size={14} />
      </button>
    </Menu>
  );
}
