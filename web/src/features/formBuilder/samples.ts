/** Values to try a form with: plausible, in the reader's language, never sent anywhere. */
import type { FieldType, FormComponent, FormSchema, FormValue, FormValues, Language } from "@/lib/forms/model";
import { columnsOf, fieldsOf, isTable } from "@/lib/forms/schema";

const SAMPLE_ROWS = 2;

export function sampleValues(schema: FormSchema, language: Language): FormValues {
  const filled = fieldsOf(schema.components).flatMap((field): [string, FormValue][] => {
    const value = isTable(field) ? rowsFor(field, language) : sampleOf(field, language, 0);
    return value === undefined ? [] : [[field.key, value]];
  });
  return Object.fromEntries(filled);
}

function rowsFor(table: FormComponent, language: Language): readonly FormValues[] {
  return Array.from({ length: Math.max(SAMPLE_ROWS, table.dj?.minRows ?? 0) }, (_, index) =>
    Object.fromEntries(
      columnsOf(table).flatMap((column): [string, FormValue][] => {
        const value = sampleOf(column, language, index);
        return value === undefined ? [] : [[column.key, value]];
      }),
    ),
  );
}

type Sample = (field: FormComponent, language: Language, index: number) => FormValue;

const choice: Sample = (field, _language, index) => field.values?.[index % Math.max(field.values.length, 1)]?.value;

const SAMPLES: Partial<Record<FieldType, Sample>> = {
  textfield: textFor,
  textarea: (_field, language) => (language === "zh-CN" ? "按上次会议的约定办理，明细见附件。" : "As agreed at the last meeting; see the attachment."),
  richtext: (_field, language) => (language === "zh-CN" ? "<p><b>要点</b>：先到先得。</p>" : "<p><b>Note</b>: first come, first served.</p>"),
  number: (field, _language, index) => within(field, 3 + index),
  money: (field, _language, index) => `${within(field, 1286 + index * 320)}.00`,
  datetime: (field, _language, index) =>
    ({ date: `2026-03-${10 + index}`, datetime: `2026-03-${10 + index}T09:30`, time: "09:30" })[field.subtype ?? "date"],
  daterange: () => ({ start: "2026-03-10", end: "2026-03-12" }),
  checkbox: () => true,
  select: choice,
  radio: choice,
  checklist: (...given) => listOf(choice(...given)),
  taglist: (...given) => listOf(choice(...given)),
  cascade: pathDown,
};

const listOf = (value: FormValue): FormValue => (value === undefined ? undefined : [value]);

/** Undefined for what is calculated, or what only a person can give. */
function sampleOf(field: FormComponent, language: Language, index: number): FormValue {
  if (field.dj?.compute !== undefined || field.dj?.default !== undefined) return undefined;
  return SAMPLES[field.type]?.(field, language, index);
}

function textFor(field: FormComponent, language: Language, index: number): string {
  if (field.validate?.validationType === "email") return "liming@example.com";
  if (field.validate?.validationType === "phone") return "+86 28 8888 6666";
  const words = language === "zh-CN" ? ["轴承 6204", "密封圈"] : ["Bearing 6204", "Gasket"];
  return words[index % words.length] ?? "";
}

function within(field: FormComponent, wish: number): number {
  const { min = -Infinity, max = Infinity } = field.validate ?? {};
  return Math.min(Math.max(wish, min), max);
}

function pathDown(field: FormComponent): readonly FormValue[] | undefined {
  const path: FormValue[] = [];
  for (let options = field.values ?? []; options[0]; options = options[0].children ?? []) path.push(options[0].value);
  return path.length > 0 ? path : undefined;
}
