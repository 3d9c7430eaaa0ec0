/** Reading a form schema: fields in order, their words in a language, their place in the values. */
import type { FieldType, FormComponent, FormSchema, Language, Option, Words } from "./model";

/** Components that show something but hold no value. */
const WITHOUT_VALUE: ReadonlySet<FieldType> = new Set(["group", "text", "html", "separator", "spacer"]);

export function holdsValue(component: FormComponent): component is FormComponent & { key: string } {
  return !WITHOUT_VALUE.has(component.type) && Boolean(component.key);
}

/** Whether the value is a list of rows, each with the component's own fields. */
export function isTable(component: FormComponent): boolean {
  return component.type === "detail" || component.type === "dynamiclist";
}

/** Key under which a component's value is kept; form-js calls it `path` for lists. */
export function keyOf(component: FormComponent): string | null {
  return component.key ?? component.path ?? component.id ?? null;
}

/** All components that hold a value, groups opened, in reading order; columns of tables are not among them. */
export function fieldsOf(components: readonly FormComponent[]): readonly (FormComponent & { key: string })[] {
  return components.flatMap((component) => {
    if (component.type === "group") return fieldsOf(component.components ?? []);
    const key = keyOf(component);
    if (isTable(component) && key) return [{ ...component, key }];
    return holdsValue(component) ? [component] : [];
  });
}

export function findField(schema: FormSchema, key: string): FormComponent | null {
  return fieldsOf(schema.components).find((field) => field.key === key) ?? null;
}

/** Columns of a table that hold a value. */
export function columnsOf(component: FormComponent): readonly (FormComponent & { key: string })[] {
  return (component.components ?? []).filter(holdsValue);
}

/** The words in a language; the file's own text is zh-CN and the fallback of both. */
export function wordsIn(language: Language, own: string | undefined, words: Words | undefined): string {
  return words?.[language] ?? own ?? words?.["zh-CN"] ?? words?.["en-US"] ?? "";
}

export function labelOf(component: FormComponent, language: Language): string {
  const own = component.label ?? component.dateLabel ?? component.timeLabel;
  return wordsIn(language, own, component.dj?.label) || keyOf(component) || "";
}

export function optionLabel(option: Option, language: Language): string {
  return wordsIn(language, option.label, option.dj?.label) || String(option.value);
}

/** A row of the form's grid: components that share `layout.row`, each with its share of sixteen columns. */
export interface LayoutRow {
  id: string;
  cells: readonly { component: FormComponent; columns: number }[];
}

const GRID_COLUMNS = 16;

/** Group components into rows as the form's author laid them out; a component without a row has its own. */
export function rowsOf(components: readonly FormComponent[]): readonly LayoutRow[] {
  const rows: { id: string; members: FormComponent[] }[] = [];
  components.forEach((component, index) => {
    const id = component.layout?.row;
    const last = rows.at(-1);
    if (id && last?.id === id) last.members.push(component);
    else rows.push({ id: id ?? `own-${index}`, members: [component] });
  });
  return rows.map(({ id, members }) => ({ id, cells: shareColumns(members) }));
}

function shareColumns(members: readonly FormComponent[]): LayoutRow["cells"] {
  const taken = members.reduce((sum, member) => sum + (member.layout?.columns ?? 0), 0);
  const open = members.filter((member) => !member.layout?.columns).length;
  const share = open > 0 ? Math.max(1, Math.floor((GRID_COLUMNS - taken) / open)) : 0;
  return members.map((component) => ({ component, columns: component.layout?.columns ?? share }));
}

/** The unit of a number: "day|days" has one form for one and another for many. */
export function unitFor(value: unknown, unit: string): string {
  const [one = "", many = one] = unit.split("|");
  return Number(value) === 1 ? one : many;
}
