/** Files to bring along, pictures to look at. */
export { Image, Progress, Upload } from "antd";
export type { UploadProps } from "antd";
