import type { ItemAction } from "@/api/types.gen";
import type { ButtonKind } from "@/ui/act/Button";

export type ActionName = ItemAction["action"];

/** The one that moves the work on is filled; giving it away is text. */
export const ORDER: readonly ActionName[] = [
  ...(["approve", "complete", "submit", "claim", "advise", "reject", "return", "transfer", "release", "recall"] as const),
  ...(["takeBack", "abstain", "delegate", "addBefore", "addAfter", "addBeside"] as const),
];
export const MAIN = new Set<ActionName>(["approve", "complete", "submit", "claim", "advise"]);
const TEXT = new Set<ActionName>(["transfer", "release", "recall", "takeBack"]);
/** Rarer ones wait behind the three dots. */
export const FOLDED = new Set<ActionName>(["abstain", "delegate", "addBefore", "addAfter", "addBeside"]);
export const KEYS: Partial<Record<ActionName, string>> = {
  approve: "a",
  complete: "a",
  submit: "a",
  reject: "r",
  return: "b",
  transfer: "t",
  claim: "a",
};

export const kindOf = (action: ActionName): ButtonKind => (MAIN.has(action) ? "filled" : TEXT.has(action) ? "text" : "outlined");
