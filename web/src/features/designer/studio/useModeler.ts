import "bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";

import minimap from "diagram-js-minimap";
import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { FONT } from "@/ui/theme/tokens";

import { createModeler } from "../bpmn/createModeler";
import { Editor } from "../bpmn/editor";
import { englishNamesModule } from "../bpmn/shownNames";
import type { DiagramElement, Modeler } from "../bpmn/types";

/** Pause after an edit before the document is written out: dragging makes many. */
const WRITE_AFTER_MS = 300;

const MODULES = { "zh-CN": [minimap], "en-US": [minimap, englishNamesModule] };

export interface ModelerHandle {
  modeler: Modeler;
  editor: Editor;
}

/** A modeler in a container, with the document in it; `onChange` gets the document after edits. */
export function useModeler(options: {
  container: RefObject<HTMLElement | null>;
  language: "zh-CN" | "en-US";
  /** The document to open; a new key opens it anew. */
  xml: string;
  openKey: string;
  onChange: (xml: string) => void;
  onBroken: (message: string) => void;
}): ModelerHandle | null {
  const { container, language, openKey } = options;
  const { t } = useTranslation("designer");
  const words = useMemo(
    () => ({
      append: t("pad.append"),
      branch: t("pad.branch"),
      end: t("pad.end"),
      connect: t("pad.connect"),
      change: t("pad.change"),
      copy: t("pad.copy"),
      remove: t("pad.remove"),
      approval: t("palette.approval"),
    }),
    [t],
  );
  const [handle, setHandle] = useState<ModelerHandle | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  useEffect(() => {
    const parent = container.current;
    if (!parent) return undefined;
    const modeler = createModeler({ container: parent, language, font: FONT[language], words, modules: MODULES[language] });
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const write = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        void modeler.saveXML({ format: true }).then(({ xml }) => {
          if (xml && !isGone) latest.current.onChange(xml);
        });
      }, WRITE_AFTER_MS);
    };
    modeler.importXML(latest.current.xml).then(
      () => {
        if (isGone) return;
        modeler.get("eventBus").on("commandStack.changed", write);
        fitInto(modeler);
        setHandle({ modeler, editor: new Editor(modeler) });
      },
      (cause: unknown) => {
        if (!isGone) latest.current.onBroken(cause instanceof Error ? cause.message : String(cause));
      },
    );
    return () => {
      isGone = true;
      clearTimeout(timer);
      setHandle(null);
      modeler.destroy();
    };
  }, [container, language, words, openKey]);
  return handle;
}

const MAX_SCALE = 1;
/** Room around a diagram that is shown whole. */
const MARGIN_PX = 48;

/** The whole diagram with some room around it, but never larger than life. */
export function fitInto(modeler: Modeler): void {
  const canvas = modeler.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  const { inner, outer } = canvas.viewbox();
  const fits = Math.min((outer.width - 2 * MARGIN_PX) / inner.width, (outer.height - 2 * MARGIN_PX) / inner.height);
  if (!Number.isFinite(fits) || fits <= 0) return;
  const scale = Math.min(fits, MAX_SCALE);
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: inner.x + (inner.width - width) / 2, y: inner.y + (inner.height - height) / 2, width, height });
}

export interface ModelerState {
  /** What is selected, or the process itself when nothing is. */
  element: DiagramElement;
  selected: readonly DiagramElement[];
  canUndo: boolean;
  canRedo: boolean;
  revision: number;
}

/** Selection and undo of a modeler, as they change. */
export function useModelerState(handle: ModelerHandle | null): ModelerState | null {
  const [state, setState] = useState<ModelerState | null>(null);
  useEffect(() => {
    if (!handle) return undefined;
    const { modeler } = handle;
    const read = () =>
      setState((before) => {
        const selected = modeler.get("selection").get();
        const [only, ...others] = selected;
        const stack = modeler.get("commandStack");
        return {
          element: only && others.length === 0 ? (only.labelTarget ?? only) : modeler.get("canvas").getRootElement(),
          selected,
          canUndo: stack.canUndo(),
          canRedo: stack.canRedo(),
          revision: (before?.revision ?? 0) + 1,
        };
      });
    const events = ["selection.changed", "commandStack.changed", "root.set"];
    modeler.get("eventBus").on(events, read);
    read();
    return () => {
      modeler.get("eventBus").off(events, read);
      setState(null);
    };
  }, [handle]);
  return state;
}

/** How large the diagram is shown. */
export function useScale(modeler: Modeler): number {
  return useSyncExternalStore(
    (changed) => {
      modeler.get("eventBus").on("canvas.viewbox.changed", changed);
      return () => modeler.get("eventBus").off("canvas.viewbox.changed", changed);
    },
    () => modeler.get("canvas").zoom(),
  );
}
