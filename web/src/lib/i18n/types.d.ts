import type { Resources } from "./resources.gen";

/** Keys are checked by the compiler: a key without words does not build. */
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "ui";
    resources: Resources;
    returnNull: false;
  }
}
