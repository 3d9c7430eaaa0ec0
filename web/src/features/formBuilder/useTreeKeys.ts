import type { KeyboardEvent, RefObject } from "react";

import { useBuilderScene } from "./builderScene";
import { everything } from "./structure";

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
const REMOVING: ReadonlySet<string> = new Set(["Delete", "Backspace"]);

/** Keys of the sheet: arrows choose, Alt and arrows move, Ctrl D copies, Delete takes out, Enter names, Esc leaves. */
export function useTreeKeys(tree: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const { builder } = useBuilderScene();
  const { schema, selected } = builder;
  const focus = (id: string | undefined) =>
    id && requestAnimationFrame(() => tree.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)?.focus());

  const walk = (ids: readonly string[], at: number, step: 1 | -1) => {
    const next = ids[Math.min(Math.max(at + step, 0), ids.length - 1)];
    if (next) builder.select(next);
    focus(next);
  };
  const change = (event: KeyboardEvent, id: string): boolean => {
    const step = STEPS[event.key];
    if (event.altKey && step) builder.step(id, step);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") builder.copy(id);
    else if (event.key === "Enter") document.getElementById("builder-label")?.focus();
    else return false;
    if (event.altKey) focus(id);
    return true;
  };
  const act = (event: KeyboardEvent): boolean => {
    const ids = everything(schema.components).flatMap((one) => one.id ?? []);
    const id = selected?.id;
    const at = id ? ids.indexOf(id) : -1;
    const step = STEPS[event.key];
    if (id && change(event, id)) return true;
    if (step) walk(ids, at, step);
    else if (event.key === "Escape") builder.select(null);
    else if (id && REMOVING.has(event.key)) {
      builder.remove(id);
      focus(ids[at + 1] ?? ids[at - 1]);
    } else return false;
    return true;
  };
  return (event) => {
    if ((event.target as HTMLElement).getAttribute("role") === "treeitem" && act(event)) event.preventDefault();
  };
}
