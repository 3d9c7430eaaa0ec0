/** dmn-js as our editor: relations, tables and expressions of one document, in our words and colours. */
import "dmn-js/dist/assets/diagram-js.css";
import "dmn-js/dist/assets/dmn-js-shared.css";
import "dmn-js/dist/assets/dmn-js-drd.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-js-literal-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression-controls.css";
import "dmn-js/dist/assets/dmn-font/css/dmn.css";
import "./editor.css";

import Modeler, { type DmnView } from "dmn-js/lib/Modeler";

import { builtInsIn } from "../feel/builtins";
import { withEdges } from "./edges";
import { hitsModule, type Marks, paint } from "./hitsColumn";
import { fromEditor, toEditor } from "./namespaces";
import { translateInto } from "./translate";

/** FEEL's own names of types, so that what is chosen here is what the server reads. */
const TYPES = [
  "string",
  "number",
  "boolean",
  "date",
  "time",
  "date and time",
  "days and time duration",
  "years and months duration",
  "Any",
];

/** The relations between decisions; every other view is a decision's id. */
export const RELATIONS = "relations";

export interface EditorView {
  id: string;
  name: string;
}

export interface EditorEvents {
  onChange: (xml: string) => void;
  onHistory: (history: { canUndo: boolean; canRedo: boolean }) => void;
  onViews: (views: readonly EditorView[], active: string) => void;
}

export interface RuleEditor {
  load: (xml: string, view: string) => Promise<void>;
  open: (view: string) => Promise<void>;
  undo: () => void;
  redo: () => void;
  /** The document as it stands this moment. */
  xml: () => Promise<string>;
  mark: (marks: Marks) => void;
  /** Bring a rule into sight. */
  showRule: (ruleId: string) => void;
  destroy: () => void;
}

interface Options {
  container: HTMLElement;
  language: "zh-CN" | "en-US";
  hitsHead: string;
  events: EditorEvents;
}

/** Pause in typing after which the document is written. */
const WRITE_AFTER_MS = 300;

export function createEditor({ container, language, hitsHead, events }: Options): RuleEditor {
  const words = { translate: ["value", translateInto(language)] };
  const modeler = new Modeler({
    container,
    common: {
      dataTypes: TYPES,
      expressionLanguages: { options: [{ value: "feel", label: "FEEL" }], defaults: { editor: "feel" } },
      feelLanguageContext: { builtins: builtInsIn(language) },
    },
    drd: { additionalModules: [words] },
    decisionTable: { additionalModules: [words, hitsModule(hitsHead)] },
    literalExpression: { additionalModules: [words] },
    boxedExpression: { additionalModules: [words] },
  });
  let marks: Marks | null = null;
  let writing: ReturnType<typeof setTimeout> | undefined;

  const repaint = () => {
    if (marks) paint(container, marks);
  };
  const tellViews = () => {
    const active = modeler.getActiveView();
    events.onViews(modeler.getViews().map(shown), active ? idOf(active) : RELATIONS);
  };
  const tellHistory = () => {
    const stack = modeler.getActiveViewer()?.get("commandStack");
    events.onHistory({ canUndo: stack?.canUndo() ?? false, canRedo: stack?.canRedo() ?? false });
  };
  const xml = async () => fromEditor((await modeler.saveXML({ format: true })).xml);
  const changed = () => {
    tellHistory();
    requestAnimationFrame(repaint);
    clearTimeout(writing);
    writing = setTimeout(() => void xml().then(events.onChange), WRITE_AFTER_MS);
  };
  const open = async (id: string) => {
    const views = modeler.getViews();
    const view = views.find((one) => idOf(one) === id) ?? views.find((one) => one.type !== "drd") ?? views[0];
    if (!view) return;
    await modeler.open(view);
    if (view.type === "drd") modeler.getActiveViewer()?.get("canvas").zoom("fit-viewport");
    tellViews();
    tellHistory();
    repaint();
  };
  modeler.on("viewer.created", ({ viewer }) => viewer.on("commandStack.changed", () => changedBy(viewer.get("commandStack"), changed)));
  modeler.on("views.changed", tellViews);

  return {
    load: async (document, view) => {
      await modeler.importXML(toEditor(withEdges(document)), { open: false });
      await open(view);
    },
    open,
    undo: () => modeler.getActiveViewer()?.get("commandStack").undo(),
    redo: () => modeler.getActiveViewer()?.get("commandStack").redo(),
    xml,
    mark: (next) => {
      marks = next;
      repaint();
    },
    showRule: (ruleId) => {
      const row = container.querySelector(`td[data-row-id="${CSS.escape(ruleId)}"]`);
      row?.scrollIntoView({ block: "center" });
    },
    destroy: () => {
      clearTimeout(writing);
      modeler.destroy();
    },
  };
}

/** Clearing the stack when a view opens is no edit. */
function changedBy(stack: { canUndo(): boolean; canRedo(): boolean }, changed: () => void): void {
  if (stack.canUndo() || stack.canRedo()) changed();
}

const idOf = (view: DmnView): string => (view.type === "drd" ? RELATIONS : view.element.id);
const shown = (view: DmnView): EditorView => ({ id: idOf(view), name: view.element.name ?? view.element.id });
