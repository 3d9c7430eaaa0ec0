/** The languages of the interface, as the server names them. */
export const LANGUAGES = ["zh-CN", "en-US"] as const;

export type Language = (typeof LANGUAGES)[number];

const REMEMBERED = "dujiang.language";

/** The closest language we have to what the browser or the server asks for. */
export function nearestLanguage(wanted: string | null | undefined): Language {
  return wanted?.toLowerCase().startsWith("zh") ? "zh-CN" : "en-US";
}

/** What this browser showed last, else what its owner reads. */
export function firstLanguage(): Language {
  return nearestLanguage(localStorage.getItem(REMEMBERED) ?? navigator.language);
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(REMEMBERED, language);
}
