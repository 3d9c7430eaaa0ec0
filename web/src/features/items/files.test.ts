import { expect, test } from "vitest";

import { filesOf } from "./files";

const FORM = {
  components: [
    { type: "textfield", key: "reason", label: "事由" },
    { type: "group", components: [{ type: "filepicker", key: "proof", label: "证明", dj: { label: { "en-US": "Proof" } } }] },
    { type: "detail", key: "lines", components: [{ type: "picture", key: "photo", label: "照片" }] },
  ],
};

test("files are found in fields, in groups and in the rows of tables, with the field's name", () => {
  const values = { reason: "x", proof: ["a", "b"], lines: [{ photo: ["c"] }, { photo: [] }] };

  expect(filesOf(FORM, values, "en-US")).toEqual([
    { id: "a", field: "Proof" },
    { id: "b", field: "Proof" },
    { id: "c", field: "照片" },
  ]);
});

test("a form without files has none", () => {
  expect(filesOf({}, {}, "zh-CN")).toEqual([]);
});
