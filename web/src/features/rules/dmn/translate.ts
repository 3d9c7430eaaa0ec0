/** The editor's own texts in the language of the page. English ones are the keys themselves. */
import chinese from "./words.zh-CN.json";

const CHINESE: Readonly<Record<string, string>> = chinese;

export type Translate = (text: string, values?: Readonly<Record<string, string>>) => string;

/** A translation for dmn-js; `{name}` or `{ name }` in a text is filled in. */
export function translateInto(language: string): Translate {
  return (text, values = {}) => {
    const words = language === "zh-CN" ? (CHINESE[text] ?? text) : text;
    return words.replace(/\{\s*(\w+)\s*\}/g, (whole, name: string) => values[name] ?? whole);
  };
}
