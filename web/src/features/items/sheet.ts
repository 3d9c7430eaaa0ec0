import type { Decision, ItemAction, PathNode, ReturnTarget } from "@/api/types.gen";

/** What a sheet hands back: the rest of a decision. */
export interface SheetAnswer {
  comment: string;
  reasonCategory?: string;
  returnTo?: string;
  comeBack?: ReturnTarget["comeBack"][number];
  people?: string[];
  mode?: NonNullable<Decision["mode"]>;
}

export interface SheetProps {
  itemId: string;
  action: ItemAction;
  comment: string;
  /** The way so far: who handled the steps that it can go back to. */
  path: readonly PathNode[];
  busy: boolean;
  onAnswer: (answer: SheetAnswer) => void;
  onClose: () => void;
}
