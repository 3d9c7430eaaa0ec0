import type { Language } from "@/lib/i18n/languages";

interface FileField {
  key?: string;
  type?: string;
  label?: string;
  dj?: { label?: Partial<Record<Language, string>> };
  components?: readonly FileField[];
}

/** One file of a request, with the field it was added to. */
export interface RequestFile {
  id: string;
  field: string;
}

const FILES = new Set(["filepicker", "picture"]);
const TABLES = new Set(["detail", "dynamiclist"]);

const idsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string" && one !== "");

/** Every file among the values that the reader sees, those in tables included, in the order of the form. */
export function filesOf(form: unknown, values: Record<string, unknown>, language: Language): RequestFile[] {
  const search = (fields: readonly FileField[], scope: Record<string, unknown>): RequestFile[] =>
    fields.flatMap((field) => {
      const { key = "", type = "", components = [] } = field;
      if (FILES.has(type)) {
        const label = field.dj?.label?.[language] ?? field.label ?? key;
        return idsIn(scope[key]).map((id) => ({ id, field: label }));
      }
      if (!TABLES.has(type)) return search(components, scope);
      const rows = Array.isArray(scope[key]) ? (scope[key] as Record<string, unknown>[]) : [];
      return rows.flatMap((row) => search(components, row));
    });
  return search((form as FileField).components ?? [], values);
}
