/** What floats beside something: a hint, a small panel, a drawer. */
export { Drawer, Popover, Tooltip } from "antd";
export type { DrawerProps, PopoverProps, TooltipProps } from "antd";
