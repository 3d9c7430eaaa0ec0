/** Edits of the document in the words of the designer. Each is one step of undo. */
import type { Plain } from "../document/extensions";
import { readAll, withAll } from "../document/extensions";
import { TOGETHER } from "./compound";
import type { DiagramElement, Modeler, ModdleElement } from "./types";

export interface TimerSetting {
  kind: "duration" | "date" | "cycle";
  value: string;
}

const TIMER_PROPERTY = { duration: "timeDuration", date: "timeDate", cycle: "timeCycle" } as const;

export type Subject = "error" | "message";

const SUBJECTS = {
  error: { type: "bpmn:Error", by: "errorCode", reference: "errorRef" },
  message: { type: "bpmn:Message", by: "name", reference: "messageRef" },
} as const;

function definitionsOf(element: ModdleElement): ModdleElement {
  let at = element;
  while (at.$parent) at = at.$parent;
  return at;
}

/** A readable id that is still free: Error_budget, Error_budget_2 ... */
function idFrom(subject: Subject, text: string, roots: readonly ModdleElement[]): string {
  const base = `${subject === "error" ? "Error" : "Message"}_${text.replace(/[^\p{L}\p{N}_]+/gu, "_")}`;
  const taken = new Set(roots.map((one) => one.id));
  if (!taken.has(base)) return base;
  let count = 2;
  while (taken.has(`${base}_${count}`)) count += 1;
  return `${base}_${count}`;
}

export class Editor {
  readonly #modeler: Modeler;

  constructor(modeler: Modeler) {
    this.#modeler = modeler;
  }

  /** Several edits as one step of undo. */
  together(edit: () => void): void {
    this.#modeler.get("commandStack").execute(TOGETHER, { edit });
  }

  setName(element: DiagramElement, name: string): void {
    this.#modeler.get("modeling").updateProperties(element, { name: name || undefined });
  }

  setProperties(element: DiagramElement, properties: Record<string, unknown>): void {
    this.#modeler.get("modeling").updateProperties(element, properties);
  }

  /** Replace all of our elements of a type; `owner` is the element's own document part unless it says otherwise. */
  setAll(element: DiagramElement, type: string, values: readonly Plain[], owner = element.businessObject): void {
    const extensionElements = withAll(this.#modeler.get("moddle"), owner, type, values);
    const modeling = this.#modeler.get("modeling");
    if (owner === element.businessObject) modeling.updateProperties(element, { extensionElements });
    else modeling.updateModdleProperties(element, owner, { extensionElements });
  }

  /** Change some attributes of our element of a type; it comes into being with the first. */
  change(element: DiagramElement, type: string, changes: Plain, owner = element.businessObject): void {
    const [first = {}, ...others] = readAll(owner, type);
    this.setAll(element, type, [{ ...first, ...changes }, ...others], owner);
  }

  /** The condition under which a flow is taken; null takes it away. */
  setCondition(flow: DiagramElement, feel: string | null): void {
    const body = feel?.trim();
    const conditionExpression = body ? this.#expression(flow.businessObject, body) : undefined;
    this.#modeler.get("modeling").updateProperties(flow, { conditionExpression });
  }

  /** The flow that is taken when no condition is true. It needs none itself. */
  setDefault(flow: DiagramElement, isDefault: boolean): void {
    const { source } = flow;
    if (!source) return;
    this.together(() => {
      const modeling = this.#modeler.get("modeling");
      if (isDefault) modeling.updateProperties(flow, { conditionExpression: undefined });
      modeling.updateProperties(source, { default: isDefault ? flow.businessObject : undefined });
    });
  }

  setTimer(element: DiagramElement, definition: ModdleElement, timer: TimerSetting): void {
    const properties: Record<string, unknown> = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined };
    if (timer.value) properties[TIMER_PROPERTY[timer.kind]] = this.#expression(definition, timer.value);
    this.#modeler.get("modeling").updateModdleProperties(element, definition, properties);
  }

  setPart(element: DiagramElement, part: ModdleElement, properties: Record<string, unknown>): void {
    this.#modeler.get("modeling").updateModdleProperties(element, part, properties);
  }

  setDocumentation(element: DiagramElement, text: string): void {
    const documentation = text ? [this.#modeler.get("moddle").create("bpmn:Documentation", { text })] : [];
    this.#modeler.get("modeling").updateProperties(element, { documentation });
  }

  /** The error or message that an event is about: found by its code or name, or made. Empty takes it away. */
  setSubject(element: DiagramElement, definition: ModdleElement, subject: Subject, text: string): void {
    const { type, by, reference } = SUBJECTS[subject];
    const modeling = this.#modeler.get("modeling");
    if (!text) {
      modeling.updateModdleProperties(element, definition, { [reference]: undefined });
      return;
    }
    const definitions = definitionsOf(element.businessObject);
    const roots = definitions.get("rootElements") as readonly ModdleElement[];
    const known = roots.find((one) => one.$type === type && one[by] === text);
    if (known) {
      modeling.updateModdleProperties(element, definition, { [reference]: known });
      return;
    }
    const made = this.#modeler.get("moddle").create(type, { id: idFrom(subject, text, roots), name: text, [by]: text });
    made.$parent = definitions;
    this.together(() => {
      modeling.updateModdleProperties(element, definitions, { rootElements: [...roots, made] });
      modeling.updateModdleProperties(element, definition, { [reference]: made });
    });
  }

  remove(elements: readonly DiagramElement[]): void {
    this.#modeler.get("modeling").removeElements([...elements]);
  }

  #expression(parent: ModdleElement, body: string): ModdleElement {
    const expression = this.#modeler.get("moddle").create("bpmn:FormalExpression", { body });
    expression.$parent = parent;
    return expression;
  }
}
