import type { Language } from "@/lib/i18n/languages";

const OURS = "http://dujiang.org/schema/bpmn/1.0";

/** The model with the names that its reader understands, to be looked at and never saved. */
export function inLanguage(xml: string, language: Language): string {
  if (language === "zh-CN") return xml;
  const model = new DOMParser().parseFromString(xml, "text/xml");
  if (model.querySelector("parsererror")) return xml;
  for (const element of model.querySelectorAll("*")) {
    const name = element.getAttributeNS(OURS, "nameEn");
    if (name) element.setAttribute("name", name);
  }
  return new XMLSerializer().serializeToString(model);
}
