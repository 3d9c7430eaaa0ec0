/**
 * A column at the end of the table: how often each rule has matched. dmn-js makes the cells; what stands in them is
 * painted from outside, so that counting does not touch the document.
 */
import { createVNode, type VNode } from "inferno";

/** Flags of the library are numbers here: its enums cannot be imported one by one. */
const element = createVNode as unknown as (
  flags: number,
  type: string,
  className: string,
  children: string | null,
  childFlags: number,
  props?: Record<string, string>,
) => VNode;

const ELEMENT = 1;
const NO_CHILDREN = 1;
const ANY_CHILDREN = 0;

interface Components {
  onGetComponent(type: "cell", find: (context: { cellType: string }) => unknown): void;
}

const cell = ({ row }: { row: { id: string } }): VNode =>
  element(ELEMENT, "td", "rule-hits", null, NO_CHILDREN, { "data-row-id": row.id });

function column(head: string) {
  const headCell = (): VNode => element(ELEMENT, "th", "rule-hits", head, ANY_CHILDREN);
  function RuleHits(components: Components) {
    components.onGetComponent("cell", ({ cellType }) => {
      if (cellType === "after-rule-cells") return cell;
      return cellType === "after-label-cells" ? headCell : undefined;
    });
  }
  RuleHits.$inject = ["components"];
  return RuleHits;
}

/** The module for dmn-js; `head` is the column's name. */
export const hitsModule = (head: string) => ({ __init__: ["ruleHits"], ruleHits: ["type", column(head)] });

export interface Marks {
  /** Matches by rule id; null while nothing was ever looked up, then the column stays empty. */
  hits: Readonly<Record<string, number>> | null;
  /** Rules that the values of the test panel match. */
  matched: ReadonlySet<string>;
  /** Rules that the checks speak of. */
  doubtful: ReadonlyMap<string, "error" | "warning" | "hint">;
  words: { unused: string };
}

/** Put numbers, bars and marks on the rows as they are now. */
export function paint(container: HTMLElement, marks: Marks): void {
  const most = Math.max(1, ...Object.values(marks.hits ?? {}));
  for (const found of container.querySelectorAll<HTMLElement>("td.rule-hits")) {
    const id = found.dataset["rowId"] ?? "";
    const row = found.closest("tr");
    row?.toggleAttribute("data-matched", marks.matched.has(id));
    const doubt = marks.doubtful.get(id);
    if (doubt) row?.setAttribute("data-doubt", doubt);
    else row?.removeAttribute("data-doubt");
    fill(found, marks, id, most);
  }
}

function fill(cell: HTMLElement, marks: Marks, id: string, most: number): void {
  const count = marks.hits?.[id] ?? 0;
  const wanted = marks.hits === null ? "" : `${count}`;
  if (cell.dataset["shown"] === `${wanted}/${most}`) return;
  cell.dataset["shown"] = `${wanted}/${most}`;
  cell.replaceChildren();
  if (marks.hits === null) return;
  const bar = document.createElement("span");
  bar.className = "rule-bar";
  const part = document.createElement("span");
  part.style.width = `${Math.round((count / most) * 100)}%`;
  bar.append(part);
  const figure = document.createElement("span");
  figure.className = count > 0 ? "rule-count" : "rule-unused";
  figure.textContent = count > 0 ? count.toLocaleString("en-US") : marks.words.unused;
  cell.append(bar, figure);
}
