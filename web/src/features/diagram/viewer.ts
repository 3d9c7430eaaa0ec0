/** The viewer that draws models, and how it is fitted into its place. */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css";

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { type RefObject, useEffect, useState } from "react";

import type { Language } from "@/lib/i18n/languages";
import { useLanguage } from "@/lib/i18n/useLanguage";
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
  resized: () => void;
}

/** As large as the words of names fit into a step: English ones are not broken inside. */
const TEXT_PX: Record<Language, number> = { "zh-CN": 17, "en-US": 15 };
/** Names of steps are never smaller on the screen. */
const LEAST_TEXT_PX = 11;
const MAX_ZOOM = 1.1;
const AIR = 0.97;
const MARGIN = 24;

/** The whole model with some air around it, never larger than drawn. */
export function fit(canvas: CanvasLike): number {
  return canvas.zoom(Math.min(canvas.zoom("fit-viewport", "auto") * AIR, MAX_ZOOM), "auto");
}

const between = (low: number, value: number, high: number): number => Math.max(low, Math.min(value, Math.max(low, high)));

/** All of it where it stays legible; else the part around where it stands, the rest is a drag away. */
function frame(canvas: CanvasLike, here: Box | undefined, language: Language): void {
  const least = LEAST_TEXT_PX / TEXT_PX[language];
  if (fit(canvas) >= least || !here) return;
  canvas.zoom(least, "auto");
  const { inner, ...view } = canvas.viewbox();
  canvas.viewbox({
    ...view,
    x: between(inner.x - MARGIN, here.x + here.width / 2 - view.width / 2, inner.x + inner.width + MARGIN - view.width),
    y: inner.y + inner.height / 2 - view.height / 2,
  });
}

type Cut = "start" | "end" | "both" | undefined;

/** At which sides more of the model lies outside of what is seen. */
function cutOf(canvas: CanvasLike): Cut {
  const { inner, x, width } = canvas.viewbox();
  const isBefore = inner.x < x - 1;
  const isAfter = inner.x + inner.width > x + width + 1;
  if (isBefore && isAfter) return "both";
  if (isBefore) return "start";
  return isAfter ? "end" : undefined;
}

/** Frame the model whenever it or its place changes, and tell where it goes on beyond the edge. */
export function useFraming(
  viewer: NavigatedViewer | null,
  container: RefObject<HTMLDivElement | null>,
  focusId: string | undefined,
): Cut {
  const language = useLanguage();
  const [cut, setCut] = useState<Cut>();
  useEffect(() => {
    const place = container.current;
    if (!viewer || !place) return undefined;
    const canvas = viewer.get<CanvasLike>("canvas");
    const registry = viewer.get<{ get: (id: string) => Box | undefined }>("elementRegistry");
    const bus = viewer.get<{ on: (name: string, act: () => void) => void; off: (name: string, act: () => void) => void }>("eventBus");
    const watch = () => setCut(cutOf(canvas));
    const observer = new ResizeObserver(() => {
      if (!place.clientWidth) return; // nothing is laid out while it is hidden
      canvas.resized();
      frame(canvas, focusId ? registry.get(focusId) : undefined, language);
      watch();
    });
    const stop = () => observer.disconnect();
    observer.observe(place);
    bus.on("canvas.viewbox.changed", watch);
    bus.on("diagram.destroy", stop); // a viewer goes before the effects that hold it
    return () => {
      stop();
      bus.off("canvas.viewbox.changed", watch);
    };
  }, [viewer, container, focusId, language]);
  return cut;
}

/** A viewer over the model, made anew when model or theme change: the renderer takes its colours when it is made. */
export function useViewer(
  container: RefObject<HTMLDivElement | null>,
  xml: string,
  tokens: Tokens,
  onFail: () => void,
): NavigatedViewer | null {
  const language = useLanguage();
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
      textRenderer: { defaultStyle: { fontSize: TEXT_PX[language] }, externalStyle: { fontSize: TEXT_PX[language] - 2 } },
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
  }, [container, xml, tokens, language, onFail]);
  return viewer;
}
