import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { StartWords } from "./useBuilder";

/** New fields are named in both languages: those words are part of the form, not of the screen. */
export function useStartWords(): StartWords {
  const { i18n } = useTranslation("formBuilder");
  return useMemo(
    () => ({
      kind: (kind, language) => i18n.getFixedT(language, "formBuilder")(`kind.${kind}`),
      option: (number, language) => i18n.getFixedT(language, "formBuilder")("options.nth", { number }),
    }),
    [i18n],
  );
}
