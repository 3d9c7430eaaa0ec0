/** Small edits of one component; what is empty is not written, so that the file says only what somebody chose. */
import type { FieldExtras, FormComponent, Language, Validation, Words } from "@/lib/forms/model";

/** The same without some of its attributes. */
export function without<Whole extends object, Name extends keyof Whole>(whole: Whole, ...names: readonly Name[]): Omit<Whole, Name> {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !(names as readonly string[]).includes(name))) as Omit<Whole, Name>;
}

/** What it says in a language; empty when it says nothing. */
export const said = (words: Words | undefined, language: Language): string => words?.[language] ?? "";

const isUnset = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0);

function merged<Part extends object>(before: Part | undefined, change: Partial<Part>): Part | undefined {
  const all = Object.entries({ ...before, ...change }).filter(([, value]) => !isUnset(value));
  return all.length > 0 ? (Object.fromEntries(all) as Part) : undefined;
}

/** Attributes of the component itself; unset ones go. */
export function withOwn(component: FormComponent, change: { [Name in keyof FormComponent]?: FormComponent[Name] | undefined }): FormComponent {
  const all = Object.entries({ ...component, ...change }).filter(([name, value]) => !(name in change) || !isUnset(value));
  return Object.fromEntries(all) as unknown as FormComponent;
}

export function withValidation(component: FormComponent, change: { [Name in keyof Validation]?: Validation[Name] | undefined }): FormComponent {
  return withOwn(component, { validate: merged(component.validate, change as Partial<Validation>) });
}

export function withExtras(component: FormComponent, change: { [Name in keyof FieldExtras]?: FieldExtras[Name] | undefined }): FormComponent {
  return withOwn(component, { dj: merged(component.dj, change as Partial<FieldExtras>) });
}

/** Capitals are shown unless somebody switches them off: here `false` is a choice. */
export function withCapitals(component: FormComponent, shows: boolean): FormComponent {
  return { ...component, dj: { ...component.dj, capitals: shows } };
}

/** Words in one language; the file's own attribute is the Chinese one. */
export function withWords(component: FormComponent, name: "label" | "description" | "text", language: Language, text: string): FormComponent {
  if (language === "zh-CN") {
    const place = name === "label" ? labelPlace(component) : name;
    const others = wordsOrNone(without(component.dj?.[name] ?? {}, "zh-CN"));
    const named = name === "label" || text ? { ...component, [place]: text } : withOwn(component, { [place]: undefined });
    return withExtras(named, { [name]: others });
  }
  return withExtras(component, { [name]: wordsOrNone({ ...component.dj?.[name], "en-US": text }) });
}

/** Words that only our additions have. */
export function withExtraWords(component: FormComponent, name: "placeholder" | "unit" | "patternMessage", language: Language, text: string): FormComponent {
  return withExtras(component, { [name]: wordsOrNone({ ...component.dj?.[name], [language]: text }) });
}

export function wordsOrNone(words: Words): Words | undefined {
  const own = Object.entries(words).filter(([, text]) => text.trim() !== "");
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

function labelPlace(component: FormComponent): "label" | "dateLabel" | "timeLabel" {
  if (component.dateLabel !== undefined) return "dateLabel";
  return component.timeLabel !== undefined ? "timeLabel" : "label";
}

/** When a field is shown, as people say it; the file says when it is hidden. */
export function shownWhen(component: FormComponent): string {
  const hide = component.conditional?.hide;
  if (!hide) return "";
  const inner = (/^=\s*not\(\((.*)\) = true\)\s*$/su.exec(hide) ?? /^=\s*not\((.*)\)\s*$/su.exec(hide))?.[1];
  return inner !== undefined && isBalanced(inner) ? `=${inner}` : `=not(${hide.replace(/^=\s*/, "")})`;
}

/** While the condition is not known, the field is not shown: hence the comparison with true. */
export function withShownWhen(component: FormComponent, condition: string): FormComponent {
  const body = condition.replace(/^=\s*/, "").trim();
  return withOwn(component, { conditional: body === "" ? undefined : { hide: `=not((${body}) = true)` } });
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const sign of text.replace(/"(?:[^"\\]|\\.)*"/g, "")) {
    if (sign === "(") depth += 1;
    if (sign === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Three ways in which a field gets its value. */
export type Origin = "typed" | "computed" | "prefilled";

export function originOf(component: FormComponent): Origin {
  if (component.dj?.compute !== undefined || component.expression !== undefined) return "computed";
  return component.dj?.default !== undefined ? "prefilled" : "typed";
}

export function withOrigin(component: FormComponent, origin: Origin): FormComponent {
  const compute = origin === "computed" ? (component.dj?.compute ?? "=null") : undefined;
  const start = origin === "prefilled" ? (component.dj?.default ?? "=null") : undefined;
  return withExtras(component, { compute, default: start });
}

/** A formula begins with `=`; whoever leaves it out means it. */
export function asFormula(text: string): string {
  const body = text.trim().replace(/^=\s*/, "");
  return body === "" ? "" : `=${body}`;
}
