import { Dropdown } from "antd";
import type { LucideIcon } from "lucide-react";
import type { ReactElement } from "react";

import { Icon } from "@/ui/Icon";

export interface MenuEntry {
  key: string;
  label: string;
  icon?: LucideIcon;
  /** A word of explanation, in grey. */
  note?: string;
  isDangerous?: boolean;
  isDisabled?: boolean;
  isChosen?: boolean;
  onPress: () => void;
}

export type MenuItem = MenuEntry | "divider";

/** A menu that opens from one button. */
export function Menu(props: {
  items: readonly MenuItem[];
  children: ReactElement;
  placement?: "bottomLeft" | "bottomRight" | "topLeft" | "topRight";
}) {
  const chosen = props.items.flatMap((item) => (item !== "divider" && item.isChosen ? [item.key] : []));
  return (
    <Dropdown
      trigger={["click"]}
      placement={props.placement ?? "bottomRight"}
      menu={{
        selectedKeys: chosen,
        selectable: chosen.length > 0,
        items: props.items.map((item, index) =>
          item === "divider"
            ? { type: "divider", key: `divider-${index}` }
            : {
                key: item.key,
                label: item.note ? `${item.label} · ${item.note}` : item.label,
                icon: item.icon && <Icon of={item.icon} />,
                danger: item.isDangerous,
                disabled: item.isDisabled,
                onClick: item.onPress,
              },
        ),
      }}
    >
      {props.children}
    </Dropdown>
  );
}
