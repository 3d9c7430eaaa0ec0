/**
 * The order of a form: finding, putting, moving and taking out. Pure: every edit is a new schema.
 *
 * Every component is known by its `id`; a schema from elsewhere gets ids where it has none. A row is what shares
 * `layout.row`; in a table there are no rows, its components are the columns.
 */
import type { FormComponent, FormSchema } from "@/lib/forms/model";
import { isTable, keyOf } from "@/lib/forms/schema";

import { without } from "./edits";
import { isContainer, mayBeColumn } from "./kinds";

export type Placed = FormComponent & { id: string };

/** Where something is put: in the order before or after one, beside it in the same row, or last in a container. */
export type Place =
  | { where: "before" | "after" | "left" | "right"; id: string }
  | { where: "inside"; id: string | null };

/** More fields side by side cannot be read on a desk. */
export const MAX_IN_ROW = 4;

/** The schema in which every component has an id of its own. */
export function withIds(schema: FormSchema): FormSchema {
  const taken = new Set<string>();
  const own = (component: FormComponent): FormComponent => {
    let id = component.id ?? `f_${keyOf(component) ?? component.type}`;
    for (let number = 2; taken.has(id); number += 1) id = `${component.id ?? `f_${keyOf(component) ?? component.type}`}_${number}`;
    taken.add(id);
    const inner = component.components && { components: component.components.map(own) };
    return component.id === id && !inner ? component : { ...component, id, ...inner };
  };
  return { ...schema, components: schema.components.map(own) };
}

/** All components, containers opened, in reading order. */
export function everything(components: readonly FormComponent[]): readonly FormComponent[] {
  return components.flatMap((one) => [one, ...everything(one.components ?? [])]);
}

export function find(schema: FormSchema, id: string | null): FormComponent | null {
  return id === null ? null : (everything(schema.components).find((one) => one.id === id) ?? null);
}

/** The container in which a component stands; null for the form itself. */
export function parentOf(schema: FormSchema, id: string): FormComponent | null {
  return everything(schema.components).find((one) => one.components?.some((inner) => inner.id === id)) ?? null;
}

export function change(schema: FormSchema, id: string, edit: (component: FormComponent) => FormComponent): FormSchema {
  const within = (components: readonly FormComponent[]): readonly FormComponent[] =>
    components.map((one) => {
      if (one.id === id) return edit(one);
      return one.components ? { ...one, components: within(one.components) } : one;
    });
  return { ...schema, components: within(schema.components) };
}

export function remove(schema: FormSchema, id: string): FormSchema {
  const within = (components: readonly FormComponent[]): readonly FormComponent[] =>
    tidy(
      components
        .filter((one) => one.id !== id)
        .map((one) => (one.components ? { ...one, components: within(one.components) } : one)),
    );
  return { ...schema, components: within(schema.components) };
}

/** Whether the component may stand at a place: not in itself, and in a table only what can be a column. */
export function mayStand(schema: FormSchema, component: Pick<FormComponent, "id" | "type" | "components">, place: Place): boolean {
  const container = place.where === "inside" ? find(schema, place.id) : parentOf(schema, place.id);
  const own = component.components ? everything(component.components).map((one) => one.id) : [];
  if (place.id !== null && (place.id === component.id || own.includes(place.id))) return false;
  if (container && isTable(container)) return mayBeColumn(component);
  return place.where !== "inside" || container === null || isContainer(container);
}

export function insert(schema: FormSchema, component: FormComponent, place: Place): FormSchema {
  if (place.where === "inside") {
    const added = withoutRow(component);
    if (place.id === null) return { ...schema, components: [...schema.components, added] };
    return change(schema, place.id, (one) => ({ ...one, components: [...(one.components ?? []), added] }));
  }
  const container = parentOf(schema, place.id);
  const edit = (components: readonly FormComponent[]): readonly FormComponent[] =>
    container && isTable(container) ? inOrder(components, component, place) : inRows(components, component, place);
  if (!container) return { ...schema, components: edit(schema.components) };
  return change(schema, container.id ?? "", (one) => ({ ...one, components: edit(one.components ?? []) }));
}

export function move(schema: FormSchema, id: string, place: Place): FormSchema {
  const component = find(schema, id);
  if (!component || !mayStand(schema, component, place)) return schema;
  return insert(remove(schema, id), component, place);
}

type Beside = Exclude<Place, { where: "inside" }>;

function inOrder(components: readonly FormComponent[], component: FormComponent, place: Beside): readonly FormComponent[] {
  const at = components.findIndex((one) => one.id === place.id);
  const index = place.where === "before" || place.where === "left" ? at : at + 1;
  return components.toSpliced(index, 0, withoutRow(component));
}

function inRows(components: readonly FormComponent[], component: FormComponent, place: Beside): readonly FormComponent[] {
  const at = components.findIndex((one) => one.id === place.id);
  const target = components[at];
  if (!target) return components;
  const row = membersAround(components, at);
  const isFull = row.end - row.start >= MAX_IN_ROW;
  if (place.where === "before" || (place.where === "left" && isFull)) return components.toSpliced(row.start, 0, withoutRow(component));
  if (place.where === "after" || isFull) return components.toSpliced(row.end, 0, withoutRow(component));
  const name = target.layout?.row ?? `row_${target.id ?? at}`;
  const added = components.toSpliced(place.where === "left" ? at : at + 1, 0, component);
  return added.map((one, index) => (index >= row.start && index <= row.end ? { ...one, layout: { row: name, columns: null } } : one));
}

/** The neighbours that share a row with the component at an index. */
function membersAround(components: readonly FormComponent[], at: number): { start: number; end: number } {
  const row = components[at]?.layout?.row;
  let [start, end] = [at, at + 1];
  if (!row) return { start, end };
  while (components[start - 1]?.layout?.row === row) start -= 1;
  while (components[end]?.layout?.row === row) end += 1;
  return { start, end };
}

/** One that is left alone in its row needs no row; its width goes back to the whole. */
function tidy(components: readonly FormComponent[]): readonly FormComponent[] {
  return components.map((one, at) => {
    const { start, end } = membersAround(components, at);
    const wasShared = one.layout?.row !== undefined && one.layout.columns === null;
    return wasShared && end - start === 1 ? withoutRow(one) : one;
  });
}

function withoutRow(component: FormComponent): FormComponent {
  return without(component, "layout");
}

/** One step up or down in reading order, staying in the container; null at its end. */
export function neighbourPlace(schema: FormSchema, id: string, step: -1 | 1): Place | null {
  const siblings = parentOf(schema, id)?.components ?? schema.components;
  const at = siblings.findIndex((one) => one.id === id);
  const inTable = isTable(parentOf(schema, id) ?? { type: "group" });
  const row = inTable ? { start: at, end: at + 1 } : membersAround(siblings, at);
  const stays = at + step >= row.start && at + step < row.end;
  const isAlone = row.end - row.start === 1;
  const [beside, outside] = step < 0 ? (["left", "before"] as const) : (["right", "after"] as const);
  const others = siblings.slice(row.start, row.end).filter((one) => one.id !== id);
  const target = stays || isAlone ? siblings[at + step] : others[0];
  return target?.id ? { where: stays ? beside : outside, id: target.id } : null;
}
