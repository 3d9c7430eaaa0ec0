/** The modeler: bpmn-js with our palette, context pad, menus and words. Loaded only when somebody designs. */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./canvas.css";

import BpmnModeler from "bpmn-js/lib/Modeler";

import descriptor from "../../../../../src/dujiang/bpmn/dujiang-moddle.json";
import { compoundModule } from "./compound";
import { contextPadModule, type PadWords, padWordsModule } from "./contextPad";
import { paletteModule } from "./palette";
import { translateInto } from "./translate";
import type { Modeler } from "./types";

export interface ModelerOptions {
  container?: HTMLElement;
  language: string;
  font: string;
  words: PadWords;
  /** Further diagram-js modules, such as the small map. */
  modules?: readonly Record<string, unknown>[];
}

export function createModeler({ container, language, font, words, modules = [] }: ModelerOptions): Modeler {
  const modeler = new BpmnModeler({
    ...(container && { container }),
    keyboard: { bind: false }, // keys are the page's: the same list shows and remaps them
    bpmnRenderer: { defaultFillColor: "var(--surface)", defaultStrokeColor: "var(--diagram-line)", defaultLabelColor: "var(--text)" },
    textRenderer: {
      defaultStyle: { fontFamily: font, fontSize: 12, lineHeight: 1.35 },
      externalStyle: { fontFamily: font, fontSize: 11, lineHeight: 1.3 },
    },
    minimap: { open: true },
    moddleExtensions: { dj: descriptor },
    additionalModules: [
      { translate: ["value", translateInto(language)] },
      paletteModule,
      padWordsModule(words),
      contextPadModule,
      compoundModule,
      ...modules,
    ],
  });
  return modeler as unknown as Modeler;
}
