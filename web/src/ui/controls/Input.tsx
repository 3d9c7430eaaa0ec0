/** One line of text, several lines, a password. */
export { Input } from "antd";
export type { InputProps, InputRef } from "antd";
