/** What a new version changes, element by element, in sentences. */
import type { ModdleElement } from "../bpmn/types";
import { readEverything } from "./extensions";
import { type Kind, kindOf, nameOf } from "./kinds";
import type { ParsedDocument } from "./parse";
import { type Naming, sayAll } from "./sentences";

export interface Change {
  what: "added" | "removed" | "changed";
  id: string;
  kind: Kind;
  name: string;
  /** What the change is about; empty for the element itself. */
  about: string;
  before: string;
  after: string;
}

/** Changes from one document to another; a null document has nothing in it. */
export function diffDocuments(before: ParsedDocument | null, after: ParsedDocument, naming: Naming): readonly Change[] {
  const old = new Map(elementsOf(before).map((element) => [keyOf(element), element]));
  const fresh = new Map(elementsOf(after).map((element) => [keyOf(element), element]));
  const added = [...fresh].filter(([key]) => !old.has(key)).flatMap(([, element]) => whole("added", element, naming));
  const removed = [...old].filter(([key]) => !fresh.has(key)).flatMap(([, element]) => whole("removed", element, naming));
  const changed = [...fresh].flatMap(([key, element]) => {
    const was = old.get(key);
    return was ? changesOf(was, element, naming) : [];
  });
  return [...changed, ...added, ...removed];
}

/** Flows are told by the steps they join; their own ids change when somebody draws them anew. */
function keyOf(element: ModdleElement): string {
  if (element.$type !== "bpmn:SequenceFlow") return element.id ?? "";
  const end = (name: string) => (element[name] as ModdleElement | undefined)?.id ?? "";
  return `${end("sourceRef")} -> ${end("targetRef")}`;
}

function elementsOf(document: ParsedDocument | null): readonly ModdleElement[] {
  return document ? [document.process, ...document.nodes, ...document.flows] : [];
}

function whole(what: "added" | "removed", element: ModdleElement, naming: Naming): readonly Change[] {
  const name = titleOf(element, naming);
  const said = sayAll(element, naming)
    .map((one) => one.text)
    .join(naming.t("stop"));
  const text = said || naming.t(`kind.${kindOf(element)}`);
  const sides = what === "added" ? { before: "", after: text } : { before: text, after: "" };
  return [{ what, id: element.id ?? "", kind: kindOf(element), name, about: "", ...sides }];
}

function changesOf(was: ModdleElement, is: ModdleElement, naming: Naming): readonly Change[] {
  const said = (element: ModdleElement) => new Map(sayAll(element, naming).map((one) => [one.about, one.text]));
  const [before, after] = [said(was), said(is)];
  const shared = { what: "changed" as const, id: is.id ?? "", kind: kindOf(is), name: titleOf(is, naming) };
  const abouts = [...new Set([...before.keys(), ...after.keys()])].filter((about) => before.get(about) !== after.get(about));
  const settings = abouts.map((about): Change => ({ ...shared, about, before: before.get(about) ?? "", after: after.get(about) ?? "" }));
  const [oldName, newName] = [nameOf(was, naming.language), nameOf(is, naming.language)];
  const renamed: Change[] = oldName === newName ? [] : [{ ...shared, about: "name", before: oldName, after: newName }];
  const found = [...renamed, ...settings];
  if (found.length > 0 || fingerprint(was) === fingerprint(is)) return found;
  return [{ ...shared, about: "technical", before: naming.t("diff.technical"), after: naming.t("diff.technicalChanged") }];
}

/** What the sentences do not say in full: the whole of our settings, and the calculation. */
function fingerprint(element: ModdleElement): string {
  return JSON.stringify([readEverything(element), element["script"], element["cancelActivity"], element.get("dj:nameEn")]);
}

/** A flow without a name of its own is known by where it leads. */
function titleOf(element: ModdleElement, { language, t }: Naming): string {
  const own = nameOf(element, language);
  if (own || element.$type !== "bpmn:SequenceFlow") return own || t(`kind.${kindOf(element)}`);
  const end = (name: string) => {
    const node = element[name] as ModdleElement | undefined;
    return node ? nameOf(node, language) || t(`kind.${kindOf(node)}`) : "";
  };
  return t("diff.flow", { from: end("sourceRef"), to: end("targetRef") });
}

/** Fields that a form gains, loses or renames. */
export function diffForms(before: unknown, after: unknown, labels: (schema: unknown) => ReadonlyMap<string, string>): readonly Change[] {
  const [old, fresh] = [labels(before), labels(after)];
  const changes: Change[] = [];
  for (const [key, label] of fresh) {
    const was = old.get(key);
    const shared = { id: key, kind: "other" as const, name: label, about: "" };
    if (was === undefined) changes.push({ ...shared, what: "added", before: "", after: label });
    else if (was !== label) changes.push({ ...shared, what: "changed", before: was, after: label });
  }
  for (const [key, label] of old) {
    if (!fresh.has(key)) changes.push({ id: key, kind: "other", name: label, about: "", what: "removed", before: label, after: "" });
  }
  return changes;
}
