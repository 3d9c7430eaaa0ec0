/** What expressions may call, for completion: FEEL's own functions and ours, with a line of explanation each. */
import functions from "./builtins.json";

export interface BuiltIn {
  name: string;
  type: "function";
  params: { name: string }[];
  /** HTML for the completion's side panel; our own words alone. */
  info: string;
}

/** One text a way to call it: `from: string, scale?: number` -> the names of the parameters. */
function parameters(signature: string): { name: string }[] {
  return signature
    .split(",")
    .map((part) => part.split(":")[0]?.replace("?", "").trim() ?? "")
    .filter((name) => name !== "")
    .map((name) => ({ name }));
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The functions in the language of the page. */
export function builtInsIn(language: "zh-CN" | "en-US"): BuiltIn[] {
  return functions.map((found) => {
    const calls = found.signatures.map((signature) => `${found.name}(${signature})`);
    return {
      name: found.name,
      type: "function",
      params: parameters(found.signatures[0] ?? ""),
      info: `<p>${escaped(found[language])}</p><pre>${calls.map(escaped).join("\n")}</pre>`,
    };
  });
}
