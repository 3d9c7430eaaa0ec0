/** What is chosen on the canvas, and every edit that can be made to the form. */
import { useCallback, useMemo, useRef, useState } from "react";

import type { FieldExtras, FormComponent, FormRule, FormSchema, Language } from "@/lib/forms/model";
import { keyOf } from "@/lib/forms/schema";

import { withWords } from "./edits";
import { hasChoices, isDecoration, type Kind, startOf } from "./kinds";
import { accessKeyOf, keyFrom, rename, tableOf, takenBeside } from "./naming";
import { change, find, insert, mayStand, move, neighbourPlace, parentOf, type Place, remove, withIds } from "./structure";

/** Words that new components begin with. */
export interface StartWords {
  kind: (kind: Kind, language: Language) => string;
  option: (number: number, language: Language) => string;
}

export interface Builder {
  schema: FormSchema;
  selected: FormComponent | null;
  select: (id: string | null) => void;
  add: (kind: Kind, place: Place) => void;
  addAll: (components: readonly FormComponent[]) => void;
  move: (id: string, place: Place) => void;
  step: (id: string, step: -1 | 1) => void;
  copy: (id: string) => void;
  remove: (id: string) => void;
  edit: (id: string, edit: (component: FormComponent) => FormComponent) => void;
  setLabel: (id: string, language: Language, text: string) => void;
  setKey: (id: string, key: string) => void;
  setRules: (rules: readonly FormRule[]) => void;
  setTitle: (language: Language, text: string) => void;
  /** Where a click puts a new one: after the chosen one, else at the end. */
  placeOfClick: (kind: Kind) => Place;
}

interface Options {
  schema: FormSchema;
  words: StartWords;
  onChange: (schema: FormSchema) => void;
  /** A field has another key: what steps say about it follows. */
  onRename: (before: string, next: string, schema: FormSchema) => void;
}

export function useBuilder({ schema: given, words, onChange, onRename }: Options): Builder {
  const schema = useMemo(() => withIds(given), [given]);
  const [chosen, select] = useState<string | null>(null);
  /** New ones whose name nobody has given yet: their key still follows it. */
  const fresh = useRef(new Set<string>());
  const selected = find(schema, chosen);

  const make = useCallback(
    (kind: Kind, place: Place): FormComponent => {
      const table = place.where === "inside" ? find(schema, place.id) : parentOf(schema, place.id);
      const inTable = table !== null && table.type !== "group" ? table : null;
      const made = named(schema, kind, words, inTable);
      fresh.current.add(made.id ?? "");
      return made;
    },
    [schema, words],
  );

  const add = (kind: Kind, place: Place) => {
    const component = make(kind, place);
    if (!mayStand(schema, component, place)) return;
    onChange(insert(schema, component, place));
    select(component.id ?? null);
  };
  const setKey = (id: string, key: string) => {
    const before = accessKeyOf(schema, id);
    const next = rename(schema, id, key);
    if (next === schema) return;
    onRename(before, accessKeyOf(next, id), next);
  };
  const setLabel = (id: string, language: Language, text: string) => {
    const labelled = change(schema, id, (one) => withWords(one, "label", language, text));
    const component = find(schema, id);
    if (!fresh.current.has(id) || !component?.key || text.trim() === "") {
      onChange(labelled);
      return;
    }
    fresh.current.delete(id);
    const key = keyFrom(text, takenBeside(schema, id, tableOf(schema, id)));
    onRename(accessKeyOf(schema, id), accessKeyOf(rename(labelled, id, key), id), rename(labelled, id, key));
  };
  const copy = (id: string) => {
    const component = find(schema, id);
    if (!component) return;
    const twin = copied(schema, component);
    onChange(insert(schema, twin, { where: "after", id }));
    select(twin.id ?? null);
  };
  const step = (id: string, direction: -1 | 1) => {
    const place = neighbourPlace(schema, id, direction);
    if (place) onChange(move(schema, id, place));
  };
  return {
    schema,
    selected,
    select,
    add,
    addAll: (components) => onChange(withIds({ ...schema, components: [...schema.components, ...unique(schema, components)] })),
    move: (id, place) => onChange(move(schema, id, place)),
    step,
    copy,
    remove: (id) => {
      onChange(remove(schema, id));
      select(null);
    },
    edit: (id, edit) => onChange(change(schema, id, edit)),
    setLabel,
    setKey,
    setRules: (rules) => onChange({ ...schema, dj: { ...schema.dj, rules } }),
    setTitle: (language, text) => onChange({ ...schema, dj: { ...schema.dj, title: { ...schema.dj?.title, [language]: text } } }),
    placeOfClick: (kind) => placeOfClick(schema, selected, kind),
  };
}

function placeOfClick(schema: FormSchema, selected: FormComponent | null, kind: Kind): Place {
  if (!selected?.id) return { where: "inside", id: null };
  const candidate = { ...startOf(kind), id: "" };
  const inside: Place = { where: "inside", id: selected.id };
  if (selected.components && mayStand(schema, candidate, inside)) return inside;
  const after: Place = { where: "after", id: selected.id };
  if (mayStand(schema, candidate, after)) return after;
  const parent = parentOf(schema, selected.id);
  return parent?.id ? { where: "after", id: parent.id } : { where: "inside", id: null };
}

/** A new component with its name in both languages, a key, and what it needs to be looked at. */
function named(schema: FormSchema, kind: Kind, words: StartWords, table: FormComponent | null): FormComponent {
  const start = startOf(kind);
  const label = words.kind(kind, "zh-CN");
  const english = words.kind(kind, "en-US");
  const key = keyFrom(label, takenBeside(schema, null, table));
  const id = freshId(schema);
  if (kind === "separator") return { ...start, id };
  if (isDecoration(start)) return { ...start, id, text: label, dj: { text: { "en-US": english } } };
  const extras: FieldExtras = { ...start.dj, label: { "en-US": english } };
  const named: FormComponent = { ...start, id, label, dj: extras };
  if (kind === "group") return { ...named, components: [] };
  const choices = hasChoices(start) && start.dj?.values === undefined;
  return {
    ...named,
    key,
    ...(choices && { values: [1, 2].map((number) => ({ value: `${number}`, label: words.option(number, "zh-CN"), dj: { label: { "en-US": words.option(number, "en-US") } } })) }),
    ...(kind === "detail" && { components: firstColumns(words, id) }),
  };
}

function firstColumns(words: StartWords, id: string): readonly FormComponent[] {
  return (["line", "money"] as const).map((kind, index) => {
    const label = words.kind(kind, "zh-CN");
    return { ...startOf(kind), id: `${id}_${index + 1}`, key: keyFrom(label, new Set()), label, dj: { label: { "en-US": words.kind(kind, "en-US") } } };
  });
}

function freshId(schema: FormSchema): string {
  const taken = JSON.stringify(schema.components);
  let number = 1;
  while (taken.includes(`"field_${number}"`) || taken.includes(`"field_${number}_1"`)) number += 1;
  return `field_${number}`;
}

function copied(schema: FormSchema, component: FormComponent): FormComponent {
  const id = freshId(schema);
  const taken = takenBeside(schema, null, tableOf(schema, component.id ?? ""));
  const key = keyOf(component);
  const columns = component.components?.map((one, index) => ({ ...one, id: `${id}_${index + 1}` }));
  const inGroup = component.type === "group" ? { components: [] } : columns && { components: columns };
  return { ...component, id, ...(component.key && key && { key: keyFrom(key, taken) }), ...inGroup };
}

/** Components from elsewhere with keys that are still free. */
function unique(schema: FormSchema, components: readonly FormComponent[]): readonly FormComponent[] {
  const taken = new Set(takenBeside(schema, null, null));
  return components.map((component) => {
    const key = keyFrom(component.key ?? component.label ?? component.type, taken);
    taken.add(key);
    return { ...component, key };
  });
}
