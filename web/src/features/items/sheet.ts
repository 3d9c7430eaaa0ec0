import type { Decision, ItemAction, ItemFacts, PathNode, Pick as LaterStep, ReturnTarget } from "@/api/types.gen";

/** What a sheet hands back: the rest of a decision. */
export interface SheetAnswer {
  comment: string;
  reasonCategory?: string;
  returnTo?: string;
  comeBack?: ReturnTarget["comeBack"][number];
  people?: string[];
  picked?: Record<string, string[]>;
  signature?: string;
  code?: string;
  mode?: NonNullable<Decision["mode"]>;
}

export interface SheetProps {
  itemId: string;
  /** What the step asks for beside the opinion. */
  item: Pick<ItemFacts, "signature" | "needsCode" | "hand">;
  /** Later steps whose people are chosen with this decision. */
  picks: readonly LaterStep[];
  action: ItemAction;
  comment: string;
  /** The way so far: who handled the steps that it can go back to. */
  path: readonly PathNode[];
  busy: boolean;
  onAnswer: (answer: SheetAnswer) => void;
  onClose: () => void;
}

/** Whether the step wants a signature or a code with the decision. */
export const asksForProof = ({ signature, needsCode }: Pick<ItemFacts, "signature" | "needsCode">): boolean =>
  signature !== "none" || needsCode;
