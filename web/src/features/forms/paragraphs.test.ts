import { expect, test } from "vitest";

import { blocksOf } from "./paragraphs";

test("a heading ends with its line, the text below it is its own", () => {
  expect(blocksOf("# 说明\n请先看制度。\n再填。")).toEqual([
    { kind: "heading", lines: ["说明"] },
    { kind: "paragraph", lines: ["请先看制度。", "再填。"] },
  ]);
});

test("points of a list belong together, an empty line parts paragraphs", () => {
  expect(blocksOf("需要：\n- 发票\n- 合同\n\n谢谢。\n\n完。")).toEqual([
    { kind: "paragraph", lines: ["需要："] },
    { kind: "list", lines: ["发票", "合同"] },
    { kind: "paragraph", lines: ["谢谢。"] },
    { kind: "paragraph", lines: ["完。"] },
  ]);
});
