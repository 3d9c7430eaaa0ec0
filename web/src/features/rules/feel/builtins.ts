/** What expressions may call, for completion: FEEL's own functions and ours, with a line of explanation each. */
import functions from "./builtins.json";

export interface BuiltIn {
  name: string;
  type: "function";
  params: { name: string }[];
  /** What the completion's side panel shows: our words, then the ways to call it. */
  info: () => Node;
}

/** One text a way to call it: `from: string, scale?: number` -> the names of the parameters. */
function parameters(signature: string): { name: string }[] {
  return signature
    .split(",")
    .map((part) => part.split(":")[0]?.replace("?", "").trim() ?? "")
    .filter((name) => name !== "")
    .map((name) => ({ name }));
}

function explained(words: string, calls: readonly string[]): Node {
  const box = document.createElement("div");
  const said = document.createElement("p");
  said.textContent = words;
  const shown = document.createElement("pre");
  shown.textContent = calls.join("\n");
  box.append(said, shown);
  return box;
}

/** The functions in the language of the page. */
export function builtInsIn(language: "zh-CN" | "en-US"): BuiltIn[] {
  return functions.map((found) => ({
    name: found.name,
    type: "function",
    params: parameters(found.signatures[0] ?? ""),
    info: () => explained(found[language], found.signatures.map((signature) => `${found.name}(${signature})`)),
  }));
}
