/** Names on the canvas in English, where the page is: drawn and edited there as `dj:nameEn`, the file's own name stays. */
import BpmnRenderer from "bpmn-js/lib/draw/BpmnRenderer";
import type TextRenderer from "bpmn-js/lib/draw/TextRenderer";
import LabelEditingProvider from "bpmn-js/lib/features/label-editing/LabelEditingProvider";

import type { DiagramElement, Modeling } from "./types";

const NAME_EN = "dj:nameEn";
/** Before the renderer that draws names as they are in the file. */
const PRIORITY = 1_500;

/** The English name of an element that has one. */
function englishName(element: DiagramElement): string | undefined {
  const name = element.businessObject.get(NAME_EN);
  return typeof name === "string" && name ? name : undefined;
}

/** A text renderer that says the English name of what is being drawn instead of its own name. */
class Names {
  drawn: DiagramElement | null = null;
  readonly #text: TextRenderer;

  constructor(text: TextRenderer) {
    this.#text = text;
  }

  createText(...[text, options]: Parameters<TextRenderer["createText"]>): SVGElement {
    const { drawn } = this;
    const english = drawn?.businessObject["name"] === text ? englishName(drawn) : undefined;
    return this.#text.createText(english ?? text, options);
  }

  getExternalStyle(): object {
    return this.#text.getExternalStyle();
  }

  getDefaultStyle(): object {
    return this.#text.getDefaultStyle();
  }
}

type Drawing = BpmnRenderer["drawShape"];

class EnglishRenderer extends BpmnRenderer {
  static override $inject = BpmnRenderer.$inject;

  readonly #names: Names;

  constructor(...[config, eventBus, styles, pathMap, canvas, text]: ConstructorParameters<typeof BpmnRenderer>) {
    const names = new Names(text);
    super(config, eventBus, styles, pathMap, canvas, names as unknown as TextRenderer, PRIORITY);
    this.#names = names;
  }

  override drawShape(...[graphics, element, attributes]: Parameters<Drawing>): ReturnType<Drawing> {
    this.#names.drawn = element as unknown as DiagramElement;
    return super.drawShape(graphics, element, attributes);
  }
}

class EnglishLabelEditing extends LabelEditingProvider {
  static override $inject = LabelEditingProvider.$inject;

  readonly #modeling: Modeling;

  constructor(...services: ConstructorParameters<typeof LabelEditingProvider>) {
    super(...services);
    this.#modeling = services[4] as unknown as Modeling;
  }

  override activate(element: Parameters<LabelEditingProvider["activate"]>[0]): ReturnType<LabelEditingProvider["activate"]> {
    const editing = super.activate(element) as ReturnType<LabelEditingProvider["activate"]> | undefined;
    const english = englishName(element as unknown as DiagramElement);
    return (editing && english ? { ...editing, text: english } : editing) as ReturnType<LabelEditingProvider["activate"]>;
  }

  override update(element: DiagramElement, label: string, before: string, bounds: unknown): void {
    if (!englishName(element)) super.update(element, label, before, bounds);
    else this.#modeling.updateProperties(element.labelTarget ?? element, { [NAME_EN]: label.trim() || undefined });
  }
}

/** For English pages: a further module of the modeler. */
export const englishNamesModule = {
  __init__: ["englishRenderer"],
  englishRenderer: ["type", EnglishRenderer],
  labelEditingProvider: ["type", EnglishLabelEditing],
};
