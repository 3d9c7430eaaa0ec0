/** What we use of bpmn-js, typed: the libraries' own types cover little of it. */

import type { PadWords } from "./contextPad";

/** An element of the BPMN document: attributes and children by name, namespaced types (`bpmn:UserTask`). */
export interface ModdleElement {
  $type: string;
  $parent?: ModdleElement | undefined;
  $attrs?: Record<string, string>;
  $descriptor?: { properties: readonly { name: string; ns: { localName: string; name: string }; isMany?: boolean; default?: unknown }[] };
  $instanceOf?: (type: string) => boolean;
  id?: string;
  get: (name: string) => unknown;
  set: (name: string, value: unknown) => void;
  [name: string]: unknown;
}

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A shape, connection or label on the canvas. */
export interface DiagramElement extends Partial<Bounds> {
  id: string;
  type: string;
  businessObject: ModdleElement;
  parent?: DiagramElement;
  incoming?: readonly DiagramElement[];
  outgoing?: readonly DiagramElement[];
  source?: DiagramElement;
  target?: DiagramElement;
  waypoints?: readonly { x: number; y: number }[];
  labelTarget?: DiagramElement;
  host?: DiagramElement;
  attachers?: readonly DiagramElement[];
  children?: readonly DiagramElement[];
}

export interface Moddle {
  create: (type: string, attributes?: Record<string, unknown>) => ModdleElement;
  fromXML: (xml: string, type?: string) => Promise<{ rootElement: ModdleElement; warnings: readonly { message: string }[] }>;
  toXML: (element: ModdleElement, options?: { format?: boolean }) => Promise<{ xml: string }>;
}

export interface CommandStack {
  execute: (command: string, context: Record<string, unknown>) => void;
  registerHandler: (command: string, handler: unknown) => void;
  canUndo: () => boolean;
  canRedo: () => boolean;
  undo: () => void;
  redo: () => void;
  clear: (emit?: boolean) => void;
}

export interface Modeling {
  updateProperties: (element: DiagramElement, properties: Record<string, unknown>) => void;
  updateModdleProperties: (element: DiagramElement, part: ModdleElement, properties: Record<string, unknown>) => void;
  updateLabel: (element: DiagramElement, label: string) => void;
  appendShape: (source: DiagramElement, shape: unknown, position: { x: number; y: number }, target?: DiagramElement) => DiagramElement;
  createShape: (shape: unknown, position: { x: number; y: number }, target: DiagramElement, hints?: { attach?: boolean }) => DiagramElement;
  connect: (source: DiagramElement, target: DiagramElement, attributes?: Record<string, unknown>) => DiagramElement;
  removeElements: (elements: readonly DiagramElement[]) => void;
}

export interface EventBus {
  on: (events: string | readonly string[], priority: number | ((event: DiagramEvent) => void), listener?: (event: DiagramEvent) => void) => void;
  off: (events: string | readonly string[], listener: (event: DiagramEvent) => void) => void;
  fire: (event: string, payload?: Record<string, unknown>) => void;
}

export interface DiagramEvent {
  element?: DiagramElement;
  originalEvent?: Event;
  newSelection?: readonly DiagramElement[];
  [name: string]: unknown;
}

export interface Selection {
  get: () => readonly DiagramElement[];
  select: (elements: DiagramElement | readonly DiagramElement[] | null) => void;
}

export interface ElementRegistry {
  get: (id: string) => DiagramElement | undefined;
  getAll: () => readonly DiagramElement[];
  filter: (test: (element: DiagramElement) => boolean) => readonly DiagramElement[];
  getGraphics: (element: DiagramElement) => SVGElement;
}

export interface Canvas {
  zoom: (level?: number | "fit-viewport", center?: "auto" | { x: number; y: number }) => number;
  viewbox: (box?: Bounds) => Bounds & { scale: number; inner: Bounds; outer: { width: number; height: number } };
  getRootElement: () => DiagramElement;
  addMarker: (element: DiagramElement | string, marker: string) => void;
  removeMarker: (element: DiagramElement | string, marker: string) => void;
  scrollToElement: (element: DiagramElement | string, padding?: number) => void;
  getContainer: () => HTMLElement;
  resized: () => void;
}

export interface ElementFactory {
  createShape: (attributes: Record<string, unknown>) => DiagramElement;
  createParticipantShape: (attributes: Record<string, unknown>) => DiagramElement;
}

/** Services of the modeler by name. */
export interface Services {
  dujiangWords: { pad: PadWords };
  moddle: Moddle;
  commandStack: CommandStack;
  modeling: Modeling;
  eventBus: EventBus;
  selection: Selection;
  elementRegistry: ElementRegistry;
  canvas: Canvas;
  elementFactory: ElementFactory;
  create: { start: (event: Event, shape: DiagramElement | readonly DiagramElement[], context?: Record<string, unknown>) => void };
  autoPlace: { append: (source: DiagramElement, shape: DiagramElement, hints?: Record<string, unknown>) => DiagramElement };
  overlays: {
    add: (element: string, type: string, overlay: { position: Record<string, number>; html: HTMLElement }) => string;
    remove: (filter: { type: string }) => void;
  };
  copyPaste: { copy: (elements: readonly DiagramElement[]) => unknown; paste: (context?: Record<string, unknown>) => readonly DiagramElement[] };
  connect: { start: (event: Event, source: DiagramElement, autoActivate?: boolean) => void };
  popupMenu: {
    open: (target: DiagramElement, id: string, position: { x: number; y: number; cursor?: { x: number; y: number } }, options?: Record<string, unknown>) => void;
    registerProvider: (id: string, priority: number, provider: unknown) => void;
  };
  handTool: { activateHand: (event: Event) => void; isActive: () => boolean };
  lassoTool: { activateSelection: (event: Event) => void };
  spaceTool: { activateSelection: (event: Event) => void };
  searchPad: { toggle: () => void };
  toolManager: { setActive: (tool: string | null) => void };
  minimap: { open: () => void; close: () => void; isOpen: () => boolean };
  editorActions: { trigger: (action: string, options?: Record<string, unknown>) => unknown };
  bpmnReplace: { replaceElement: (element: DiagramElement, target: Record<string, unknown>) => DiagramElement };
  zoomScroll: { stepZoom: (delta: number) => void };
  directEditing: { activate: (element: DiagramElement) => void; isActive: () => boolean; complete: () => void };
}

/** The modeler as the rest of the designer sees it. */
export interface Modeler {
  get: <Name extends keyof Services>(name: Name) => Services[Name];
  importXML: (xml: string) => Promise<{ warnings: readonly { message: string }[] }>;
  saveXML: (options?: { format?: boolean }) => Promise<{ xml?: string }>;
  saveSVG: () => Promise<{ svg: string }>;
  attachTo: (parent: HTMLElement) => void;
  detach: () => void;
  destroy: () => void;
}
