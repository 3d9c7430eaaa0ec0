/** A number. Its value stays text where digits count (`stringMode`): money is never a float. */
export { InputNumber as NumberInput } from "antd";
export type { InputNumberProps as NumberInputProps } from "antd";
