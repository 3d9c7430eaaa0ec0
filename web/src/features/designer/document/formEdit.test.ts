import { expect, test } from "vitest";

import { changeField, NO_HISTORY, redoOnce, remember, undoOnce } from "./formEdit";

const FORM = {
  type: "default",
  id: "leave",
  components: [
    { key: "start_on", type: "datetime", dateLabel: "开始日期", x: 1 },
    { type: "group", id: "g", components: [{ key: "reason", type: "textarea", label: "事由", dj: { sensitive: true } }] },
  ],
  dj: { rules: [{ id: "r" }] },
};

test("a label changes where the field keeps it, everything else stays", () => {
  expect(changeField(FORM, "start_on", { label: "起始日" })).toEqual({
    ...FORM,
    components: [{ key: "start_on", type: "datetime", dateLabel: "起始日", x: 1 }, FORM.components[1]],
  });
});

test("fields in groups can be required and named in English", () => {
  const next = changeField(FORM, "reason", { isRequired: true, labelEn: "Reason" }) as typeof FORM;

  expect(next.components[1]).toMatchObject({
    components: [{ key: "reason", validate: { required: true }, dj: { sensitive: true, label: { "en-US": "Reason" } } }],
  });
});

test("a change is done, undone and done again", () => {
  const changed = changeField(FORM, "start_on", { label: "起始日" });
  const history = remember(NO_HISTORY, FORM);

  const undone = undoOnce(history, changed);
  expect(undone?.document).toBe(FORM);

  const redone = undone && redoOnce(undone.history, undone.document);
  expect(redone?.document).toBe(changed);
  expect(redone?.history).toEqual(history);
  expect(undoOnce(NO_HISTORY, FORM)).toBeNull();
  expect(redoOnce(NO_HISTORY, FORM)).toBeNull();
});
