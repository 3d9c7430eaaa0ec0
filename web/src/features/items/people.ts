import type { ItemAction } from "@/api/types.gen";

/** Actions that bring in other people. */
const WITH_PEOPLE = ["transfer", "delegate", "addBefore", "addAfter", "addBeside"] as const;
export type WithPeople = (typeof WITH_PEOPLE)[number];

export const bringsPeople = (action: ItemAction["action"]): action is WithPeople =>
  (WITH_PEOPLE as readonly string[]).includes(action);
