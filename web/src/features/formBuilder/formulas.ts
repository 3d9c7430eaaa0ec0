/** What a formula says about names. */
import { namesIn } from "@/lib/feel/evaluate";
import type { FormSchema } from "@/lib/forms/model";
import { columnsOf, fieldsOf } from "@/lib/forms/schema";

import { asFormula } from "./edits";

/** Names that formulas have besides the form's fields. */
const GIVEN = new Set(["initiator", "number", "item", "partial"]);

/** Names that neither the form nor FEEL has. Functions, members and what a formula binds itself are not asked. */
export function unknownNames(formula: string, schema: FormSchema, tableId: string | null): readonly string[] {
  const source = asFormula(formula);
  const fields = fieldsOf(schema.components);
  const columns = fields.filter((field) => field.id === tableId).flatMap((table) => columnsOf(table).map((column) => column.key));
  const known = new Set([...GIVEN, ...fields.map((field) => field.key), ...columns]);
  return [...namesIn(source)].filter((name) => !known.has(name) && stands(source, name));
}

function stands(source: string, name: string): boolean {
  const escaped = name.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  const bare = source.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const isBound = new RegExp(`(?:for|some|every|,)\\s+${escaped}\\s+in\\b`, "u").test(bare);
  const isAlone = new RegExp(`(?<![\\p{L}\\p{N}_.])${escaped}(?![\\p{L}\\p{N}_])(?!\\s*[(:])`, "u").test(bare);
  const isInFilter = /\[[^\]]*[a-z]/i.test(bare);
  return isAlone && !isBound && !isInFilter;
}
