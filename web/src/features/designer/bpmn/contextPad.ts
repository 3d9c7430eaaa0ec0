/** What can be done at the selected element: go on, branch, connect, change, copy, delete. */
import { createElement, type PaletteKind } from "./elements";
import { padIcon, type PadIcon } from "./icons";
import type { DiagramElement, Modeler } from "./types";

interface PadEntry {
  group: string;
  title: string;
  html: string;
  action: Partial<Record<"click" | "dragstart", (event: Event) => void>>;
}

/** The words of the pad; given by the page, which knows the language. */
export interface PadWords {
  append: string;
  branch: string;
  end: string;
  connect: string;
  change: string;
  copy: string;
  remove: string;
  approval: string;
}

const isA = (element: DiagramElement, type: string): boolean => element.businessObject.$instanceOf?.(type) ?? false;

const isEnd = (element: DiagramElement): boolean => isA(element, "bpmn:EndEvent");

class ContextPad {
  static $inject = ["injector", "contextPad"];

  readonly #injector: Pick<Modeler, "get">;
  readonly #words: PadWords;

  constructor(injector: Pick<Modeler, "get">, contextPad: { registerProvider: (provider: unknown) => void }) {
    this.#injector = injector;
    this.#words = injector.get("dujiangWords").pad;
    contextPad.registerProvider(this);
  }

  getContextPadEntries(element: DiagramElement): Record<string, PadEntry> {
    if (element.labelTarget) return { remove: this.#remove(element) };
    if (isA(element, "bpmn:SequenceFlow")) return { remove: this.#remove(element) };
    const goesOn = isA(element, "bpmn:FlowNode") && !isEnd(element);
    return {
      ...(goesOn && this.#goOn(element)),
      ...(isA(element, "bpmn:FlowNode") && { change: this.#change(element) }),
      copy: this.#entry("edit", "copy", this.#words.copy, () => this.#injector.get("copyPaste").copy([element])),
      remove: this.#remove(element),
    };
  }

  getMultiElementContextPadEntries(elements: readonly DiagramElement[]): Record<string, PadEntry> {
    return {
      copy: this.#entry("edit", "copy", this.#words.copy, () => this.#injector.get("copyPaste").copy(elements)),
      remove: this.#entry("edit", "trash", this.#words.remove, () => this.#injector.get("modeling").removeElements([...elements])),
    };
  }

  #goOn(element: DiagramElement): Record<string, PadEntry> {
    const pad = this.#words;
    const connect = (event: Event) => this.#injector.get("connect").start(event, element);
    return {
      append: this.#append(element, "approval", "plus", pad.append, pad.approval),
      branch: this.#append(element, "condition", "split", pad.branch),
      end: this.#append(element, "end", "end", pad.end),
      connect: { ...this.#entry("connect", "connect", pad.connect, connect), action: { click: connect, dragstart: connect } },
    };
  }

  #append(element: DiagramElement, kind: PaletteKind, icon: PadIcon, title: string, name?: string): PadEntry {
    const make = () => createElement(this.#injector.get("elementFactory"), this.#injector.get("moddle"), kind, name);
    const click = () => {
      this.#injector.get("autoPlace").append(element, make());
    };
    const dragstart = (event: Event) => this.#injector.get("create").start(event, make(), { source: element });
    return { ...this.#entry("go-on", icon, title, click), action: { click, dragstart } };
  }

  #change(element: DiagramElement): PadEntry {
    return this.#entry("edit", "change", this.#words.change, (event) => {
      const pad = event.target instanceof Element ? event.target.closest(".djs-context-pad") : null;
      const { x, bottom } = (pad ?? this.#injector.get("canvas").getContainer()).getBoundingClientRect();
      const cursor = event instanceof MouseEvent ? { x: event.x, y: event.y } : { x, y: bottom };
      this.#injector.get("popupMenu").open(element, "bpmn-replace", { x, y: bottom + 4, cursor }, { title: this.#words.change, width: 260, search: true });
    });
  }

  #remove(element: DiagramElement): PadEntry {
    return this.#entry("edit", "trash", this.#words.remove, () => this.#injector.get("modeling").removeElements([element]));
  }

  #entry(group: string, icon: PadIcon, title: string, click: (event: Event) => void): PadEntry {
    const html = `<div class="entry" draggable="true" role="button" tabindex="-1" aria-label="${title}">${padIcon(icon)}</div>`;
    return { group, title, html, action: { click } };
  }
}

export const contextPadModule = { contextPadProvider: ["type", ContextPad] };

/** Gives the pad its words. */
export function padWordsModule(pad: PadWords) {
  return { dujiangWords: ["value", { pad }] };
}
