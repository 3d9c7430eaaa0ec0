/** Small edits of a form schema, each a new schema: labels, whether a field is required. */

type Component = Readonly<Record<string, unknown>> & { key?: string; path?: string; components?: readonly Component[] };
type Schema = Readonly<Record<string, unknown>> & { components?: readonly Component[] };

const LABELS = ["label", "dateLabel", "timeLabel"] as const;

export interface FieldChange {
  label?: string;
  labelEn?: string;
  isRequired?: boolean;
}

/** The schema with one field changed; everything we do not know stays as it is. */
export function changeField(schema: unknown, key: string, change: FieldChange): Record<string, unknown> {
  const form = schema as Schema;
  return { ...form, components: changeIn(form.components ?? [], key, change) };
}

function changeIn(components: readonly Component[], key: string, change: FieldChange): readonly Component[] {
  return components.map((component) => {
    if ((component.key ?? component.path) === key) return changed(component, change);
    const isGroup = component["type"] === "group" && component.components;
    return isGroup ? { ...component, components: changeIn(component.components ?? [], key, change) } : component;
  });
}

function changed(component: Component, { label, labelEn, isRequired }: FieldChange): Component {
  const next: Record<string, unknown> = { ...component };
  const place = LABELS.find((name) => component[name] !== undefined) ?? "label";
  if (label !== undefined) next[place] = label;
  if (isRequired !== undefined) next["validate"] = { ...(component["validate"] as object | undefined), required: isRequired };
  if (labelEn !== undefined) {
    const extras = (component["dj"] as Record<string, unknown> | undefined) ?? {};
    next["dj"] = { ...extras, label: { ...(extras["label"] as object | undefined), "en-US": labelEn } };
  }
  return next;
}

/** Documents before each change, so that a form's edits can be undone like those of the diagram. */
export interface FormHistory {
  past: readonly unknown[];
  future: readonly unknown[];
}

export const NO_HISTORY: FormHistory = { past: [], future: [] };
const MAX_STEPS = 100;

export function remember(history: FormHistory, before: unknown): FormHistory {
  return { past: [...history.past, before].slice(-MAX_STEPS), future: [] };
}

export function undoOnce(history: FormHistory, now: unknown): { history: FormHistory; document: unknown } | null {
  if (history.past.length === 0) return null;
  const document = history.past.at(-1);
  return { document, history: { past: history.past.slice(0, -1), future: [now, ...history.future] } };
}

export function redoOnce(history: FormHistory, now: unknown): { history: FormHistory; document: unknown } | null {
  if (history.future.length === 0) return null;
  const [document, ...future] = history.future;
  return { document, history: { past: [...history.past, now], future } };
}
