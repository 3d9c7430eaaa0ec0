/** What every part of the properties panel shares. */
import { createContext, use } from "react";

import type { Editor } from "../bpmn/editor";
import type { DiagramElement, Modeler } from "../bpmn/types";
import type { FormField } from "../document/fields";

export interface PanelScene {
  modeler: Modeler;
  editor: Editor;
  element: DiagramElement;
  /** Grows with every edit: what was read from the document is read again. */
  revision: number;
  language: string;
  /** Fields of the process' form, for permissions and conditions. */
  fields: readonly FormField[];
  /** Opens the form tab. */
  onOpenForm: () => void;
}

export const PanelContext = createContext<PanelScene | null>(null);

export function usePanel(): PanelScene {
  const scene = use(PanelContext);
  if (!scene) throw new Error("a part of the panel stands outside of it");
  return scene;
}
