/** A DMN document as the pages beside the editor read it: its decisions, its tables, their rules. */

export interface RuleLine {
  id: string;
  /** Inputs first, then outputs. */
  cells: readonly string[];
}

export interface TableColumn {
  label: string;
  /** What it tests, or the name of its result. */
  expression: string;
  type: string;
}

export interface TableView {
  id: string;
  hitPolicy: string;
  inputs: readonly TableColumn[];
  outputs: readonly TableColumn[];
  rules: readonly RuleLine[];
}

export interface DecisionPart {
  id: string;
  name: string;
  description: string;
  table: TableView | null;
  /** The text of a literal expression. */
  expression: string | null;
}

export interface ModelView {
  name: string;
  decisions: readonly DecisionPart[];
}

export function readModel(xml: string): ModelView | null {
  const root = new DOMParser().parseFromString(xml, "application/xml").documentElement;
  if (root.localName !== "definitions") return null;
  return { name: root.getAttribute("name") ?? "", decisions: children(root, "decision").map(readDecision) };
}

const children = (element: Element, name: string): Element[] => [...element.children].filter((child) => child.localName === name);
const child = (element: Element, name: string): Element | undefined => children(element, name)[0];
const attribute = (element: Element | undefined, name: string): string => element?.getAttribute(name) ?? "";
const textOf = (element: Element | undefined): string => (element ? (child(element, "text")?.textContent ?? "").trim() : "");

function readDecision(element: Element): DecisionPart {
  const table = child(element, "decisionTable");
  const literal = child(element, "literalExpression");
  return {
    id: attribute(element, "id"),
    name: attribute(element, "name"),
    description: child(element, "description")?.textContent.trim() ?? "",
    table: table ? readTable(table) : null,
    expression: literal ? textOf(literal) : null,
  };
}

function readTable(element: Element): TableView {
  return {
    id: attribute(element, "id"),
    hitPolicy: attribute(element, "hitPolicy") || "UNIQUE",
    inputs: children(element, "input").map((input) => ({
      label: attribute(input, "label"),
      expression: textOf(child(input, "inputExpression")),
      type: attribute(child(input, "inputExpression"), "typeRef"),
    })),
    outputs: children(element, "output").map((output) => ({
      label: attribute(output, "label"),
      expression: attribute(output, "name"),
      type: attribute(output, "typeRef"),
    })),
    rules: children(element, "rule").map((rule) => ({
      id: attribute(rule, "id"),
      cells: [...children(rule, "inputEntry"), ...children(rule, "outputEntry")].map(textOf),
    })),
  };
}

export const columnName = (column: TableColumn | undefined): string => column?.label || column?.expression || "";

export interface RuleChange {
  decision: string;
  kind: "added" | "removed" | "changed" | "moved" | "table";
  /** From 1, in the newer document (in the older one for what was removed). */
  number: number;
  cells: readonly { column: string; was: string; now: string }[];
}

/** What is different between two documents, rule by rule; rules are known by their ids. */
export function compareModels(before: ModelView, after: ModelView): RuleChange[] {
  const known = new Map(before.decisions.map((decision) => [decision.id, decision]));
  const changes = after.decisions.flatMap((decision) => compareDecisions(known.get(decision.id), decision));
  const gone = before.decisions.filter((decision) => !after.decisions.some((one) => one.id === decision.id));
  return [...changes, ...gone.map((decision): RuleChange => ({ decision: decision.name, kind: "table", number: 0, cells: [{ column: "", was: decision.name, now: "" }] }))];
}

function compareDecisions(before: DecisionPart | undefined, after: DecisionPart): RuleChange[] {
  const whole = (was: string, now: string): RuleChange => ({ decision: after.name, kind: "table", number: 0, cells: [{ column: "", was, now }] });
  if (!before) return [whole("", after.name)];
  if ((before.expression ?? "") !== (after.expression ?? "")) return [whole(before.expression ?? "", after.expression ?? "")];
  if (!before.table || !after.table) return before.table === after.table ? [] : [whole(before.name, after.name)];
  const policy = before.table.hitPolicy === after.table.hitPolicy ? [] : [whole(before.table.hitPolicy, after.table.hitPolicy)];
  return [...policy, ...compareTables(after.name, before.table, after.table)];
}

function compareTables(decision: string, before: TableView, after: TableView): RuleChange[] {
  const columns = [...after.inputs, ...after.outputs].map(columnName);
  const places = new Map(before.rules.map((rule, place) => [rule.id, place]));
  const found: RuleChange[] = [];
  after.rules.forEach((rule, place) => {
    const old = before.rules[places.get(rule.id) ?? -1];
    const cells = columns.map((column, index) => ({ column, was: old?.cells[index] ?? "", now: rule.cells[index] ?? "" }));
    const differing = cells.filter(({ was, now }) => was !== now);
    if (!old) found.push({ decision, kind: "added", number: place + 1, cells });
    else if (differing.length > 0) found.push({ decision, kind: "changed", number: place + 1, cells: differing });
  });
  before.rules.forEach((rule, place) => {
    if (after.rules.some(({ id }) => id === rule.id)) return;
    const cells = columns.map((column, index) => ({ column, was: rule.cells[index] ?? "", now: "" }));
    found.push({ decision, kind: "removed", number: place + 1, cells });
  });
  const kept = before.rules.filter(({ id }) => after.rules.some((rule) => rule.id === id)).map(({ id }) => id);
  const order = after.rules.filter(({ id }) => places.has(id)).map(({ id }) => id);
  if (kept.join() !== order.join()) found.push({ decision, kind: "moved", number: 0, cells: [] });
  return found;
}
