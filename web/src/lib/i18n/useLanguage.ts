import { useTranslation } from "react-i18next";

import { type Language, nearestLanguage } from "./languages";

/** The language that is showing. */
export function useLanguage(): Language {
  const { i18n } = useTranslation("ui");
  return nearestLanguage(i18n.language);
}
