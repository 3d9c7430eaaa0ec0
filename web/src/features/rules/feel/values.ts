/** What people type for an input, as FEEL; and FEEL as people read it. */

export type InputType = "number" | "string" | "boolean" | "date" | "other";

export function inputType(type: string): InputType {
  return type === "number" || type === "string" || type === "boolean" || type === "date" ? type : "other";
}

/** The FEEL text of what stands in a control; empty means no value. */
export function toFeel(type: InputType, typed: string): string {
  const text = typed.trim();
  if (text === "") return "";
  if (type === "string") return quoted(text);
  if (type === "date") return `date("${text}")`;
  return text;
}

/** What a control shows for a FEEL text; null when it is no simple value of the type. */
export function fromFeel(type: InputType, feel: string): string | null {
  const text = feel.trim();
  if (text === "" || text === "null") return "";
  if (type === "string") {
    const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1];
    return inner === undefined ? null : inner.replace(/\\(.)/g, "$1");
  }
  if (type === "date") return /^(?:date\("|@")(\d{4}-\d{2}-\d{2})"\)?$/.exec(text)?.[1] ?? null;
  return text;
}

export const quoted = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&")}"`;

/** A value as a sentence says it: texts without their quotes, dates without their mark. */
export function spoken(feel: string): string {
  return fromFeel("string", feel) ?? fromFeel("date", feel) ?? feel;
}

/** A cell or a list of texts without quotes: `"P4","P5"` reads P4、P5. */
export function spokenCell(feel: string): string {
  return feel.trim() === "-" || feel.trim() === "" ? "—" : feel.replaceAll('"', "");
}
