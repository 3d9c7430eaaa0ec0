import type { ComponentType } from "react";

/** What an element of a model is marked as; `text` stands on its upper edge. */
export interface ModelMark {
  id: string;
  kind: "walked" | "now" | "failed" | "picked" | "leaving" | "added" | "removed" | "changed" | "moved";
  text?: string | undefined;
}

export interface ModelSlotProps {
  xml: string;
  marks: readonly ModelMark[];
  label: string;
  /** Where to look first when the whole does not fit. */
  focusId?: string | undefined;
  /** As high as its place allows. */
  isTall?: boolean;
  onPick?: ((elementId: string) => void) | undefined;
}

/** The drawing of a model, for pages that must not know the drawing library. */
export type ModelSlot = ComponentType<ModelSlotProps>;
