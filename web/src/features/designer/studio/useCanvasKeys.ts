import { type RefObject, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { LintProblem } from "@/api/types.gen";
import { type Shortcut, useShortcuts } from "@/lib/keyboard/shortcuts";

import { createElement } from "../bpmn/elements";
import type { DiagramElement, Modeler } from "../bpmn/types";
import { type Direction, neighbour, stepThrough } from "../bpmn/walk";
import { fitInto } from "./useModeler";

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  ArrowUp: "above",
  ArrowDown: "below",
};

/** Keys of the canvas (DESIGN.md, section 6). Tab and arrows only while the canvas has the focus. */
export function useCanvasKeys(options: {
  canvas: RefObject<HTMLElement | null>;
  modeler: Modeler | null;
  problems: readonly LintProblem[];
  onProperties: () => void;
}): void {
  const { canvas, modeler, problems, onProperties } = options;
  const { t } = useTranslation("designer");
  const shortcuts = useMemo<readonly Shortcut[]>(() => {
    if (!modeler) return [];
    const selected = () => modeler.get("selection").get();
    const key = (keys: string, label: string, run: () => void): Shortcut => ({ keys, label, group: "canvas", run });
    const nextProblem = () => {
      const places = [...new Set(problems.map((problem) => problem.elementId))];
      const id = places[(places.indexOf(selected()[0]?.id ?? "") + 1) % Math.max(places.length, 1)];
      if (id) show(modeler, modeler.get("elementRegistry").get(id));
    };
    const append = () => {
      const [source] = selected();
      const isNode = source?.businessObject.$instanceOf?.("bpmn:FlowNode") ?? false;
      if (!source || !isNode || source.type === "bpmn:EndEvent") return;
      const shape = createElement(modeler.get("elementFactory"), modeler.get("moddle"), "approval", t("palette.approval"));
      modeler.get("autoPlace").append(source, shape);
    };
    const copy = () => {
      const elements = selected().filter((one) => one.parent);
      if (elements.length === 0) return;
      modeler.get("copyPaste").copy(elements);
      modeler.get("copyPaste").paste({ element: modeler.get("canvas").getRootElement(), point: below(elements) });
    };
    const remove = () => modeler.get("modeling").removeElements(selected().filter((one) => one.parent));
    return [
      key("mod+z", t("keys.undo"), () => modeler.get("commandStack").undo()),
      key("mod+shift+z", t("keys.redo"), () => modeler.get("commandStack").redo()),
      key("mod+d", t("keys.copy"), copy),
      key("a", t("keys.append"), append),
      key("f", t("keys.fit"), () => fitInto(modeler)),
      key("n", t("keys.nextProblem"), nextProblem),
      key("enter", t("keys.properties"), onProperties),
      key("delete", t("keys.remove"), remove),
      key("backspace", t("keys.remove"), remove),
      key("escape", t("keys.unselect"), () => modeler.get("selection").select(null)),
    ];
  }, [modeler, problems, onProperties, t]);
  useShortcuts(shortcuts);

  useEffect(() => {
    const root = canvas.current;
    if (!root || !modeler) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.target instanceof SVGElement)) return; // the drawing itself has the focus, not a field in it
      const next = event.key === "Tab" ? stepThrough(modeler, event.shiftKey ? -1 : 1) : arrowTo(modeler, event.key);
      if (!next) return;
      event.preventDefault();
      show(modeler, next);
    };
    root.addEventListener("keydown", onKeyDown);
    return () => root.removeEventListener("keydown", onKeyDown);
  }, [canvas, modeler]);
}

function arrowTo(modeler: Modeler, key: string): DiagramElement | null {
  const direction = ARROWS[key];
  if (!direction) return null;
  const [selected] = modeler.get("selection").get();
  return selected ? neighbour(selected, direction) : stepThrough(modeler, 1);
}

function show(modeler: Modeler, element: DiagramElement | undefined): void {
  if (!element?.parent) return;
  modeler.get("selection").select(element);
  modeler.get("canvas").scrollToElement(element, 80);
}

/** The middle of the elements, a little further down. */
function below(elements: readonly DiagramElement[]): { x: number; y: number } {
  const xs = elements.map((one) => (one.x ?? 0) + (one.width ?? 0) / 2);
  const ys = elements.map((one) => (one.y ?? 0) + (one.height ?? 0));
  return { x: xs.reduce((sum, x) => sum + x, 0) / xs.length, y: Math.max(...ys) + 80 };
}
