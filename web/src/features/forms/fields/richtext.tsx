/**
 * Rich text as it is shown: parsed and rebuilt from an allow-list, never handed to the page as HTML.
 * The server cleans it too; this is the second lock.
 */
import { createElement, Fragment, type ReactNode } from "react";

const TAGS = new Set(["p", "br", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "h3", "h4", "blockquote", "code", "div", "span"]);
/** Gone with everything in them; other unknown tags only lose themselves. */
const DROPPED = new Set(["script", "style", "iframe", "object", "template", "svg", "math", "noscript"]);
const VOID = new Set(["br"]);
const SAFE_LINK = /^(https?:|mailto:)/i;

export function RichText({ html }: { html: string }) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  return <>{children(body)}</>;
}

/** The words alone, for lists and comparisons. */
export function plainText(html: string): string {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}

function children(node: Node): ReactNode[] {
  return [...node.childNodes].map((child, index) => rebuild(child, index));
}

function rebuild(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.tagName.toLowerCase();
  if (DROPPED.has(tag)) return null;
  if (tag === "a") return link(node, key);
  if (!TAGS.has(tag)) return <Fragment key={key}>{children(node)}</Fragment>;
  return VOID.has(tag) ? createElement(tag, { key }) : createElement(tag, { key }, ...children(node));
}

function link(node: Element, key: number): ReactNode {
  const href = node.getAttribute("href") ?? "";
  if (!SAFE_LINK.test(href)) return <Fragment key={key}>{children(node)}</Fragment>;
  return (
    <a key={key} href={href} target="_blank" rel="noreferrer">
      {children(node)}
    </a>
  );
}
