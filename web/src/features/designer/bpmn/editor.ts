/** Edits of the document in the words of the designer. Each is one step of undo. */
import type { Plain } from "../document/extensions";
import { readAll, withAll } from "../document/extensions";
import { TOGETHER } from "./compound";
import { definitionsOf, idFrom, keyOfSubject, rootsOf, type Subject, SUBJECTS, subjectsIn } from "./subjects";
import type { DiagramElement, Modeler, ModdleElement } from "./types";

export interface TimerSetting {
  kind: "duration" | "date" | "cycle";
  value: string;
}

const TIMER_PROPERTY = { duration: "timeDuration", date: "timeDate", cycle: "timeCycle" } as const;

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
    this.setPart(element, owner, { extensionElements });
  }

  /** Change some attributes of our element of a type; it comes into being with the first. */
  change(element: DiagramElement, type: string, changes: Plain, owner = element.businessObject): void {
    const [first = {}, ...others] = readAll(owner, type);
    this.setAll(element, type, [{ ...first, ...changes }, ...others], owner);
  }

  /** The condition under which a flow is taken; null takes it away. */
  setCondition(flow: DiagramElement, feel: string | null): void {
    this.setExpression(flow, flow.businessObject, "conditionExpression", feel ?? "");
  }

  /** An expression that an element or a part of it holds; empty takes it away. */
  setExpression(element: DiagramElement, part: ModdleElement, property: string, feel: string): void {
    const body = feel.trim();
    this.setPart(element, part, { [property]: body ? this.expression(part, body) : undefined });
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
    if (timer.value) properties[TIMER_PROPERTY[timer.kind]] = this.expression(definition, timer.value);
    this.setPart(element, definition, properties);
  }

  /** Attributes of an element, or of a part of it such as an event definition. */
  setPart(element: DiagramElement, part: ModdleElement, properties: Record<string, unknown>): void {
    const modeling = this.#modeler.get("modeling");
    if (part === element.businessObject) modeling.updateProperties(element, properties);
    else modeling.updateModdleProperties(element, part, properties);
  }

  setDocumentation(element: DiagramElement, text: string): void {
    const documentation = text ? [this.#modeler.get("moddle").create("bpmn:Documentation", { text })] : [];
    this.#modeler.get("modeling").updateProperties(element, { documentation });
  }

  /** What an event, task or loop is about: found by its code or name, or made. Empty takes it away. */
  setSubject(element: DiagramElement, part: ModdleElement, subject: Subject, text: string): void {
    const { reference } = SUBJECTS[subject];
    if (!text) {
      this.setPart(element, part, { [reference]: undefined });
      return;
    }
    const known = subjectsIn(element.businessObject, subject).find((one) => keyOfSubject(subject, one) === text);
    this.together(() => {
      const root = known ?? this.#makeSubject(element, subject, text);
      this.setPart(element, part, { [reference]: root });
    });
  }

  /** Put something beside the processes of the file: a subject, an event definition that a loop throws, a data store. */
  addRoot(element: DiagramElement, type: string, attributes: Record<string, unknown>): ModdleElement {
    const definitions = definitionsOf(element.businessObject);
    const made = this.make(definitions, type, attributes);
    const rootElements = [...rootsOf(element.businessObject), made];
    this.#modeler.get("modeling").updateModdleProperties(element, definitions, { rootElements });
    return made;
  }

  removeRoot(element: DiagramElement, root: ModdleElement): void {
    const rootElements = rootsOf(element.businessObject).filter((one) => one !== root);
    this.#modeler.get("modeling").updateModdleProperties(element, definitionsOf(element.businessObject), { rootElements });
  }

  remove(elements: readonly DiagramElement[]): void {
    this.#modeler.get("modeling").removeElements([...elements]);
  }

  /** A part of the document that belongs to another; it is not yet set anywhere. */
  make(parent: ModdleElement, type: string, attributes: Record<string, unknown> = {}): ModdleElement {
    const made = this.#modeler.get("moddle").create(type, attributes);
    made.$parent = parent;
    return made;
  }

  expression(parent: ModdleElement, body: string): ModdleElement {
    return this.make(parent, "bpmn:FormalExpression", { body });
  }

  #makeSubject(element: DiagramElement, subject: Subject, text: string): ModdleElement {
    const { type, by, prefix } = SUBJECTS[subject];
    const id = idFrom(prefix, text, rootsOf(element.businessObject));
    return this.addRoot(element, type, { id, name: text, [by]: text });
  }
}
