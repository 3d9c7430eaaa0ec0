import { daysFrom } from "./dates";

/** How soon something is due: the groups of every to-do list. */
export const PRESSURES = ["overdue", "today", "week", "later"] as const;

export type Pressure = (typeof PRESSURES)[number];

/** The week ends on Sunday; what has no deadline is for later. */
export function pressure(dueAt: Date | null, now: Date): Pressure {
  if (!dueAt) return "later";
  if (dueAt.getTime() < now.getTime()) return "overdue";
  const days = daysFrom(now, dueAt);
  if (days === 0) return "today";
  const untilSunday = (7 - now.getDay()) % 7;
  return days <= untilSunday ? "week" : "later";
}
