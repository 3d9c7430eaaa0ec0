/**
 * Our elements in a BPMN document as plain values, and back.
 *
 * A value is never changed in place: an edit makes new extension elements, so that the command stack can put the
 * old ones back. What we do not know in there is carried along untouched.
 */
import type { Moddle, ModdleElement } from "../bpmn/types";

/** Attributes of one of our elements; children are lists of the same. */
export type Plain = Readonly<Record<string, unknown>>;

/** Children by the name they have in the descriptor. */
const CHILDREN: Readonly<Record<string, string>> = {
  assignees: "dj:Assignee",
  deadlines: "dj:Deadline",
  reminders: "dj:Reminder",
  apart: "dj:Apart",
  starters: "dj:Starter",
  entries: "dj:Property",
  postings: "dj:Posting",
  jobs: "dj:Job",
  notices: "dj:Notice",
};

function extensionsOf(owner: ModdleElement): readonly ModdleElement[] {
  const holder = owner.get("extensionElements") as ModdleElement | undefined;
  return (holder?.get("values") as readonly ModdleElement[] | undefined) ?? [];
}

/** All of our elements of a type in the owner, as plain values. */
export function readAll(owner: ModdleElement, type: string): readonly Plain[] {
  return extensionsOf(owner).filter((one) => one.$type === type).map(plainOf);
}

export function readOne(owner: ModdleElement, type: string): Plain | null {
  return readAll(owner, type)[0] ?? null;
}

/** Everything of ours that an element carries, by type: to see whether anything at all has changed. */
export function readEverything(owner: ModdleElement): readonly (readonly [string, Plain])[] {
  return extensionsOf(owner).filter((one) => one.$type.startsWith("dj:")).map((one) => [one.$type, plainOf(one)]);
}

function plainOf(element: ModdleElement): Plain {
  const entries: [string, unknown][] = [];
  for (const property of element.$descriptor?.properties ?? []) {
    const name = property.ns.localName;
    const value = element[name];
    if (value === undefined || value === null) continue;
    entries.push([name, Array.isArray(value) ? (value as ModdleElement[]).map(plainOf) : value]);
  }
  return { ...element.$attrs, ...Object.fromEntries(entries) };
}

/** New extension elements in which those of a type are replaced; null when nothing is left in them. */
export function withAll(
  moddle: Moddle,
  owner: ModdleElement,
  type: string,
  values: readonly Plain[],
): ModdleElement | undefined {
  const before = extensionsOf(owner);
  const at = before.findIndex((one) => one.$type === type);
  const others = before.filter((one) => one.$type !== type);
  const place = at < 0 ? others.length : before.slice(0, at).filter((one) => one.$type !== type).length;
  const made = values.map((value) => elementOf(moddle, type, value));
  const all = [...others.slice(0, place), ...made, ...others.slice(place)];
  if (all.length === 0) return undefined;
  const holder = moddle.create("bpmn:ExtensionElements", { values: all });
  for (const one of all) one.$parent = holder;
  holder.$parent = owner;
  return holder;
}

function elementOf(moddle: Moddle, type: string, value: Plain): ModdleElement {
  const attributes: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(value)) {
    const child = CHILDREN[name];
    if (isUnset(content)) continue;
    attributes[name] = child ? (content as readonly Plain[]).map((one) => elementOf(moddle, child, one)) : content;
  }
  const element = moddle.create(type, attributes);
  for (const name of Object.keys(CHILDREN)) {
    for (const one of (attributes[name] as ModdleElement[] | undefined) ?? []) one.$parent = element;
  }
  return element;
}

/** An empty text, an empty list and a flag that is off are not written: the file says only what somebody chose. */
function isUnset(content: unknown): boolean {
  return content === undefined || content === null || content === "" || (Array.isArray(content) && content.length === 0);
}
