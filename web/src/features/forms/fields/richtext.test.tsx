import { render } from "@testing-library/react";
import { expect, test } from "vitest";

import { plainText, RichText } from "./richtext";

const shown = (html: string): string => render(<RichText html={html} />).container.innerHTML;

test("paragraphs, lists and emphasis are kept", () => {
  expect(shown("<p>甲<b>乙</b></p><ul><li>丙</li></ul>")).toBe("<p>甲<b>乙</b></p><ul><li>丙</li></ul>");
});

test("scripts, handlers, styles and strange links are not", () => {
  const html = `<p onclick="x()" style="position:fixed">a<script>alert(1)</script><a href="javascript:x()">b</a></p><img src=x onerror=x>`;

  expect(shown(html)).toBe("<p>ab</p>");
});

test("links open outside and lead nowhere else", () => {
  expect(shown('<a href="https://example.org" onclick="x">c</a>')).toBe(
    '<a href="https://example.org" target="_blank" rel="noreferrer">c</a>',
  );
});

test("the words alone can be had", () => {
  expect(plainText("<p>甲<b>乙</b></p>")).toBe("甲乙");
});
