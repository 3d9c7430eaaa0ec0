/**
 * Who may touch which field, and what follows from it. The same rules as on the server:
 * what a step cannot change keeps the value it has and is not checked.
 */
import { namesIn } from "@/lib/feel/evaluate";
import type { Access, AccessByField, FormComponent } from "@/lib/forms/model";
import { columnsOf, fieldsOf, isTable, keyOf } from "@/lib/forms/schema";

type KeyedField = FormComponent & { key: string };

/** A field's access; what nobody said is open, as on the start form. */
export function accessOf(component: FormComponent, access: AccessByField): Access {
  const key = keyOf(component);
  return fixed(component, (key ? access[key] : undefined) ?? component.dj?.access ?? "edit");
}

/** A column's access: its own (`table.column`), or its table's. */
export function columnAccess(table: FormComponent, column: FormComponent, access: AccessByField): Access {
  const stated = access[`${keyOf(table) ?? ""}.${keyOf(column) ?? ""}`] ?? column.dj?.access;
  return fixed(column, stated ?? accessOf(table, access));
}

function fixed(component: FormComponent, stated: Access): Access {
  const isFixed = component.readonly === true || component.disabled === true || component.type === "serial";
  return stated === "edit" && isFixed ? "read" : stated;
}

export function isComputed(component: FormComponent): boolean {
  return Boolean(component.dj?.compute ?? component.expression) || component.type === "serial";
}

/** The expression that gives a field its value. */
export function computeOf(component: FormComponent): string | undefined {
  return component.dj?.compute ?? (component.type === "expression" ? component.expression : undefined);
}

export function mayEnterColumn(table: FormComponent, column: FormComponent, access: AccessByField): boolean {
  return !isComputed(column) && columnAccess(table, column, access) === "edit";
}

/** Whether people type something into this field, or into a column of it. */
export function mayEnter(field: FormComponent, access: AccessByField): boolean {
  if (isComputed(field)) return false;
  if (accessOf(field, access) === "edit") return true;
  return isTable(field) && columnsOf(field).some((column) => mayEnterColumn(field, column, access));
}

/** Fields whose value can change here: entered, or computed from one that is. */
export function liveFields(components: readonly FormComponent[], access: AccessByField): ReadonlySet<string> {
  const fields = fieldsOf(components);
  const keys = new Set(fields.map((field) => field.key));
  const live = new Set(fields.filter((field) => mayEnter(field, access)).map((field) => field.key));
  const waiting = fields.filter((field) => computeOf(field) !== undefined);
  for (let before = -1; before !== live.size; ) {
    before = live.size;
    for (const field of waiting) if (isMoved(field, keys, live, access)) live.add(field.key);
  }
  return live;
}

function isMoved(field: KeyedField, keys: ReadonlySet<string>, live: ReadonlySet<string>, access: AccessByField): boolean {
  const read = [...namesIn(computeOf(field) ?? "")].filter((name) => keys.has(name));
  return read.length > 0 ? read.some((name) => live.has(name)) : accessOf(field, access) === "edit";
}
