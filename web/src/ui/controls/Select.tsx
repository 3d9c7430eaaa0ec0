/** Choices from a list, from a tree, level by level; suggestions while typing. */
export { AutoComplete, Cascader, Select, TreeSelect } from "antd";
export type { CascaderProps, SelectProps, TreeSelectProps } from "antd";
