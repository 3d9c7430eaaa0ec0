/** The viewer that draws models, and how it is fitted into its place. */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css";

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { type RefObject, useEffect, useState } from "react";

import type { Tokens } from "@/ui/theme/tokens";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CanvasLike {
  zoom: (to?: number | string, centre?: string) => number;
  viewbox: (to?: Box) => Box & { inner: Box };
}

const MAX_ZOOM = 1.15;
/** Below it the names of the steps would be smaller than 11 px on the screen. */
const MIN_ZOOM = 0.78;
const AIR = 0.94;
const MARGIN = 24;

/** The whole model with some air around it, never larger than drawn. */
export function fit(canvas: CanvasLike): number {
  return canvas.zoom(Math.min(canvas.zoom("fit-viewport", "auto") * AIR, MAX_ZOOM), "auto");
}

const between = (low: number, value: number, high: number): number => Math.max(low, Math.min(value, Math.max(low, high)));

/** All of it where it stays legible; else the part around where it stands, the rest is a drag away. */
export function frame(canvas: CanvasLike, here: Box | undefined): void {
  if (fit(canvas) >= MIN_ZOOM || !here) return;
  canvas.zoom(MIN_ZOOM, "auto");
  const { inner, ...view } = canvas.viewbox();
  canvas.viewbox({
    ...view,
    x: between(inner.x - MARGIN, here.x + here.width / 2 - view.width / 2, inner.x + inner.width + MARGIN - view.width),
    y: inner.y + inner.height / 2 - view.height / 2,
  });
}

/** A viewer over the model, made anew when model or theme change: the renderer takes its colours when it is made. */
export function useViewer(
  container: RefObject<HTMLDivElement | null>,
  xml: string,
  tokens: Tokens,
  onFail: () => void,
): NavigatedViewer | null {
  const [viewer, setViewer] = useState<NavigatedViewer | null>(null);
  useEffect(() => {
    if (!container.current) return undefined;
    const made = new NavigatedViewer({
      container: container.current,
      bpmnRenderer: {
        defaultFillColor: tokens.surface,
        defaultStrokeColor: tokens.control,
        defaultLabelColor: tokens.text,
      },
      textRenderer: { defaultStyle: { fontSize: 14 } },
    });
    let isGone = false;
    made.importXML(xml).then(
      () => {
        if (isGone) return;
        setViewer(made);
      },
      () => {
        if (!isGone) onFail(); // a model without drawing, or one the viewer cannot read: the list says the same
      },
    );
    return () => {
      isGone = true;
      setViewer(null);
      queueMicrotask(() => made.destroy()); // other effects of this change still hold it
    };
  }, [container, xml, tokens, onFail]);
  return viewer;
}
