import type { ComponentType } from "react";

import type { Pick } from "@/api/types.gen";

/** Step -> ids of the people who shall handle it. */
export type Picked = Record<string, string[]>;

export interface PicksProps {
  picks: readonly Pick[];
  picked: Picked;
  onChange: (picked: Picked) => void;
}

/** The choice of people for later steps, as the app passes it into the pages that show one. */
export type PicksSlot = ComponentType<PicksProps>;

/** Who is picked already, as the choice begins. */
export const pickedAlready = (picks: readonly Pick[]): Picked =>
  Object.fromEntries(
    picks.filter(({ picked }) => picked.length > 0).map(({ step, picked }) => [step.id, picked.map(({ id }) => id)]),
  );

/** Steps that would have nobody. */
export const unpicked = (picks: readonly Pick[], picked: Picked): readonly Pick[] =>
  picks.filter(({ step, isRequired }) => isRequired && (picked[step.id] ?? []).length === 0);
