import { useEffect } from "react";

import type { LintProblem } from "@/api/types.gen";

import type { Modeler } from "../bpmn/types";

const OVERLAY = "finding";
const RANK = { error: 0, warning: 1, hint: 2 } as const;

/** Marks at the elements something was found at: a dot with its sentence, and the border in its colour. */
export function useFindingMarks(modeler: Modeler | null, problems: readonly LintProblem[]): void {
  useEffect(() => {
    if (!modeler) return undefined;
    const overlays = modeler.get("overlays");
    const canvas = modeler.get("canvas");
    const marked: [string, string][] = [];
    for (const [id, found] of byElement(problems)) {
      const element = modeler.get("elementRegistry").get(id);
      if (!element?.parent) continue;
      const severity = worst(found);
      const isFlow = element.waypoints !== undefined;
      overlays.add(id, OVERLAY, { position: isFlow ? { top: -10, left: -10 } : { top: -10, right: 10 }, html: dot(severity, found) });
      const marker = `finding-${severity}`;
      canvas.addMarker(id, marker);
      marked.push([id, marker]);
    }
    return () => {
      overlays.remove({ type: OVERLAY });
      for (const [id, marker] of marked) if (modeler.get("elementRegistry").get(id)) canvas.removeMarker(id, marker);
    };
  }, [modeler, problems]);
}

function byElement(problems: readonly LintProblem[]): ReadonlyMap<string, readonly LintProblem[]> {
  const found = new Map<string, LintProblem[]>();
  for (const problem of problems) found.set(problem.elementId, [...(found.get(problem.elementId) ?? []), problem]);
  return found;
}

function worst(problems: readonly LintProblem[]): LintProblem["severity"] {
  return problems.map((problem) => problem.severity).sort((left, right) => RANK[left] - RANK[right])[0] ?? "hint";
}

function dot(severity: LintProblem["severity"], problems: readonly LintProblem[]): HTMLElement {
  const element = document.createElement("div");
  element.className = `finding-dot finding-dot-${severity}`;
  element.textContent = "!";
  element.title = problems.map((problem) => problem.detail).join("\n");
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", element.title);
  return element;
}
