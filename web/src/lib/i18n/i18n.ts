import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

import { firstLanguage, type Language, LANGUAGES, rememberLanguage } from "./languages";

type Words = Record<string, unknown>;

const files = import.meta.glob<Words>("../../locales/*/*.json", { import: "default" });

/** Loads one namespace, one file of locales/, when the first component asks for it. */
const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`../../locales/${language}/${namespace}.json`];
    if (!load) {
      done(new Error(`no words for ${namespace} in ${language}`), null);
      return;
    }
    load().then(
      (words) => done(null, words),
      (cause: unknown) => done(cause instanceof Error ? cause : new Error(String(cause)), null),
    );
  },
};

/** Starts the words. Namespaces load with the feature that uses them; `ui` and `app` are needed at once. */
export async function startI18n(language: Language = firstLanguage()): Promise<void> {
  document.documentElement.lang = language;
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: LANGUAGES,
      fallbackLng: false,
      load: "currentOnly",
      ns: ["ui", "app"],
      defaultNS: "ui",
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

export async function changeLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
