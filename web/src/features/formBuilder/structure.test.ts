import { expect, test } from "vitest";

import type { FormComponent, FormSchema } from "@/lib/forms/model";

import { everything, insert, move, mayStand, neighbourPlace, remove, withIds } from "./structure";

const text = (id: string, row?: string): FormComponent => ({ id, key: id, type: "textfield", label: id, ...(row && { layout: { row, columns: null } }) });
const form = (...components: FormComponent[]): FormSchema => ({ type: "default", id: "f", components });
const table = (id: string, ...columns: FormComponent[]): FormComponent => ({ id, key: id, type: "detail", components: columns });
const order = (schema: FormSchema) => everything(schema.components).map((one) => one.id);
const rows = (schema: FormSchema) => schema.components.map((one) => one.layout?.row ?? "-");

test("a component from elsewhere gets an id of its own", () => {
  const twice: FormComponent = { key: "a", type: "textfield" };

  const ids = order(withIds(form(twice, table("t", twice))));

  expect(new Set(ids).size).toBe(3);
});

test("something put beside a field shares its row", () => {
  const next = insert(form(text("a"), text("b")), text("c"), { where: "left", id: "b" });

  expect(order(next)).toEqual(["a", "c", "b"]);
  expect(rows(next)).toEqual(["-", "row_b", "row_b"]);
});

test("something put after a field of a row stands below the whole row", () => {
  const next = insert(form(text("a", "r"), text("b", "r"), text("c")), text("d"), { where: "after", id: "a" });

  expect(order(next)).toEqual(["a", "b", "d", "c"]);
});

test("a full row takes no more: the new one stands below it", () => {
  const next = insert(form(text("a", "r"), text("b", "r"), text("c", "r"), text("d", "r")), text("e"), { where: "right", id: "b" });

  expect(order(next)).toEqual(["a", "b", "c", "d", "e"]);
  expect(next.components[4]?.layout).toBeUndefined();
});

test("who is left alone in a row has the whole width again", () => {
  const next = remove(form(text("a", "r"), text("b", "r")), "a");

  expect(next.components).toEqual([text("b")]);
});

test("columns of a table stand in their order without rows", () => {
  const next = insert(form(table("t", text("a"), text("b"))), text("c"), { where: "right", id: "a" });

  expect(order(next)).toEqual(["t", "a", "c", "b"]);
  expect(next.components[0]?.components?.[1]?.layout).toBeUndefined();
});

test("a table takes no table, a heading takes no column, nothing stands in itself", () => {
  const group: FormComponent = { id: "g", type: "group", components: [text("x")] };
  const schema = form(table("t", text("a")), table("u"), group);

  expect(mayStand(schema, table("u"), { where: "inside", id: "t" })).toBe(false);
  expect(mayStand(schema, { id: "n", type: "text" }, { where: "after", id: "a" })).toBe(false);
  expect(mayStand(schema, group, { where: "after", id: "x" })).toBe(false);
  expect(mayStand(schema, text("z"), { where: "inside", id: "g" })).toBe(true);
});

test("moving keeps everything else in its order", () => {
  const schema = form(text("a"), text("b"), text("c"));

  expect(order(move(schema, "c", { where: "before", id: "a" }))).toEqual(["c", "a", "b"]);
  expect(move(schema, "a", { where: "after", id: "a" })).toBe(schema);
});

test("stepping down goes along the row, then out of it, then past the next", () => {
  const schema = form(text("a", "r"), text("b", "r"), text("c"));
  const step = (from: FormSchema, id: string) => {
    const place = neighbourPlace(from, id, 1);
    return place ? move(from, id, place) : from;
  };

  const along = step(schema, "a");
  expect(order(along)).toEqual(["b", "a", "c"]);
  const out = step(along, "a");
  expect(rows(out)).toEqual(["-", "-", "-"]);
  expect(order(step(out, "a"))).toEqual(["b", "c", "a"]);
  expect(neighbourPlace(form(text("a")), "a", 1)).toBeNull();
});
