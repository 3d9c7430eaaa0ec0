/** The data table. Heavy: only for pages that load lazily. */
export { Table } from "antd";
export type { TableColumnsType, TableProps } from "antd";
