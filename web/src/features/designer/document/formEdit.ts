/** Forms of a process as documents: a new one, and the way back from an edit. */

/** A form with nothing on it. */
export function emptyForm(key: string): Record<string, unknown> {
  return { type: "default", id: key, schemaVersion: 19, components: [] };
}

/** A key for one more form: the process' own, else that with a number. */
export function freeFormKey(taken: readonly string[], processKey: string): string {
  if (!taken.includes(processKey)) return processKey;
  let number = 2;
  while (taken.includes(`${processKey}_${number}`)) number += 1;
  return `${processKey}_${number}`;
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
